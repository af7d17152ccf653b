"""Sessions for a question about all partners that looks at each row once: nothing is kept in memory first.

Texts are plain as soon as they are read.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from evidence import engine, reading
from evidence.engine import Connection, connect, opened
from evidence.view import EvidenceView

_local = threading.local()


@dataclass(frozen=True)
class Session(engine.Session):
    """One look at the evidence of many partners, read from the files with each statement. What is compared cannot be shown."""

    def _open(self, dataset: str) -> None:
        select = reading.current_rows(self.view, dataset, plainly=True)
        self.connection.execute(f'CREATE OR REPLACE TEMP VIEW "{dataset}" AS {select}')


@contextmanager
def session(view: EvidenceView, names: Sequence[str]) -> Iterator[Session]:
    """Open these datasets of an evidence view. One session per thread at a time."""
    if not hasattr(_local, "connection"):
        _local.connection = Connection(connect(threads=2, plain_text="text"))
        # As in a bulk session: joins are written with the smaller side last.
        _local.connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
    with opened(Session(_local.connection, view), names, _local) as found:
        yield found
