"""The texts of the rulebook that people read in their own language, and how they are told in it.

Titles, units and notes are translated; names are not: of designations, specializations, certificates, workloads, associations,
services, columns and sources, which are what the programme calls them (docs/languages.md).
"""

from collections.abc import Iterator

from django.utils.translation import gettext

from partnerhub.rulebook import Rulebook
from partnerhub.rulebook.schema import Designation, Specialization


def told(text: str) -> str:
    """A text of the rulebook (or another one that stands in data) in the reader's language."""
    return gettext(text) if text else ""


def texts(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Every text that ``told`` is asked for, with the rulebook's file in which it stands."""
    for key, designation in book.designations.items():
        for text in _of_designation(designation):
            yield text, f"designations/{key}.yaml"
    for key, specialization in book.specializations.items():
        for text in _of_specialization(specialization):
            yield text, f"specializations/{key}.yaml"
    for entry in (entry for chain in book.chains.values() for entry in chain if entry.note):
        yield entry.note or "", _file(book, entry.id)
    for name, notes in (("gaps", book.gaps), ("sources", book.sources)):
        for one in notes.values():
            yield from ((text, f"{name}.yaml") for text in (one.note,) if text)
    yield from ((gap.title, "gaps.yaml") for gap in book.gaps.values())


def _of_designation(designation: Designation) -> Iterator[str]:
    yield from designation.track_titles.values()
    for metric in designation.metrics.values():
        yield metric.title
        yield from (part.title for part in metric.parts.values())
        yield from (gate.title for gate in metric.gates.values())


def _of_specialization(specialization: Specialization) -> Iterator[str]:
    for requirement in specialization.requirements.values():
        yield requirement.title
        yield from (line.title for line in getattr(requirement, "lines", {}).values())
        yield from (part.title for part in getattr(requirement, "parts", {}).values())


def _file(book: Rulebook, rule: str) -> str:
    root = rule.partition(".")[0]
    folder = (
        "designations/" if root in book.designations else "specializations/" if root in book.specializations else ""
    )
    return f"{folder}{root}.yaml"
