"""Which kind of file this is, and which of its columns are which: told from the header alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from partnerhub.rulebook.text import normalise

from .declaration import Column, Dataset

# So many columns that a kind of file has are, such as a city, in many other files as well, and say nothing.
ALONE = 1


class NotRecognised(Exception):
    """The header fits no kind of file, or several equally well; the message says what would help."""


@dataclass(frozen=True)
class Recognised:
    """A dataset and the position (from 0) of each of its columns that the file has."""

    dataset: Dataset
    positions: Mapping[str, int]


def recognise(header: Sequence[str], datasets: Mapping[str, Dataset], named: str | None = None) -> Recognised:
    """The dataset that ``header`` belongs to; with ``named``, that one or a refusal. Raises NotRecognised."""
    fits = [_Fit(dataset, header, _places(header)) for dataset in datasets.values()]
    if named is not None:
        return _named(named, fits)
    candidates = [fit for fit in fits if fit.signed and not fit.missing]
    if not candidates:
        raise _unknown(max(fits, key=lambda fit: (fit.signed, len(fit.positions))), datasets)
    most = max(len(fit.positions) for fit in candidates)
    best = [fit for fit in candidates if len(fit.positions) == most]
    if len(best) > 1:
        names = " and ".join(fit.dataset.name for fit in best)
        raise NotRecognised(f"The header fits {names} equally well. Name the dataset.")
    return Recognised(best[0].dataset, best[0].positions)


def _places(header: Sequence[str]) -> dict[str, int]:
    """Normalised header to position. Raises NotRecognised for one that appears twice."""
    places: dict[str, int] = {}
    for position, text in enumerate(header):
        key = normalise(text)
        if key in places:
            columns = f"Columns {places[key] + 1} and {position + 1}"
            raise NotRecognised(f"{columns} have the same header, {text.strip()!r}. Remove or rename one.")
        if key:
            places[key] = position
    return places


class _Fit:
    """How a header fits one dataset."""

    def __init__(self, dataset: Dataset, header: Sequence[str], places: Mapping[str, int]) -> None:
        self.dataset = dataset
        self._header = header
        self._places = places
        self.signed = any(normalise(text) in places for text in dataset.signature)
        found = {column.name: self._place(column) for column in dataset.columns}
        self.positions = {name: place for name, place in found.items() if place is not None}

    def _place(self, column: Column) -> int | None:
        keys = map(normalise, column.headers)
        return next((self._places[key] for key in keys if key in self._places), None)

    @property
    def missing(self) -> list[str]:
        """What the header lacks, in words."""
        columns = self.dataset.columns
        missing = [column.title for column in columns if column.required and column.name not in self.positions]
        for need in self.dataset.needs:
            if not any(name in self.positions for name in need.columns):
                missing.append("one of " + ", ".join(self.dataset.by_name[name].title for name in need.columns))
        return missing

    @property
    def lacking(self) -> str:
        """What the header lacks, and what may be meant for it."""
        near = dict.fromkeys(text for column in self.dataset.columns for text in self._near(column))
        hint = f" Perhaps under another name: {', '.join(near)}?" if near else ""
        return f"needs {'; '.join(self.missing)}, which the header does not have.{hint}"

    def _near(self, column: Column) -> list[str]:
        if not column.required or column.name in self.positions:
            return []
        matches = [get_close_matches(normalise(text), self._places, n=1, cutoff=0.75) for text in column.headers]
        return [self._header[self._places[key]].strip() for match in matches for key in match]


def _named(name: str, fits: Sequence[_Fit]) -> Recognised:
    fit = next((fit for fit in fits if fit.dataset.name == name), None)
    if fit is None:
        known = ", ".join(fit.dataset.name for fit in fits)
        raise NotRecognised(f"There is no dataset {name!r}. Datasets: {known}.")
    if fit.missing:
        raise NotRecognised(f"This is no {name} file: it {fit.lacking}")
    return Recognised(fit.dataset, fit.positions)


def _unknown(nearest: _Fit, datasets: Mapping[str, Dataset]) -> NotRecognised:
    if not nearest.signed and len(nearest.positions) <= ALONE:
        return NotRecognised(
            "The first line is not the header of a known export. Export the report with its header line. "
            f"Datasets: {', '.join(datasets)}."
        )
    name = nearest.dataset.name
    if nearest.missing:
        return NotRecognised(f"The kind of file was not recognised. Nearest is {name}, but that {nearest.lacking}")
    signs = ", ".join(nearest.dataset.signature[:3])
    return NotRecognised(
        f"The header has what {name} needs, but nothing that only such a file has, such as {signs}. "
        "Name the dataset if it is one."
    )
