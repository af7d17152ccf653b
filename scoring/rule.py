"""How a metric reads its rules: by short names, each read noted for the Why."""

from dataclasses import dataclass, replace
from decimal import Decimal

from partnerhub.rulebook import Entry, Rulebook, Rules
from partnerhub.rulebook.book import Selector


@dataclass(frozen=True)
class Rule:
    """The rules of one block of a designation, on one day and track.

    ``block`` is a metric, or one of its parts (``usage_growth.azure``). What a part does not say itself, its metric says, and
    after that the blocks in ``beyond``, which several metrics share.
    """

    book: Rulebook
    rules: Rules
    designation: str
    block: str
    track: str | None = None
    beyond: tuple[str, ...] = ()

    def number(self, name: str, of: Selector = None) -> Decimal:
        """A number; raises NotInForce or Unpublished."""
        return self.rules.number(self._id(name, of), track=self.track, of=of)

    def names(self, name: str, of: Selector = None) -> tuple[str, ...]:
        """A list of names; raises NotInForce or Unpublished."""
        return self.rules.names(self._id(name, of), track=self.track, of=of)

    def text(self, name: str) -> str:
        """A text; raises NotInForce or Unpublished."""
        return self.rules.text(self._id(name), track=self.track)

    def entry(self, name: str, of: Selector = None) -> Entry:
        """The entry itself, where its comparison or unit matters; raises NotInForce."""
        return self.rules.get(self._id(name, of), track=self.track, of=of)

    def card(self, name: str) -> dict[str, Entry]:
        """The entries of every selector, from the first of the block, its metric and the whole designation that has any."""
        ids = [".".join(filter(None, (self.designation, block, name))) for block in (self.block, self.metric, "")]
        return next((found for id in ids if (found := self.rules.entries(id, self.track))), {})

    def has(self, name: str, of: Selector = None) -> bool:
        """Whether an entry is in force."""
        return self.rules.has(self._id(name, of), track=self.track, of=of)

    def beside(self, block: str) -> "Rule":
        """Another block of the same designation, day and track; reads are noted in the same trace."""
        return replace(self, block=block)

    def within(self, block: str) -> "Rule":
        """The same block, which takes what it does not say itself from a shared one."""
        return replace(self, beyond=(block,))

    @property
    def metric(self) -> str:
        """The metric that the block is, or belongs to."""
        return self.block.partition(".")[0]

    def _id(self, name: str, of: Selector = None) -> str:
        blocks = dict.fromkeys((self.block, self.metric, *self.beyond))
        ids = [".".join(filter(None, (self.designation, block, name))) for block in blocks]
        return next((id for id in ids if self.rules.has(id, self.track, of)), ids[0])
