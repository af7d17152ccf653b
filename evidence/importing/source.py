"""What a file is before its content matters: packing, encoding, separator, header, and whether it is plainly built."""

import codecs
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from .errors import ImportRefused
from .records import Records

CHUNK = 1 << 20
SEPARATORS = (",", "\t", ";", "|")
# A packed file that unfolds beyond this is not an export (one of the programme's has at most a few GB).
LARGEST_UNPACKED = 32 << 30
_GZIP = b"\x1f\x8b"
_BROKEN_ARCHIVE = (EOFError, zlib.error, gzip.BadGzipFile)
_FOREIGN = {
    b"PK\x03\x04": "a spreadsheet or zip archive",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"%PDF": "a PDF document",
    b"PAR1": "a Parquet file",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
}


@dataclass(frozen=True)
class Source:
    """A text file of records, as told from its beginning. ``header`` are its first record's cells as written."""

    path: Path
    packed: bool
    encoding: str
    separator: str
    header: tuple[str, ...]

    def open_bytes(self) -> BinaryIO:
        """The unpacked bytes."""
        return _open(self.path, self.packed)

    def open_text(self) -> TextIO:
        """The text, with line ends as they are; bytes that are none in this encoding come as lone surrogates."""
        errors = "replace" if self.encoding == "utf-16" else "surrogateescape"
        return io.TextIOWrapper(self.open_bytes(), self.encoding, errors=errors, newline="")


@dataclass(frozen=True)
class Build:
    """How the whole file is built. ``plain``: DuckDB may read it directly and every line's row number stays true."""

    plain: bool
    quotes: bool
    lines: int


def _open(path: Path, packed: bool) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path, "rb") if packed else path.open("rb"))


def check_readable(path: Path, name: str) -> None:
    """Refuse what is no file that can be read, or an empty one."""
    if path.is_dir():
        raise ImportRefused(f"{name}: is a folder. Name one file in it.")
    try:
        with path.open("rb") as stream:
            start = stream.read(1)
    except OSError as error:
        raise ImportRefused(f"{name}: cannot be read ({error.strerror}). Check the path and its permissions.") from error
    if not start:
        raise ImportRefused(f"{name}: the file is empty. Export the report again.")


def open_source(path: Path, name: str) -> Source:
    """Look at the beginning of ``path`` (called ``name`` in messages). Raises ImportRefused for what is no table of text."""
    check_readable(path, name)
    with path.open("rb") as stream:
        packed = stream.read(len(_GZIP)) == _GZIP
    try:
        with _open(path, packed) as stream:
            head = stream.read(CHUNK)
    except _BROKEN_ARCHIVE as error:
        raise ImportRefused(_broken(name, error)) from error
    encoding = _encoding(head, name)
    separator, header = _header(Source(path, packed, encoding, ",", ()), name)
    return Source(path, packed, encoding, separator, header)


def _broken(name: str, error: Exception) -> str:
    return f"{name}: the gzip file is damaged ({error}). Export or pack it again."


def _encoding(head: bytes, name: str) -> str:
    for magic, kind in _FOREIGN.items():
        if head.startswith(magic):
            raise ImportRefused(f"{name}: is {kind}. Save or export it as CSV (comma or tab separated) and import that.")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in head[:4096]:
        raise ImportRefused(f"{name}: is not a text file. Export the report as CSV or TSV.")
    return "utf-8-sig"


def _header(source: Source, name: str) -> tuple[str, tuple[str, ...]]:
    """The separator under which the first record has most cells, and those cells."""
    found: dict[str, tuple[str, ...]] = {}
    for separator in SEPARATORS:
        with source.open_text() as stream:
            cells = next((record.cells for record in Records(stream, separator)), None)
        found[separator] = tuple(cells or ())
    separator = max(SEPARATORS, key=lambda each: len(found[each]))
    if not any(text.strip() for text in found[separator]):
        raise ImportRefused(f"{name}: has no header line. Export the report with its header.")
    return separator, found[separator]


def digest(path: Path, copy: BinaryIO | None = None) -> str:
    """SHA-256 of the file as it lies there, in hexadecimal; on the way its bytes are written to ``copy``."""
    algorithm = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            algorithm.update(chunk)
            if copy is not None:
                copy.write(chunk)
    return algorithm.hexdigest()


def examine(source: Source, name: str) -> Build:
    """Read the whole file once and tell how it is built. Raises ImportRefused for a broken or bloated archive."""
    look = _Look(plain=source.encoding == "utf-8-sig" and not any("\n" in cell for cell in source.header))
    try:
        for text in _whole_lines(source):
            look.at(text)
            if source.packed and look.size > LARGEST_UNPACKED:
                raise ImportRefused(f"{name}: unpacks to more than {LARGEST_UNPACKED >> 30} GB. Import it in parts.")
    except _BROKEN_ARCHIVE as error:
        raise ImportRefused(_broken(name, error)) from error
    return Build(look.plain, look.quotes, look.lines)


@dataclass
class _Look:
    """What has been seen of a file so far. A blank line is harmless only where nothing but blank lines follows."""

    plain: bool
    quotes: bool = False
    lines: int = 0
    size: int = 0
    ended: bool = False

    def at(self, text: bytes) -> None:
        """Look at the next whole lines."""
        self.size += len(text)
        self.lines += text.count(b"\n")
        self.quotes = self.quotes or b'"' in text
        if self.plain:
            self.plain = _clean(text) and not (self.ended and text.strip(b"\r\n"))
            if _has_blank_line(text):
                self.ended = True
                self.plain = self.plain and not _has_blank_line(text.rstrip(b"\r\n"))


def _clean(text: bytes) -> bool:
    """Valid UTF-8 without NUL, in which a carriage return only occurs before a line feed."""
    if b"\0" in text or (b"\r" in text and text.count(b"\r") != text.count(b"\r\n")):
        return False
    try:
        return text.isascii() or bool(text.decode())
    except UnicodeDecodeError:
        return False


def _has_blank_line(text: bytes) -> bool:
    return b"\n\n" in text or b"\n\r\n" in text or text.startswith((b"\n", b"\r\n"))


def _whole_lines(source: Source) -> Iterator[bytes]:
    with source.open_bytes() as stream:
        while chunk := stream.read(CHUNK):
            yield chunk + stream.readline(CHUNK)
