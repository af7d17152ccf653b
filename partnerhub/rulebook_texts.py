"""The texts of the rulebook that people read in their own language; ``partnerhub.told`` tells them in it.

Titles, units and notes are translated; names are not: of designations, specializations, certificates, workloads, associations,
services, columns and sources, which are what the programme calls them (docs/languages.md).
"""

from collections.abc import Iterator

from partnerhub.rulebook import Rulebook
from partnerhub.rulebook.schema import Designation, Specialization
from partnerhub.rulebook_words import OWN_WORDS, plain_label


def texts(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Every text that is told, with the rulebook's file in which it stands."""
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
    yield from _kinds(book)


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


def _kinds(book: Rulebook) -> Iterator[tuple[str, str]]:
    """The kinds of rules, by the words of their names; and the few values that are words of ours and no names."""
    for rule, _track, _of in book.chains:
        if label := plain_label(rule):
            yield label, _file(book, rule)
    for rule in OWN_WORDS:
        for entry in (one for one in book.history(rule) if one.value is not None):
            values = entry.value if isinstance(entry.value, tuple) else (str(entry.value),)
            yield from ((value, _file(book, rule)) for value in values)


def _file(book: Rulebook, rule: str) -> str:
    root = rule.partition(".")[0]
    folder = (
        "designations/" if root in book.designations else "specializations/" if root in book.specializations else ""
    )
    return f"{folder}{root}.yaml"
