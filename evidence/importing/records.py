"""Reading a damaged or unusually built table line by line: slower than DuckDB, but no line can hide another one.

A record that cannot be read costs itself alone: reading goes on with the line after its first one.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

# In characters. Longer than anything an export writes; what a quote that is never closed may swallow before it is given up.
LONGEST_LINE = 1 << 20
LONGEST_RECORD = 1 << 17
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Record:
    """One row. ``row`` counts records and blank lines from 1, as a spreadsheet does; a damaged one has no cells."""

    row: int
    cells: list[str]
    damage: str = ""
    text: str = ""


class Records:
    """Iterates over the records of a text; blank lines are counted but not given."""

    def __init__(self, stream: TextIO, separator: str) -> None:
        self._stream = stream
        self._separator = separator
        self._waiting: list[str] = []

    def __iter__(self) -> Iterator[Record]:
        row = 0
        while line := self._line():
            row += 1
            if bare := line.rstrip("\r\n"):
                yield self._record(row, line, bare)

    def _line(self) -> str:
        return self._waiting.pop() if self._waiting else self._stream.readline(LONGEST_LINE)

    def _record(self, row: int, line: str, bare: str) -> Record:
        if len(bare) >= LONGEST_LINE:
            self._skip_line()
            return Record(row, [], "line too long", bare)
        if '"' not in bare:
            return self._checked(row, bare.split(self._separator), bare)
        cells = self._quoted(line)
        return self._checked(row, cells, bare) if cells else Record(row, [], "quotes do not match", bare)

    def _skip_line(self) -> None:
        while (rest := self._stream.readline(LONGEST_LINE)) and not rest.endswith(("\n", "\r")):
            pass

    def _checked(self, row: int, cells: list[str], bare: str) -> Record:
        if _UNREADABLE.search(bare) or any(map(_UNREADABLE.search, cells)):
            return Record(row, [], "unreadable characters", _UNREADABLE.sub("\ufffd", bare))
        return Record(row, cells)

    def _quoted(self, line: str) -> list[str]:
        """The cells of the record that begins with ``line`` and may go on in the next ones; none when quotes do not match."""
        taken: list[str] = []
        try:
            cells = next(csv.reader(self._following(line, taken), delimiter=self._separator, strict=True))
        except csv.Error:
            self._waiting.extend(reversed(taken))
            return []
        return cells

    def _following(self, line: str, taken: list[str]) -> Iterator[str]:
        """``line`` and the lines after it, which are noted in ``taken``, up to the longest record."""
        yield line
        left = LONGEST_RECORD
        while left > 0 and (line := self._line()):
            taken.append(line)
            left -= len(line)
            yield line
