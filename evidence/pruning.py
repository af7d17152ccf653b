"""Leaving out of a statement what nothing reads, and the steps in which it was written.

Expressions carry every column along, and what only a Why shows; each step of theirs is a subquery. DuckDB does not see through
all of it (lists of distinct values, shared subqueries), and planning a long statement takes longer than running it for one
partner.
"""

from collections.abc import Mapping, Sequence

import sqlglot
from sqlglot.optimizer.merge_subqueries import merge_subqueries
from sqlglot.optimizer.pushdown_projections import pushdown_projections
from sqlglot.optimizer.qualify import qualify


def pruned(sql: str, columns: Mapping[str, Sequence[str]], dialect: str) -> str:
    """The same statement in few steps, without columns that do not reach its answer; ``columns`` are those of every table."""
    schema: dict[str, object] = {name: dict.fromkeys(names, "unknown") for name, names in columns.items()}
    read = qualify(sqlglot.parse_one(sql, dialect=dialect), schema=schema, dialect=dialect)
    return merge_subqueries(pushdown_projections(read)).sql(dialect=dialect)
