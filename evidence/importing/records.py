"""Reading a damaged or unusually built table line by line: slower than DuckDB, but no line can hide another one.

A record that cannot be read costs itself alone: reading goes on with the line after its first one.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

# In characters. The first is longer than anything an export writes, the second what a quote that is never closed may
# swallow before it is given up.
LONGEST_LINE = 1 << 20
LONGEST_RECORD = 1 << 17


@dataclass(frozen=True)
class Record:
    """One row. ``row`` counts records and blank lines from 1, as a spreadsheet does.

    A damaged one has no cells, but the ``text`` of its line.
    """

    row: int
    cells: list[str]
    damage: str = ""
    text: str = ""


class Records:
    """Iterates over the records of a text (opened with ``newline=""``); blank lines are counted but not given."""

    def __init__(self, stream: TextIO, separator: str) -> None:
        self._stream = stream
        self._separator = separator
        self._waiting: list[str] = []

    def __iter__(self) -> Iterator[Record]:
        row = 0
        while line := self._line():
            row += 1
            if text := line.rstrip("\r\n"):
                yield self._record(row, line, text)

    def _line(self) -> str:
        return self._waiting.pop() if self._waiting else self._stream.readline(LONGEST_LINE)

    def _record(self, row: int, line: str, text: str) -> Record:
        if len(text) >= LONGEST_LINE:
            self._skip_line()
            return Record(row, [], "line too long", text)
        if '"' not in text:
            return Record(row, text.split(self._separator))
        cells = self._quoted(line)
        return Record(row, cells) if cells else Record(row, [], "quotes do not match", text)

    def _skip_line(self) -> None:
        while (rest := self._stream.readline(LONGEST_LINE)) and not rest.endswith(("\n", "\r")):
            pass

    def _quoted(self, line: str) -> list[str]:
        """The cells of the record that begins with ``line`` and may go on after it; none when its quotes do not match."""
        taken: list[str] = []
        lines = self._following(line, taken)
        try:
            return next(csv.reader(lines, delimiter=self._separator, skipinitialspace=True, strict=True))
        except csv.Error:
            self._waiting.extend(reversed(taken))
            return []

    def _following(self, line: str, taken: list[str]) -> Iterator[str]:
        """``line`` and the lines after it, which are noted in ``taken``, up to the longest record."""
        yield line
        left = LONGEST_RECORD
        while left > 0 and (line := self._line()):
            taken.append(line)
            left -= len(line)
            yield line
