"""What was worked out from evidence, kept in this process for who asks next.

A run never changes, so that what is worked out from the same runs under the same rules is the same: whatever is imported makes
another view, and nothing has to be thrown away for it. What answers depend on besides belongs into the key.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from evidence.view import EvidenceView

T = TypeVar("T")
# All that is kept weighs at most so much: one for each row that an answer holds, some 90 MB in all.
MOST = 250_000


class Memory:
    """Answers by what they depend on; what was not asked for longest goes first. Threads share it, and wait for one another's
    work instead of doing the same."""

    def __init__(self, most: int) -> None:
        self.most, self.weight = most, 0
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T], weigh: Callable[[T], int]) -> T:
        """What is kept under the key, else what is made now."""
        with self._lock:
            if key in self._kept:
                known: T = self._again(key)
                return known
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                if key in self._kept:
                    other: T = self._again(key)
                    return other
            try:
                made = make()
                self._keep(key, made, 1 + weigh(made))
            finally:
                self._making.pop(key, None)
        return made

    def _again(self, key: Hashable) -> Any:
        """What is kept, which is not to go first now."""
        self._kept.move_to_end(key)
        return self._kept[key][0]

    def _keep(self, key: Hashable, made: object, weight: int) -> None:
        with self._lock:
            if weight > self.most or key in self._kept:
                return
            self._kept[key] = (made, weight)
            self.weight += weight
            while self.weight > self.most:
                self.weight -= self._kept.popitem(last=False)[1][1]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self.weight = 0


_memory = Memory(MOST)
clear = _memory.clear


def remembered(
    view: EvidenceView, key: Hashable, make: Callable[[], T], weigh: Callable[[T], int] = lambda _made: 0
) -> T:
    """What ``make`` makes of a view's evidence, made once for the same runs and key. ``weigh``: how many rows it holds."""
    return _memory.get((view.identity, key), make, weigh)
