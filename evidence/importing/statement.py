"""One SQL statement from a file's cells to stored facts, and per row the first problem that makes it unusable."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evidence.datasets.declaration import PARTNER, STORED_AS, Column, Dataset, Kind, Stored
from partnerhub.rulebook.text import normalise

from .notations import LONGEST_PARTNER, LONGEST_TENANT, listed, quoted

# Columns of the source besides the cells: the row's number, and what is wrong with the line as such.
ROW, DAMAGE, DAMAGED = "_row", "_damage", "_damaged"
PROBLEM = "_problem"
# Of a long cell, a rejection shows the beginning.
SHOWN = 200

Words = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Reading:
    """What has to be known to read one file as one dataset.

    ``partner`` is the MPN global account id of the partner whose file it is; None where it is the programme's own and every row
    names its partner.
    """

    dataset: Dataset
    header: Sequence[str]
    positions: Mapping[str, int]
    partner: str | None
    run: int
    customer: str
    # Rulebook registries: ``association`` and ``certificate``, each normalised text to key.
    words: Words
    # In a semicolon-separated file a comma in a number may be a decimal comma, so it is not read as grouping.
    grouped_numbers: bool = True
    # Records of another kind that stand above the header.
    before: Sequence[Sequence[str]] = ()


def cell(position: int) -> str:
    """The name of the source's column at ``position`` (from 0)."""
    return f"c{position}"


def select(reading: Reading, source: str) -> str:
    """SELECT of every row of ``source``: the stored columns, and ``_problem`` (column, value, reason) or NULL."""
    values = ", ".join(_values(reading))
    stored = ", ".join(_stored(reading))
    return f"""
        WITH source AS ({source}),
        cells AS (SELECT {", ".join(_cells(reading))} FROM source),
        readings AS (SELECT *, {values} FROM cells)
        SELECT {stored}, {_problem(reading)} AS {PROBLEM} FROM readings"""  # noqa: S608  # every name is ours, every text quoted


def _cells(reading: Reading) -> Iterator[str]:
    yield from (ROW, DAMAGE, DAMAGED)
    for column in reading.dataset.columns:
        if column.name in reading.positions:
            yield f"{_tidy(column, cell(reading.positions[column.name]))} AS {_text(column)}"


def _tidy(column: Column, place: str) -> str:
    if column.kind is Kind.TENANT:
        # Written where the programme knows no tenant; taken for one, it would make one customer of many.
        return f"CASE WHEN upper(tidy_tenant({place})) <> 'UNKNOWN' THEN tidy_tenant({place}) END"
    if not column.literal:
        return f"tidy({place})"
    literal = " OR ".join(f"trim({place}) = {quoted(word)}" for word in column.literal)
    return f"CASE WHEN {literal} THEN trim({place}) ELSE tidy({place}) END"


def _text(column: Column) -> str:
    return f"text_{column.name}"


def _values(reading: Reading) -> Iterator[str]:
    for column in reading.dataset.columns:
        present = column.name in reading.positions
        value = _value(reading, column) if present else f"NULL::{STORED_AS[column.kind]}"
        yield f"{value} AS {_name(column.name)}"
    yield f"{quoted(reading.customer)} AS named_customer"
    yield f"{_before(reading)} AS named_before"


def _before(reading: Reading) -> str:
    """What stands above the header: the first two cells of each record, lower-cased and parted by a bar; NULL where nothing."""
    if not reading.before:
        return "NULL::VARCHAR[]"
    return f"[{', '.join(quoted('|'.join(cells[:2]).lower()) for cells in reading.before)}]"


def _name(name: str) -> str:
    return f'"{name}"'


def _value(reading: Reading, column: Column) -> str:
    text = _text(column)
    match column.kind:
        case Kind.TENANT:
            return f"lower({text})"
        case Kind.AMOUNT | Kind.PRICE | Kind.QUANTITY:
            return f"{_number(reading, column)}({text})"
        case Kind.DAY | Kind.MOMENT:
            read = f"read_{column.kind}({text})"
            return f"CASE WHEN year({read}) = 9999 THEN NULL ELSE {read} END" if column.open_ended else read
        case Kind.SHARE | Kind.FLAG | Kind.MONTH | Kind.CHECKED:
            return f"read_{column.kind}({text})"
        case _:
            return text


def _number(reading: Reading, column: Column) -> str:
    """The macro that reads the numbers of a column."""
    return f"read_{column.kind}" + ("" if reading.grouped_numbers else "_without_groups")


def _stored(reading: Reading) -> Iterator[str]:
    yield f"{PARTNER if reading.partner is None else quoted(reading.partner)} AS partner"
    yield f"{reading.dataset.month} AS month"
    yield f"{reading.run}::BIGINT AS run"
    yield f'{ROW}::BIGINT AS "row"'
    for item in reading.dataset.stored:
        if not isinstance(item, Stored):
            yield _name(item)
        else:
            yield f"({item.sql})::{item.type} AS {_name(item.name)}"


def _problem(reading: Reading) -> str:
    branches = " ".join(f"WHEN {when} THEN {what}" for when, what in _problems(reading))
    return f"CASE {branches} END"


def _problems(reading: Reading) -> Iterator[tuple[str, str]]:
    """(condition, problem) in the order in which they are told: the line, then cell by cell, then the row."""
    yield f"{DAMAGE} IS NOT NULL", _told("''", DAMAGED, DAMAGE)
    for column in reading.dataset.columns:
        if column.name in reading.positions:
            header = quoted(reading.header[reading.positions[column.name]].strip())
            for when, reason in _column_problems(reading, column):
                yield when, _told(header, _text(column), reason)
    for need in reading.dataset.needs:
        present = [name for name in need.columns if name in reading.positions]
        nothing = " AND ".join(f"{_name(name)} IS NULL" for name in present)
        header = quoted(reading.header[reading.positions[present[0]]].strip())
        yield nothing, _told(header, "''", quoted("missing"))
    for refusal in reading.dataset.refusals:
        yield refusal.when, _refused(reading, reading.dataset.by_name[refusal.column], refusal.reason)


def _refused(reading: Reading, column: Column, reason: str) -> str:
    place = reading.positions.get(column.name)
    if place is None:
        return _told(quoted(column.title), "''", quoted(reason))
    return _told(quoted(reading.header[place].strip()), _text(column), quoted(reason))


def _told(header: str, value: str, reason: str) -> str:
    return f"{{'column': {header}, 'value': coalesce(left({value}, {SHOWN}), ''), 'reason': {reason}}}"


def _column_problems(reading: Reading, column: Column) -> Iterator[tuple[str, str]]:
    text, value = _text(column), _name(column.name)
    unless = f" AND NOT coalesce({column.optional_when}, FALSE)" if column.optional_when else ""
    if column.required:
        yield f"{text} IS NULL{unless}", quoted("missing")
    if column.allowed:
        allowed = listed(map(normalise, column.allowed))
        yield f"matching({text}) NOT IN {allowed}{unless}", quoted(column.refusal)
    yield from _unread(reading, column)
    if column.kind in (Kind.DAY, Kind.MONTH, Kind.MOMENT, Kind.CHECKED):
        yield f"NOT sane({value})", quoted("not between 2000 and 2100")
    if column.name == PARTNER:
        yield from _partner_problems(reading, column, text)


def _unread(reading: Reading, column: Column) -> Iterator[tuple[str, str]]:
    """What is told of a filled cell that is none of its kind."""
    text, value = _text(column), _name(column.name)
    unread = f"{text} IS NOT NULL AND {value} IS NULL"
    match column.kind:
        case Kind.TENANT:
            yield (
                f"strlen({text}) > {LONGEST_TENANT} AND length({text}) > {LONGEST_TENANT}",
                quoted(f"longer than {LONGEST_TENANT} characters"),
            )
        case Kind.AMOUNT | Kind.PRICE | Kind.QUANTITY:
            yield unread, f"if({_number(reading, column)}_like({text}), 'too large', 'not a number')"
        case Kind.SHARE:
            yield unread, quoted("not a percentage; expected a percentage such as 15, 15% or 0.15")
            yield f"NOT {value} BETWEEN 0 AND 1", quoted("not between 0 and 100%")
        case Kind.FLAG:
            yield unread, quoted("not yes or no")
        case _:
            yield from _no_time(column, text, unread)


def _no_time(column: Column, text: str, unread: str) -> Iterator[tuple[str, str]]:
    match column.kind:
        case Kind.DAY:
            yield (
                f"{text} IS NOT NULL AND read_day({text}) IS NULL" if column.open_ended else unread,
                quoted("not a date"),
            )
        case Kind.MONTH:
            yield unread, quoted("not a date or month")
            yield f"ambiguous({text})", quoted("ambiguous day and month")
        case Kind.CHECKED:
            yield unread, quoted("not a moment; expected a time as the checker writes it, such as 05-Jul-2023 14:02:11")
        case Kind.MOMENT:
            zoned = f"with_zone({text}) OR try_cast({text} AS TIMESTAMP) IS NULL"
            unknown = quoted("not a moment; write it in UTC, such as 2023-07-01T00:00:00Z")
            no_zone = quoted("no time zone; write it in UTC, such as 2023-07-01T00:00:00Z")
            yield f"{text} IS NOT NULL AND read_moment({text}) IS NULL", f"if({zoned}, {unknown}, {no_zone})"


def _partner_problems(reading: Reading, column: Column, text: str) -> Iterator[tuple[str, str]]:
    if reading.partner is None:
        yield f"coalesce(upper({text}), 'UNKNOWN') = 'UNKNOWN'", quoted("missing")
        yield f"length({text}) > {LONGEST_PARTNER}", quoted(f"longer than {LONGEST_PARTNER} characters")
    elif column.kind is Kind.PARTNER:
        another = f"{text} <> {quoted(reading.partner)} AND upper({text}) <> 'UNKNOWN'"
        yield another, quoted("belongs to another partner")
