"""How DuckDB reads what speaks: the SQL from a lake's files to the current rows of a dataset, for the partners of a view."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa

from evidence import datasets
from evidence.view import ACCUMULATING, EVERY_PARTNER, EvidenceView, Slice, run_folder

Months = Collection[date] | None
# Up to so many partners are named in a statement itself.
FEW = 20
# The tables that the SQL expects beside the files: the view's partners, and per dataset ``<dataset>_slices``.
PARTNERS: Mapping[str, pa.DataType] = {"partner": pa.string(), "cohort": pa.int64()}
SLICES: Mapping[str, pa.DataType] = {
    "partner": pa.string(),
    "month": pa.date32(),
    "run": pa.int64(),
    "rank": pa.int64(),
}

# What scores read of each dataset besides partner and month. Those in ``SHOWN``, and what is made of them, only a Why shows.
SCORES_READ = {
    "azure_usage": (
        *("tenant", "customer", "service_level_2", "service_level_4", "segment", "offer_type"),
        *("association", "association_text", "duplicate", "acr"),
    ),
    "office_usage": (
        *("tenant", "customer", "workload", "association", "association_text", "duplicate"),
        *("seats", "active", "claimed"),
    ),
    "mobility_usage": (
        *("tenant", "customer", "association", "association_text"),
        *("aadp_seats", "aadp_active", "intune_seats", "intune_active", "azip_seats", "azip_active"),
    ),
    "business_apps_revenue": ("tenant", "customer", "workload", "association", "association_text", "revenue"),
    "business_apps_usage": ("tenant", "customer", "workload", "association", "association_text", "mac", "mau"),
    "trainings": (
        *("title", "training_type", "person", "first_name", "last_name"),
        *("completed", "expires", "activation_status"),
    ),
}
_ORIGIN = ("partner", "month", "run", "row")
SHOWN = frozenset(("run", "row", "customer", "first_name", "last_name", "name", "origin"))
# Texts that are only compared, however they are written.
PLAIN = frozenset(
    (
        *(
            "service_level_1",
            "service_level_2",
            "service_level_3",
            "service_level_4",
            "service_group_2",
            "service_group_3",
        ),
        *("service_influencer", "compute_os", "compute_os_attribute", "compute_core_software", "acr_adjustment_type"),
        *("segment", "offer_type", "workload", "title", "training_type", "activation_status"),
        *("competency", "level", "status"),
    )
)

# Replaced one by one: over a column of few distinct values DuckDB does that once per value, which it does not for TRANSLATE.
_IGNORED = " \t\n\r\f\v\u00a0_-"


def plain(text: str) -> str:
    """SQL of a text without case, spaces, underscores and hyphens (decision 7), as the rulebook's ``normalise`` makes it."""
    for ignored in _IGNORED:
        text = f"replace({text}, {quoted(ignored)}, '')"
    return f"lower({text})"


def scores_read(dataset: str) -> tuple[str, ...]:
    """The columns of a dataset that scores and their Why read."""
    return (*_ORIGIN, *SCORES_READ[dataset])


def slices(view: EvidenceView, dataset: str, months: Months = None) -> list[Slice]:
    """What speaks in these months: the rows of ``<dataset>_slices`` for ``current_rows``."""
    return [one for one in view.slices(dataset) if months is None or one.month in months]


def current_rows(view: EvidenceView, dataset: str, months: Months = None, *, plainly: bool = False) -> str:
    """SELECT of the dataset's current rows, with the cohort of their partner: of a month those of the run that speaks for it.

    ``months``: of these alone, not for datasets whose facts accumulate. ``plainly``: texts that are only compared are plain.
    """
    # Facts that accumulate are told apart by what is written, so that their texts are plain only afterwards.
    if plainly and dataset in ACCUMULATING:
        return _plain_rows(dataset, f"({current_rows(view, dataset, months)})")
    rows = f"({' UNION ALL BY NAME '.join(_spoken(view, dataset, months, plainly))})"
    key = ACCUMULATING.get(dataset)
    select = (_ACCUMULATED if key else _SUPERSEDED).format(rows=rows, key=key)
    cohorts = {view.cohort(partner) for partner in view.partners}
    if len(cohorts) > 1:
        return _OF_COHORTS.format(rows=select)
    return _OF_ONE_COHORT.format(rows=select, cohort=min(cohorts, default=0))


def _plain_rows(dataset: str, rows: str) -> str:
    compared = [name for name in datasets.DATASETS[dataset].schema if name in PLAIN]
    changes = f"REPLACE ({', '.join(f'{plain(name)} AS {name}' for name in compared)})" if compared else ""
    return _PLAINLY.format(changes=changes, rows=rows)


def rows_of_scores(view: EvidenceView, dataset: str) -> str:
    """The same with only the columns that scores and their Why read."""
    read = ", ".join(f'"{name}"' for name in (*scores_read(dataset), "cohort"))
    return _CHOSEN.format(columns=read, rows=current_rows(view, dataset))


def narrow_rows(view: EvidenceView, dataset: str, months: Months = None) -> str:
    """The same with only what figures are made of, and plain what they compare."""
    read = (f"{plain(name)} AS {name}" if name in PLAIN else name for name in _in_bulk(dataset))
    return _CHOSEN.format(
        columns=", ".join(("partner", "month", "cohort", *read)), rows=current_rows(view, dataset, months)
    )


def widened(dataset: str, rows: str) -> str:
    """SELECT of narrow rows with every column of the dataset; who reads one that is not there gets an error, not a blank."""
    kept = {"partner", "month", *_in_bulk(dataset)}
    columns = (
        f'"{name}"' if name in kept else f"error('{dataset}.{name} is not read in bulk')::{kind} AS \"{name}\""
        for name, kind in datasets.DATASETS[dataset].schema.items()
    )
    return _WIDENED.format(columns=", ".join(columns), rows=rows)


def _in_bulk(dataset: str) -> tuple[str, ...]:
    return tuple(name for name in SCORES_READ[dataset] if name not in SHOWN)


_SUPERSEDED = "SELECT * EXCLUDE (rank) FROM {rows}"

# Facts that accumulate: every run counts, and of the same fact the one known last.
_ACCUMULATED = """
SELECT * EXCLUDE (rank) FROM {rows} f
QUALIFY row_number() OVER (PARTITION BY f.partner, {key} ORDER BY f.rank DESC, f.row DESC) = 1
"""

_OF_ONE_COHORT = "SELECT *, {cohort}::BIGINT AS cohort FROM ({rows})"
_OF_COHORTS = "SELECT f.*, p.cohort FROM ({rows}) f JOIN session_partners p ON p.partner = f.partner"
_PLAINLY = "SELECT * {changes} FROM {rows}"
_CHOSEN = "SELECT {columns} FROM ({rows})"
_WIDENED = "SELECT {columns}, cohort FROM {rows}"

_OWN = """
SELECT f.*, s.rank FROM {files} f JOIN {dataset}_slices s ON f.run = s.run AND f.partner = s.partner AND f.month = s.month
"""

_OF_EVERY_PARTNER = """
SELECT f.*, s.rank FROM {files} f
JOIN {dataset}_slices s ON s.partner = '{every_partner}' AND f.run = s.run AND f.month = s.month
WHERE {wanted}
"""

# A month for which a partner's own run speaks is not read from the programme's file.
_NOT_ANSWERED = """
NOT EXISTS (SELECT 1 FROM {dataset}_slices o WHERE o.partner = f.partner AND o.month = f.month)
"""

_BETWEEN = "f.partner BETWEEN {first} AND {last} AND f.partner IN (SELECT partner FROM session_partners)"


def _spoken(view: EvidenceView, dataset: str, months: Months, plainly: bool) -> Iterator[str]:
    """The rows that slices speak for, each with the rank of its run: partners' own and the programme's."""
    # What no file has, because it was written before there was such a column, is NULL.
    yield _empty(dataset)
    speaking = slices(view, dataset, months)
    own = {s.run for s in speaking if s.partner != EVERY_PARTNER}
    shared = {s.run for s in speaking if s.partner == EVERY_PARTNER}
    if own:
        yield _OWN.format(files=_files(view, dataset, own, plainly), dataset=dataset)
    if shared:
        wanted = [_of_partners(view)]
        if own and dataset not in ACCUMULATING:
            wanted.append(_NOT_ANSWERED.format(dataset=dataset))
        yield _OF_EVERY_PARTNER.format(
            files=_files(view, dataset, shared, plainly),
            dataset=dataset,
            every_partner=EVERY_PARTNER,
            wanted=" AND ".join(wanted),
        )


def _empty(dataset: str) -> str:
    columns = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in datasets.DATASETS[dataset].schema.items())
    return f"SELECT {columns}, NULL::BIGINT AS rank WHERE false"


def _of_partners(view: EvidenceView) -> str:
    """Which rows of the programme's file are read. Sorted by partner, it has other row groups that need not be."""
    if len(view.partners) <= FEW:
        return f"f.partner IN ({', '.join(map(quoted, view.partners))})"
    return _BETWEEN.format(first=quoted(min(view.partners)), last=quoted(max(view.partners)))


def _files(view: EvidenceView, dataset: str, runs: set[int], plainly: bool) -> str:
    paths = [f"{_literally(run_folder(view.lake, dataset, run))}/part-*.parquet" for run in sorted(runs)]
    files = f"read_parquet([{', '.join(map(quoted, paths))}], union_by_name=true, hive_partitioning=false)"
    # As the files are read their texts are still one per distinct value; after a join they are one per row.
    return f"({_plain_rows(dataset, files)})" if plainly else files


def _literally(folder: Path) -> str:
    """A path in which DuckDB finds no pattern to fill in."""
    return re.sub(r"([*?\[])", r"[\1]", str(folder))


def quoted(text: str) -> str:
    """A text as SQL literal."""
    return "'" + text.replace("'", "''") + "'"
