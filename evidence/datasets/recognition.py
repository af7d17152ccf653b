"""Which kind of file this is, and which of its columns are which: told from the header alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from partnerhub.rulebook.text import normalise
from partnerhub.sentence import Sentence, SentenceError, both

from .declaration import Column, Dataset

# So many columns that a kind of file has are, such as a city, in many other files as well, and say nothing.
ALONE = 1


class NotRecognised(SentenceError):
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
        names = both([fit.dataset.name for fit in best])
        raise NotRecognised("The header fits %(names)s equally well. Name the dataset.", names=names)
    return Recognised(best[0].dataset, best[0].positions)


def _places(header: Sequence[str]) -> dict[str, int]:
    """Normalised header to position. Raises NotRecognised for one that appears twice."""
    places: dict[str, int] = {}
    for position, text in enumerate(header):
        key = normalise(text)
        if key in places:
            raise NotRecognised(
                "Columns %(one)s and %(other)s have the same header, %(header)s. Remove or rename one.",
                one=places[key] + 1,
                other=position + 1,
                header=repr(text.strip()),
            )
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
    def missing(self) -> list[str | Sentence]:
        """What the header lacks, in words."""
        columns = self.dataset.columns
        missing: list[str | Sentence] = [
            column.title for column in columns if column.required and column.name not in self.positions
        ]
        for need in self.dataset.needs:
            if not any(name in self.positions for name in need.columns):
                titles = ", ".join(self.dataset.by_name[name].title for name in need.columns)
                missing.append(Sentence("one of %(columns)s", columns=titles))
        return missing

    def refused(self, sentence: Sentence) -> NotRecognised:
        """A refusal (which names the ``dataset`` and what is ``missing``), with what may be meant for what is missing."""
        told = Sentence(sentence.text, dataset=self.dataset.name, missing=self.missing)
        near = dict.fromkeys(text for column in self.dataset.columns for text in self._near(column))
        if not near:
            return NotRecognised(told.text, **told.words)
        hint = Sentence("Perhaps under another name: %(columns)s?", columns=", ".join(near))
        return NotRecognised("%(problem)s %(hint)s", problem=told, hint=hint)

    def _near(self, column: Column) -> list[str]:
        if not column.required or column.name in self.positions:
            return []
        matches = [get_close_matches(normalise(text), self._places, n=1, cutoff=0.75) for text in column.headers]
        return [self._header[self._places[key]].strip() for match in matches for key in match]


def _named(name: str, fits: Sequence[_Fit]) -> Recognised:
    fit = next((fit for fit in fits if fit.dataset.name == name), None)
    if fit is None:
        known = ", ".join(fit.dataset.name for fit in fits)
        raise NotRecognised("There is no dataset %(dataset)s. Datasets: %(known)s.", dataset=repr(name), known=known)
    if fit.missing:
        raise fit.refused(
            Sentence("This is no %(dataset)s file: it needs %(missing)s, which the header does not have.")
        )
    return Recognised(fit.dataset, fit.positions)


def _unknown(nearest: _Fit, datasets: Mapping[str, Dataset]) -> NotRecognised:
    if not nearest.signed and len(nearest.positions) <= ALONE:
        return NotRecognised(
            "The first line is not the header of a known export. Export the report with its header line. "
            "Datasets: %(known)s.",
            known=", ".join(datasets),
        )
    if nearest.missing:
        return nearest.refused(
            Sentence(
                "The kind of file was not recognised. Nearest is %(dataset)s, but that needs %(missing)s, "
                "which the header does not have."
            )
        )
    signs = ", ".join(nearest.dataset.signature[:3])
    return NotRecognised(
        "The header has what %(dataset)s needs, but nothing that only such a file has, such as %(signs)s. "
        "Name the dataset if it is one.",
        dataset=nearest.dataset.name,
        signs=signs,
    )
