"""Documents: looked into, kept once, served as a download, and gone when nobody has them any more."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.http import Http404
from django.utils import timezone

from partnerhub import documents, tasks
from partnerhub.documents import DocumentRefused, check, forget, keep
from partnerhub.models import Document
from tests.factories import UserFactory
from tests.uploads import JPEG, PNG, pdf, upload


def files() -> set[str]:
    return {path.name for path in documents.root().glob("*")}


# What it is, by its content


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (pdf(), "application/pdf"),
        (b"made by a scanner\n" + pdf(), "application/pdf"),
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
    ],
)
def test_kind_of_a_document_is_told_by_its_content(content: bytes, expected: str) -> None:
    assert check(upload(content, "whatever.txt")) == expected


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "neither a PDF nor a PNG or JPEG picture"),
        (b"<html><script>alert(1)</script>", "neither a PDF nor a PNG or JPEG picture"),
        (b"PK\x03\x04", "neither a PDF nor a PNG or JPEG picture"),
        (b"%PDF-1.7\nand then nothing of the kind", "damaged or not complete"),
        (pdf()[:200], "damaged or not complete"),
        (pdf(password="secret"), "protected by a password"),
        (pdf(pages=0), "without any page"),
    ],
)
def test_document_that_will_not_do_is_refused_by_name(content: bytes, told: str) -> None:
    with pytest.raises(DocumentRefused, match=f"^report.pdf .*{told}"):
        check(upload(content))


@pytest.mark.parametrize(("more", "refused"), [(0, False), (1, True)])
def test_document_has_at_most_ten_megabytes(more: int, refused: bool) -> None:
    content = PNG.ljust(10 * 1024 * 1024 + more, b"\0")
    if not refused:
        assert check(upload(content)) == "image/png"
        return
    with pytest.raises(DocumentRefused, match=r"^report\.pdf is larger than 10 MB; attach a smaller file\.$"):
        check(upload(content))


# Keeping it


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("Report 1.pdf", pdf(), "Report_1.pdf"),
        ("../../etc/passwd", PNG, "passwd.png"),
        ("setup.exe", pdf(), "setup.exe.pdf"),
        ("photo.JPG", JPEG, "photo.JPG"),
        ('a"b\r\nc.png', PNG, "abc.png"),
        ("x" * 200 + ".pdf", pdf(), "x" * 76 + ".pdf"),
    ],
)
def test_kept_document_has_a_harmless_name_that_says_its_kind(
    db: None, name: str, content: bytes, expected: str
) -> None:
    assert keep(upload(content, name), None).name == expected


def test_kept_document_says_what_it_is_and_who_brought_it(db: None) -> None:
    user, content = UserFactory(), pdf()
    document = keep(upload(content), user)
    document.refresh_from_db()
    assert (document.media_type, document.size, document.uploaded_by) == ("application/pdf", len(content), user)
    assert (documents.root() / document.sha256).read_bytes() == content


def test_refused_document_leaves_nothing(db: None) -> None:
    with pytest.raises(DocumentRefused):
        keep(upload(b"text"), None)
    assert (Document.objects.count(), files()) == (0, set())


def test_document_is_served_as_a_download_and_never_shown(db: None) -> None:
    response = documents.download(keep(upload(PNG, "team.png"), None))
    with closing(response):
        assert b"".join(response) == PNG
    assert {name: response.headers[name] for name in ("Content-Type", "Content-Disposition", "Cache-Control")} == {
        "Content-Type": "image/png",
        "Content-Disposition": 'attachment; filename="team.png"',
        "Cache-Control": "private, no-store",
    }
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_document_without_its_bytes_is_not_found(db: None) -> None:
    document = keep(upload(PNG), None)
    (documents.root() / document.sha256).unlink()
    with pytest.raises(Http404):
        documents.download(document)


# Letting go of it


@pytest.mark.django_db(transaction=True)
def test_bytes_go_with_the_last_document_that_has_them() -> None:
    first, second = keep(upload(PNG), None), keep(upload(PNG, "again.png"), None)
    assert files() == {first.sha256} == {second.sha256}
    forget(first)
    assert files() == {second.sha256}
    forget(second)
    assert (Document.objects.count(), files()) == (0, set())


@pytest.mark.django_db(transaction=True)
def test_bytes_stay_when_the_removal_is_taken_back() -> None:
    document = keep(upload(PNG), None)
    with pytest.raises(RuntimeError), transaction.atomic():
        forget(document)
        raise RuntimeError
    assert (Document.objects.count(), files()) == (1, {document.sha256})


@pytest.mark.django_db(transaction=True)
def test_same_content_is_kept_and_forgotten_side_by_side_without_loss() -> None:
    def work(_number: int) -> None:
        try:
            forget(keep(upload(PNG), None))
            keep(upload(PNG), None)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(16)))
    assert (Document.objects.count(), len(files())) == (16, 1)


def test_sweep_removes_what_no_row_tells_of_a_day_after(db: None) -> None:
    kept = keep(upload(PNG), None)
    old, young = documents.root() / "old.partial", documents.root() / "young.partial"
    for path in (old, young):
        path.write_bytes(b"")
    day_ago = (timezone.now() - timedelta(days=1, seconds=1)).timestamp()
    for path in (old, documents.root() / kept.sha256):
        os.utime(path, (day_ago, day_ago))
    tasks.sweep_documents()
    assert files() == {kept.sha256, "young.partial"}
