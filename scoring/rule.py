"""How a metric reads its rules: by short names, each read noted for the Why."""

from dataclasses import dataclass, replace
from decimal import Decimal

from partnerhub.rulebook import Entry, Rulebook, Rules
from partnerhub.rulebook.book import Selector


@dataclass(frozen=True)
class Rule:
    """The rules of one block (a metric, usually) of a designation, on one day and track."""

    book: Rulebook
    rules: Rules
    designation: str
    block: str
    track: str | None = None

    def number(self, name: str, of: Selector = None) -> Decimal:
        """A number; raises NotInForce or Unpublished."""
        return self.rules.number(self._id(name), track=self.track, of=of)

    def names(self, name: str, of: Selector = None) -> tuple[str, ...]:
        """A list of names; raises NotInForce or Unpublished."""
        return self.rules.names(self._id(name), track=self.track, of=of)

    def text(self, name: str) -> str:
        """A text; raises NotInForce or Unpublished."""
        return self.rules.text(self._id(name), track=self.track)

    def entry(self, name: str, of: Selector = None) -> Entry:
        """The entry itself, where its comparison or unit matters; raises NotInForce."""
        return self.rules.get(self._id(name), track=self.track, of=of)

    def has(self, name: str) -> bool:
        """Whether an entry is in force."""
        return self.rules.has(self._id(name), track=self.track)

    def beside(self, block: str) -> "Rule":
        """Another block of the same designation, day and track; reads are noted in the same trace."""
        return replace(self, block=block)

    def _id(self, name: str) -> str:
        return ".".join(filter(None, (self.designation, self.block, name)))
