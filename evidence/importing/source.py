"""What a file is before its content matters: packing, encoding, separator, header, and whether it is plainly built."""

import codecs
import gzip
import hashlib
import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from partnerhub.rulebook.text import normalise
from partnerhub.sentence import Sentence

from .errors import ImportRefused
from .records import Record, Records

CHUNK = 1 << 18
SEPARATORS = (",", "\t", ";", "|")
# A packed file that unfolds beyond this is not an export (one of the programme's has at most a few GB).
LARGEST_UNPACKED = 32 << 30
# What the public access checker writes above its table: the partner's own groups.
BLOCK = ("GroupName", "ObjectID", "PartnerTenantName", "PartnerTenantID")
LONGEST_BLOCK = 100
_GZIP = b"\x1f\x8b"
_BROKEN_ARCHIVE = (EOFError, zlib.error, gzip.BadGzipFile)
_FOREIGN = {
    b"PK\x03\x04": Sentence("a spreadsheet or zip archive"),
    b"\xd0\xcf\x11\xe0": Sentence("an old Office document"),
    b"%PDF": Sentence("a PDF document"),
    b"PAR1": Sentence("a Parquet file"),
    b"7z\xbc\xaf": Sentence("a 7-Zip archive"),
    b"BZh": Sentence("a bzip2 archive"),
    b"\xfd7zXZ": Sentence("an xz archive"),
    b"\x28\xb5\x2f\xfd": Sentence("a Zstandard archive"),
}


@dataclass(frozen=True)
class Source:
    """A table of text, as told from its beginning. ``header`` are the cells of its first record, as written."""

    path: Path
    packed: bool
    encoding: str
    separator: str = ","
    header: tuple[str, ...] = ()
    # The header is the file's first line, and UTF-8: DuckDB may read the file itself.
    plain: bool = False
    # Where the header stands, counted as a spreadsheet does, and the records of another kind above it.
    header_row: int = 1
    before: tuple[tuple[str, ...], ...] = ()

    def open_bytes(self) -> BinaryIO:
        """The unpacked bytes."""
        return cast(BinaryIO, gzip.open(self.path, "rb") if self.packed else self.path.open("rb"))

    def open_text(self) -> TextIO:
        """The text, with line ends as they are; bytes that are none in UTF-8 come as lone surrogates."""
        errors = "replace" if self.encoding == "utf-16" else "surrogateescape"
        return io.TextIOWrapper(self.open_bytes(), self.encoding, errors=errors, newline="")


@dataclass(frozen=True)
class Build:
    """What a look at every byte tells. ``lines`` counts the header and everything up to the last line that is not blank."""

    lines: int
    quotes: bool
    # Holds NUL, or carriage returns without line feed: characters that DuckDB takes otherwise than a spreadsheet does.
    odd: bool


def check_readable(path: Path, name: str) -> None:
    """Refuse what is no file, cannot be read or is empty. ``name`` is the file's name in messages, here and below."""
    if path.is_dir():
        raise ImportRefused("%(file)s: is a folder. Name one file in it.", file=name)
    try:
        with path.open("rb") as stream:
            start = stream.read(1)
    except OSError as error:
        raise ImportRefused(
            "%(file)s: cannot be read (%(problem)s). Check path and permissions.", file=name, problem=error.strerror
        ) from error
    if not start:
        raise ImportRefused("%(file)s: the file is empty. Export the report again.", file=name)


def open_source(path: Path, name: str) -> Source:
    """Look at the beginning of a file. Raises ImportRefused for what is no table of text with a header."""
    check_readable(path, name)
    with path.open("rb") as stream:
        packed = stream.read(len(_GZIP)) == _GZIP
    unknown = Source(path, packed, "")
    try:
        with unknown.open_bytes() as stream:
            head = stream.read(CHUNK)
    except _BROKEN_ARCHIVE as error:
        raise _broken(name, error) from error
    return _with_header(Source(path, packed, _encoding(head, name)), name)


def digest(path: Path) -> str:
    """SHA-256 of the file as it lies there, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def examine(source: Source, name: str) -> Build:
    """Read the whole file once. Raises ImportRefused for a damaged or bloated archive."""
    look = _Look()
    try:
        with source.open_bytes() as stream:
            while chunk := stream.read(CHUNK):
                look.at(chunk)
                if source.packed and look.size > LARGEST_UNPACKED:
                    raise ImportRefused(
                        "%(file)s: unpacks to more than %(most)s GB. Import it in parts.",
                        file=name,
                        most=LARGEST_UNPACKED >> 30,
                    )
    except _BROKEN_ARCHIVE as error:
        raise _broken(name, error) from error
    return Build(look.lines, look.quotes, look.nul or look.returns != look.pairs)


@dataclass
class _Look:
    """What has been seen of a file, chunk by chunk."""

    size: int = 0
    lines: int = 1
    # Line ends after the last line that is not blank: they count once another line follows.
    ends: int = 0
    quotes: bool = False
    nul: bool = False
    # Carriage returns, and how many of them a line feed follows.
    returns: int = 0
    pairs: int = 0
    last: bytes = b""

    def at(self, chunk: bytes) -> None:
        self.size += len(chunk)
        self.quotes = self.quotes or b'"' in chunk
        self.nul = self.nul or b"\0" in chunk
        if body := chunk.rstrip(b"\r\n"):
            self.lines, self.ends = self.lines + self.ends + body.count(b"\n"), 0
        self.ends += chunk.count(b"\n", len(body))
        self.pairs += self.last == b"\r" and chunk.startswith(b"\n")
        if b"\r" in chunk:
            self.returns += chunk.count(b"\r")
            self.pairs += chunk.count(b"\r\n")
        self.last = chunk[-1:]


def _broken(name: str, error: Exception) -> ImportRefused:
    return ImportRefused(
        "%(file)s: the gzip file is damaged (%(problem)s). Export or pack it again.", file=name, problem=str(error)
    )


def _encoding(head: bytes, name: str) -> str:
    for magic, kind in _FOREIGN.items():
        if head.startswith(magic):
            raise ImportRefused(
                "%(file)s: is %(kind)s. Save or export it as CSV (comma or tab separated) and import that.",
                file=name,
                kind=kind,
            )
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in head.partition(b"\n")[0]:
        raise ImportRefused("%(file)s: is not a text file. Export the report as CSV or TSV.", file=name)
    return "utf-8-sig"


def _with_header(source: Source, name: str) -> Source:
    """Choose the separator under which the first record has most cells."""
    records = {separator: _first_record(source, separator) for separator in SEPARATORS}
    separator = max(SEPARATORS, key=lambda each: len(records[each].cells))
    first = records[separator]
    if first.damage:
        raise ImportRefused(
            "%(file)s: the header in line %(line)s cannot be read (%(damage)s). Export it again.",
            file=name,
            line=first.row,
            damage=Sentence(first.damage),
        )
    if not any(cell.strip() for cell in first.cells):
        raise ImportRefused("%(file)s: has no header line. Export the report with its header.", file=name)
    if is_block(first.cells):
        return _below_block(replace(source, separator=separator), name)
    plain = first.row == 1 and source.encoding == "utf-8-sig" and not any("\n" in cell for cell in first.cells)
    return replace(source, separator=separator, header=tuple(first.cells), plain=plain, header_row=first.row)


def _below_block(source: Source, name: str) -> Source:
    """The table below a block of another kind: its header is the first record with more cells than the block has."""
    block: list[tuple[str, ...]] = []
    with source.open_text() as stream:
        for record in islice(Records(stream, source.separator), LONGEST_BLOCK):
            if len(record.cells) > len(BLOCK):
                return replace(source, header=tuple(record.cells), header_row=record.row, before=tuple(block))
            block.append(tuple(cell.strip() for cell in record.cells))
    raise ImportRefused("%(file)s: lists groups but no access below them. Let the checker run to its end.", file=name)


def is_block(cells: Sequence[str]) -> bool:
    """Whether a record is the header of the block of groups above the output of the public access checker."""
    return [normalise(cell) for cell in cells if cell.strip()] == [normalise(title) for title in BLOCK]


def _first_record(source: Source, separator: str) -> Record:
    with source.open_text() as stream:
        return next(iter(Records(stream, separator)), Record(1, []))
