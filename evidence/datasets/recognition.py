"""Which kind of file this is, and which of its columns are which: told from the header alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from partnerhub.rulebook.text import normalise

from .declaration import Dataset


class NotRecognised(Exception):
    """The header fits no kind of file, or several equally well; the message says what would help."""


@dataclass(frozen=True)
class Recognised:
    """A dataset and the position (from 0) of each of its columns that the file has."""

    dataset: Dataset
    positions: Mapping[str, int]


def recognise(header: Sequence[str], datasets: Mapping[str, Dataset], named: str | None = None) -> Recognised:
    """The dataset that ``header`` belongs to; with ``named``, that one or a refusal. Raises NotRecognised."""
    found = _positions_by_header(header)
    if named is not None:
        if named not in datasets:
            raise NotRecognised(f"There is no dataset {named!r}. Datasets: {', '.join(datasets)}.")
        return _fitting(datasets[named], found) or _refuse(datasets[named], found, f"This is no {named} file")
    fits = [fit for dataset in datasets.values() if _signed(dataset, found) and (fit := _fitting(dataset, found))]
    if not fits:
        raise _unknown(datasets, found)
    best = max(len(fit.positions) for fit in fits)
    winners = [fit for fit in fits if len(fit.positions) == best]
    if len(winners) > 1:
        names = " or ".join(fit.dataset.name for fit in winners)
        raise NotRecognised(f"The header fits {names} equally well. Name the dataset.")
    return winners[0]


def _positions_by_header(header: Sequence[str]) -> dict[str, int]:
    """Normalised header to position. Raises NotRecognised for a header that appears twice."""
    found: dict[str, int] = {}
    for position, text in enumerate(header):
        if not (key := normalise(text)):
            continue
        if key in found:
            first = header[found[key]]
            raise NotRecognised(f"Columns {found[key] + 1} and {position + 1} are both called {first!r}. Remove one.")
        found[key] = position
    return found


def _fitting(dataset: Dataset, found: Mapping[str, int]) -> Recognised | None:
    positions = _positions(dataset, found)
    return None if _missing(dataset, positions) else Recognised(dataset, positions)


def _positions(dataset: Dataset, found: Mapping[str, int]) -> dict[str, int]:
    places = {
        column.name: [found[key] for header in column.headers if (key := normalise(header)) in found]
        for column in dataset.columns
    }
    return {name: place[0] for name, place in places.items() if place}


def _signed(dataset: Dataset, found: Mapping[str, int]) -> bool:
    return any(normalise(header) in found for header in dataset.signature)


def _missing(dataset: Dataset, positions: Mapping[str, int]) -> list[str]:
    """What the file lacks to be of this kind, in words."""
    missing = [column.title for column in dataset.columns if column.required and column.name not in positions]
    for need in dataset.needs:
        if not any(name in positions for name in need.columns):
            missing.append("one of " + ", ".join(dataset.by_name[name].title for name in need.columns))
    return missing


def _unknown(datasets: Mapping[str, Dataset], found: Mapping[str, int]) -> NotRecognised:
    nearest = max(datasets.values(), key=lambda dataset: (_signed(dataset, found), len(_positions(dataset, found))))
    if not _positions(nearest, found):
        return NotRecognised(
            "The first line does not look like the header of a known export. Export the report with its header line, "
            f"or name the dataset. Datasets: {', '.join(datasets)}."
        )
    if not _missing(nearest, _positions(nearest, found)):
        signs = ", ".join(nearest.signature[:4])
        return NotRecognised(
            f"The header has what {nearest.name} needs, but nothing that only such a file has (such as {signs}). "
            "Name the dataset if you are sure."
        )
    return _lacking(nearest, found, f"The kind of file was not recognised. Nearest is {nearest.name}")


def _refuse(dataset: Dataset, found: Mapping[str, int], opening: str) -> Recognised:
    raise _lacking(dataset, found, opening)


def _lacking(dataset: Dataset, found: Mapping[str, int], opening: str) -> NotRecognised:
    missing = _missing(dataset, _positions(dataset, found))
    near = [hint for column in dataset.columns if column.required for hint in _near(column.headers, found)]
    hints = f" Is one of these it under another name: {', '.join(near)}?" if near else ""
    return NotRecognised(f"{opening}: it needs {'; '.join(missing)}, which the header does not have.{hints}")


def _near(headers: Sequence[str], found: Mapping[str, int]) -> list[str]:
    keys = [normalise(header) for header in headers]
    if any(key in found for key in keys):
        return []
    return [match for key in keys for match in get_close_matches(key, found, n=1, cutoff=0.75)]
