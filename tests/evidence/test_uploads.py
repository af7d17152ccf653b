"""The files as they came: taken in, kept, and cleared away."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from evidence import uploads
from evidence.models import Run
from tests.factories import JobFactory, PartnerFactory

NOW = datetime(2023, 7, 25, 12, tzinfo=UTC)


def aged(folder: Path, age: timedelta) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    moment = (NOW - age).timestamp()
    os.utime(folder, (moment, moment))
    return folder


def test_taken_in_file_from_elsewhere_is_a_copy_for_the_time_being(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"content")
    with uploads.taken_in(path) as (copy, digest):
        path.write_bytes(b"changed")
        assert copy.read_bytes() == b"content"
        assert digest == "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73"
    assert (path.exists(), list(uploads.incoming().iterdir())) == (True, [])


def test_taken_in_upload_is_itself() -> None:
    path = aged(uploads.incoming() / "a", timedelta(0)) / "x.csv"
    path.write_bytes(b"content")
    with uploads.taken_in(path) as (file, _):
        assert file == path
    assert path.exists()


def test_discard_removes_uploads_only(tmp_path: Path) -> None:
    elsewhere, upload = tmp_path / "x.csv", aged(uploads.incoming() / "a", timedelta(0)) / "x.csv"
    for path in (elsewhere, upload):
        path.write_bytes(b"content")
        uploads.discard(path)
    assert (elsewhere.exists(), upload.parent.exists()) == (True, False)


def test_keep_twice_is_harmless(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"content")
    kept = [uploads.keep(path, "abc", "My file.csv") for _ in range(2)]
    assert kept == [uploads.root() / "abc" / "My_file.csv"] * 2
    assert kept[0].read_bytes() == b"content"


def test_keep_copies_where_the_file_system_does_not_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "x.csv"
    path.write_bytes(b"content")
    assert uploads.keep(path, "abc", "x.csv").read_bytes() == b"content"


@pytest.mark.django_db
@pytest.mark.parametrize(("age", "removed"), [(timedelta(hours=23, minutes=59), 0), (timedelta(days=1, seconds=1), 2)])
def test_sweep_removes_files_that_nobody_keeps_or_awaits(age: timedelta, removed: int) -> None:
    partner = PartnerFactory()
    told = {"dataset": "focus", "status": "rejected", "size": 1, "accepted": 0, "rejected": 1, "recorded_at": NOW}
    Run.objects.create(partner=partner, digest="kept", **told)
    JobFactory(task="evidence.tasks.import_run", arguments={"path": str(uploads.incoming() / "awaited" / "x.csv")})
    JobFactory(arguments={"partners": []})
    JobFactory(state="failed", arguments={"path": str(uploads.incoming() / "failed" / "x.csv")})
    stay = [aged(uploads.incoming() / "awaited", age), aged(uploads.root() / "kept", age)]
    left = [aged(uploads.incoming() / "failed", age), aged(uploads.root() / "unkept", age)]
    aged(uploads.incoming(), age)
    assert uploads.sweep(NOW) == removed
    assert [folder.exists() for folder in stay] == [True, True]
    assert [folder.exists() for folder in left] == [not removed] * 2
