"""From what files write to what the rulebook calls it: certificates, associations, workloads."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from .errors import Problem
from .schema import Association, Certificate, Specialization, Workload
from .text import normalise
from .tree import Place
from .values import WORDS, Group

_PREFIXES = ("", "Microsoft Certified: ", "Microsoft 365 Certified: ")


class Registry:
    """Texts, compared through `normalise`, that lead to one key each."""

    def __init__(self, texts: Mapping[str, Iterable[str]]) -> None:
        self._keys: dict[str, str] = {}
        self.clashes: list[tuple[str, str, str]] = []
        for key, variants in texts.items():
            for text in variants:
                owner = self._keys.setdefault(normalise(text), key)
                if owner != key:
                    self.clashes.append((key, text, owner))

    def __getitem__(self, text: str) -> str:
        return self._keys[normalise(text)]

    def get(self, text: str | None) -> str | None:
        """The key that `text` leads to, or None when the rulebook does not know it."""
        return self._keys.get(normalise(text)) if text else None

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and normalise(text) in self._keys

    def __len__(self) -> int:
        return len(self._keys)

    def items(self) -> Iterator[tuple[str, str]]:
        """(normalised text, key) pairs, for engines that join instead of looking up."""
        return iter(self._keys.items())

    def problems(self, place_of: Callable[[str], Place]) -> list[Problem]:
        """Texts that would lead to two keys, at the place of the later one."""
        return [
            Problem(
                place_of(key).file, place_of(key).line, f"{key}: `{text}` already leads to {owner}; expected it once"
            )
            for key, text, owner in self.clashes
        ]


def certificate_texts(key: str, certificate: Certificate) -> Iterator[str]:
    """Every way a trainings file may write this certificate: its key, its titles with and without prefix, its exam."""
    yield key
    for title in (certificate.title, *certificate.aliases):
        yield from (prefix + title for prefix in _PREFIXES)
    # One exam of several does not make the certificate, so only a lone code stands for it.
    code = " and ".join(certificate.exams)
    if code:
        yield from (code, f"Exam {code}", f"{code}: {certificate.title}", code.replace(" and ", "+"))


def association_texts(key: str, association: Association) -> Iterator[str]:
    """The canonical code, the title and the aliases of one association type."""
    yield from (key, association.title, *association.aliases)


def workload_texts(key: str, workload: Workload) -> Iterator[str]:
    """The key, the title and the aliases of one workload."""
    yield from (key, workload.title, *workload.aliases)


def specialization_texts(specialization: Specialization) -> Iterator[str]:
    """The key, every dated name and the aliases of one specialization."""
    yield specialization.key
    yield from (entry.value for entry in specialization.name if entry.value not in WORDS)
    yield from specialization.aliases


def counted_as(workload: str, workloads: Mapping[str, Workload], group: Group | None) -> str:
    """The workload under which `workload` is counted in a metric group (itself, unless the rulebook says otherwise)."""
    return workloads[workload].counts_as.get(group, workload) if group else workload
