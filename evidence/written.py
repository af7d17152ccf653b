"""Sessions for questions that join large tables with small ones, of one partner or of all, read from the files each time.

Joins are done as they are written, the smaller side last: DuckDB's estimates turn some of them round. Texts are as stored.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from evidence import reading
from evidence.engine import Connection, Session, connect, opened
from evidence.view import EvidenceView

_local = threading.local()


@contextmanager
def session(view: EvidenceView, names: Sequence[str]) -> Iterator[Session]:
    """Open these datasets of an evidence view. One session per thread at a time."""
    if not hasattr(_local, "connection"):
        _local.connection = Connection(connect(threads=2, plain_text=reading.plain("text")))
        _local.connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
    with opened(Session(_local.connection, view), names, _local) as found:
        yield found
