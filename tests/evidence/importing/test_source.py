"""What a file is, and the refusals of what is no table of text."""

import gzip
import hashlib
import os
from pathlib import Path

import pytest

from evidence.importing import source
from evidence.importing.errors import ImportRefused
from evidence.importing.source import Build, check_readable, digest, examine, open_source


def written(folder: Path, content: bytes) -> Path:
    path = folder / "x.csv"
    path.write_bytes(content)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(ImportRefused) as refused:
        examine(open_source(path, "x.csv"), "x.csv")
    return str(refused.value)


SAVE = "Save or export it as CSV (comma or tab separated) and import that."
REFUSED = {
    b"": "x.csv: the file is empty. Export the report again.",
    b"\n\n\r\n": "x.csv: has no header line. Export the report with its header.",
    b"  ,,\n1,2,3\n": "x.csv: has no header line. Export the report with its header.",
    b"PK\x03\x04rest": "x.csv: is a spreadsheet or zip archive. " + SAVE,
    b"\xd0\xcf\x11\xe0": "x.csv: is an old Office document. " + SAVE,
    b"PAR1": "x.csv: is a Parquet file. " + SAVE,
    b"\x7fELF\x00\x01": "x.csv: is not a text file. Export the report as CSV or TSV.",
    "Month".encode("utf-16-le"): "x.csv: is not a text file. Export the report as CSV or TSV.",
    b'"Month,Tenant\n1,2\n': "x.csv: the header in line 1 cannot be read (quotes do not match). Export it again.",
    b"a" * 3_000_000: "x.csv: the header in line 1 cannot be read (line too long). Export it again.",
}


@pytest.mark.parametrize(("content", "message"), REFUSED.items(), ids=range(len(REFUSED)))
def test_open_source_refuses_what_is_no_table_of_text(tmp_path: Path, content: bytes, message: str) -> None:
    assert refusal(written(tmp_path, content)) == message


def test_open_source_refuses_packed_spreadsheet(tmp_path: Path) -> None:
    assert "is a spreadsheet" in refusal(written(tmp_path, gzip.compress(b"PK\x03\x04")))


@pytest.mark.parametrize("cut", [5, -1])
def test_cut_off_archive_is_refused(tmp_path: Path, cut: int) -> None:
    packed = gzip.compress(b"Month,Tenant\n" + os.urandom(1_000_000).hex().encode())
    assert refusal(written(tmp_path, packed[:cut])).startswith("x.csv: the gzip file is damaged (")


def test_archive_with_rubbish_after_it_is_refused(tmp_path: Path) -> None:
    message = refusal(written(tmp_path, gzip.compress(b"Month,Tenant\n") + b"rubbish"))
    assert message.startswith("x.csv: the gzip file is damaged (")


def test_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, gzip.compress(b"Month,Tenant\n" + b"a,b\n" * 1_000_000))
    monkeypatch.setattr(source, "LARGEST_UNPACKED", 1 << 20)
    assert refusal(path) == "x.csv: unpacks to more than 0 GB. Import it in parts."


def test_check_readable_refuses_folder(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"^x\.csv: is a folder\. Name one file in it\.$"):
        check_readable(tmp_path, "x.csv")


def test_check_readable_refuses_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"^x\.csv: cannot be read \(No such file or directory\)\."):
        check_readable(tmp_path / "x.csv", "x.csv")


def test_open_source_tells_separator_header_and_plainness(tmp_path: Path) -> None:
    found = open_source(written(tmp_path, b"\xef\xbb\xbfA;B,C;D\n1;2;3\n"), "x.csv")
    assert (found.separator, found.header, found.encoding, found.packed) == (";", ("A", "B,C", "D"), "utf-8-sig", False)
    assert found.plain


@pytest.mark.parametrize("content", [b"\nA,B\n", b'A,"B\nC"\n', "A,B\n".encode("utf-16")])
def test_open_source_knows_what_duckdb_cannot_read_itself(tmp_path: Path, content: bytes) -> None:
    assert not open_source(written(tmp_path, content), "x.csv").plain


def test_digest_is_sha256_of_the_bytes(tmp_path: Path) -> None:
    content = os.urandom(600_000)
    assert digest(written(tmp_path, content)) == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("content", "build"),
    [
        (b"A,B\n", Build(1, False, False)),
        (b"A,B\n1,2", Build(2, False, False)),
        (b"A,B\n1,2\n\n\r\n\n", Build(2, False, False)),
        (b"A,B\n\n1,2\n", Build(3, False, False)),
        (b'A,B\n1,"2"\n', Build(2, True, False)),
        (b"A,B\n1,\x00\n", Build(2, False, True)),
        (b"A,B\r\n1,2\r\n\r\n", Build(2, False, False)),
        (b"A,B\r\n1,2\r3,4", Build(2, False, True)),
        (b"A,B\n\r1,2\n", Build(2, False, True)),
        (b"A,B\n1,2\r", Build(2, False, True)),
    ],
)
def test_examine_counts_lines_up_to_the_last_that_is_not_blank(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, build: Build
) -> None:
    path = written(tmp_path, content)
    for size in (1, 2, 3, 1 << 18):
        found = open_source(path, "x.csv")
        with monkeypatch.context() as patched:
            patched.setattr(source, "CHUNK", size)
            assert examine(found, "x.csv") == build
