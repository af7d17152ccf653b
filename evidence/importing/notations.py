"""How cells may be written: SQL macros that turn a trimmed cell into a value, or NULL where it is none.

Kept in SQL because they run inside DuckDB's scan of the file, on every cell of every row.
"""

from collections.abc import Iterable

# Words that say that nothing is known, spelled out because comparing without case costs more. Of a longer list DuckDB
# makes a join, and a join does not keep the order of rows.
MISSING = ("NULL", "null", "N/A", "n/a")
FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_TENANT = 64
LONGEST_PARTNER = 20

_TIME = r"(?:[T ] ?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)? ?(?:[AaPp][Mm])? ?(?:Z|UTC|[+-]\d{2}:?\d{2})?)?"
# A shape of a whole cell, how its groups are put together, and the formats of the outcome.
_Notation = tuple[str, str, tuple[str, ...]]
_DAYS: tuple[_Notation, ...] = (
    (rf"(\d{{1,2}}/\d{{1,2}}/\d{{4}}){_TIME}", r"\1", ("%m/%d/%Y",)),
    (rf"(\d{{4}})[-/](\d{{1,2}})[-/](\d{{1,2}}){_TIME}", r"\1-\2-\3", ("%Y-%m-%d",)),
    (r"(\d{4})(\d{2})(\d{2})", r"\1-\2-\3", ("%Y-%m-%d",)),
    (r"(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})", r"\1 \2 \3", ("%d %b %Y", "%d %B %Y")),
    (r"([A-Za-z]{3,9}) (\d{1,2}),? (\d{4})", r"\2 \1 \3", ("%d %b %Y", "%d %B %Y")),
)
_MONTHS: tuple[_Notation, ...] = (
    (r"(\d{4})[-/]?(\d{2})", r"\1-\2", ("%Y-%m",)),
    (r"(\d{4})[-/](\d)", r"\1-\2", ("%Y-%m",)),
    (r"(\d{1,2})/(\d{4})", r"\2-\1", ("%Y-%m",)),
    (r"([A-Za-z]{3,9})(?:, ?| |-)(\d{4})", r"\1 \2", ("%b %Y", "%B %Y")),
    (r"([A-Za-z]{3,9})-(\d{2})", r"\1 20\2", ("%b %Y", "%B %Y")),
)
_DIGITS = r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_GROUPED = r"\d{1,3}(?:,\d{3})+(?:\.\d*)?"
# Month and day, both from 1 to 12 and the day not the first.
_SWAPPABLE = r"^(0?[1-9]|1[0-2])/(0?[2-9]|1[0-2])/"
# A day and a time that say where they are meant.
_WITH_ZONE = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)? ?(Z|UTC|[+-]\d{2}(:?\d{2})?)$"
_BLANK = " \t\n\r\f\v\u00a0"
_IGNORED = _BLANK + "_-"


def tenant(text: str) -> str:
    """A tenant id that somebody typed, as the import stores those of files; empty where it names none."""
    trimmed = text.strip()
    return "" if trimmed in MISSING or trimmed.upper() == "UNKNOWN" else trimmed.lower()


def quoted(text: str) -> str:
    """A text as SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def listed(texts: Iterable[str]) -> str:
    """Texts as a parenthesised SQL list."""
    return "(" + ", ".join(map(quoted, texts)) + ")"


def _parsed(notation: _Notation) -> str:
    shape, together, formats = notation
    anchored = quoted(f"^(?:{shape})$")
    text = f"CASE WHEN regexp_matches(c, {anchored}) THEN regexp_replace(c, {anchored}, {quoted(together)}) END"
    return f"try_strptime({text}, [{', '.join(map(quoted, formats))}])::DATE"


def _number(shapes: Iterable[str]) -> str:
    """A shape for plain, dollar and bracketed numbers."""
    digits = f"(?:{'|'.join(shapes)})"
    return rf"(?:[+-]?\$? ?{digits}|\$[+-]{digits}|\(\$? ?{digits}\))"


def _amount(name: str, shapes: tuple[str, ...], stored: str = "DECIMAL(28,10)") -> tuple[str, str]:
    shape = quoted(f"^{_number(shapes)}$")
    bare = "regexp_replace(c, '[^0-9.eE+-]', '', 'g')"
    loose = f"CASE WHEN regexp_matches(c, {shape}) THEN try_cast(if(c[1] = '(', '-', '') || {bare} AS {stored}) END"
    # DuckDB also takes 1_000 for a number.
    plain = f"CASE WHEN NOT contains(c, '_') THEN try_cast(c AS {stored}) END"
    return (
        f"CREATE TEMP MACRO {name}(c) AS coalesce({plain}, {loose})",
        f"CREATE TEMP MACRO {name}_like(c) AS regexp_matches(c, {shape})",
    )


def _part(number: int) -> str:
    return f"try_cast(regexp_extract(c, {quoted(_SWAPPABLE)}, {number}) AS INT)"


def _hundredth(amount: str) -> str:
    """SQL of an exact amount divided by a hundred: dividing would make it a floating point number."""
    return f"({amount} * 0.01::DECIMAL(3,2))::DECIMAL(28,10)"


def _macros() -> tuple[str, ...]:
    ignored = f"translate(lower(c), {quoted(_IGNORED)}, '')"
    trimmed, words = f"trim(c, {quoted(_BLANK)})", listed(MISSING)
    hard, tab = quoted("\u00a0"), quoted("\t")
    plain_day = "try_strptime(c, ['%m/%d/%Y', '%Y-%m-%d'])::DATE"
    days = ", ".join(map(_parsed, _DAYS))
    months = ", ".join(map(_parsed, _MONTHS))
    return (
        f"CREATE TEMP MACRO matching(c) AS {ignored}",
        # Trimming every cell would cost more than all the rest, so only those that seem to need it are.
        f"""CREATE TEMP MACRO tidy(c) AS CASE WHEN c < '!' OR suffix(c, ' ') OR c IN {words}
            THEN CASE WHEN {trimmed} IN {words} THEN NULL ELSE nullif({trimmed}, '') END ELSE c END""",
        # By a tenant id customers are told apart, so that no blank of a spreadsheet may stay at either end of it.
        f"""CREATE TEMP MACRO tidy_tenant(c) AS tidy(CASE WHEN prefix(c, {hard}) OR suffix(c, {hard}) OR suffix(c, {tab})
            THEN {trimmed} ELSE c END)""",
        f"CREATE TEMP MACRO read_day(c) AS coalesce({plain_day}, {days})",
        # Written as a day, a month is its first or last day, or at least a day that cannot be mistaken for the month.
        f"""CREATE TEMP MACRO ambiguous(c) AS CASE WHEN contains(c, '/1/') THEN FALSE
            WHEN regexp_matches(c, {quoted(_SWAPPABLE)}) THEN {_part(1)} <> {_part(2)} ELSE FALSE END""",
        f"CREATE TEMP MACRO read_month(c) AS date_trunc('month', coalesce({plain_day}, {days}, {months}))::DATE",
        *_amount("read_amount", (_GROUPED, _DIGITS)),
        *_amount("read_amount_without_groups", (_DIGITS,)),
        *_amount("read_price", (_GROUPED, _DIGITS), "DECIMAL(28,12)"),
        *_amount("read_price_without_groups", (_DIGITS,), "DECIMAL(28,12)"),
        *_amount("read_quantity", (_GROUPED, _DIGITS), "DECIMAL(28,14)"),
        *_amount("read_quantity_without_groups", (_DIGITS,), "DECIMAL(28,14)"),
        # Nobody earns or pays 1 % or less, so a number up to 1 is a share and a larger one a percentage.
        f"""CREATE TEMP MACRO read_share(c) AS CASE WHEN suffix(c, '%') THEN {_hundredth("read_amount(rtrim(rtrim(c, '%')))")}
            WHEN read_amount(c) > 1 THEN {_hundredth("read_amount(c)")} ELSE read_amount(c) END""",
        f"CREATE TEMP MACRO with_zone(c) AS regexp_matches(c, {quoted(_WITH_ZONE)})",
        # A TIMESTAMP read from a text forgets its zone.
        "CREATE TEMP MACRO read_moment(c) AS "
        "CASE WHEN with_zone(c) THEN make_timestamp(epoch_us(try_cast(c AS TIMESTAMPTZ))) END",
        """CREATE TEMP MACRO read_checked(c) AS
            coalesce(try_strptime(c, '%d-%b-%Y %H:%M:%S')::TIMESTAMP, read_moment(c))""",
        """CREATE TEMP MACRO read_flag(c) AS CASE lower(c) WHEN '0' THEN FALSE WHEN '1' THEN TRUE WHEN 'false' THEN FALSE
            WHEN 'true' THEN TRUE WHEN 'no' THEN FALSE WHEN 'yes' THEN TRUE END""",
        f"CREATE TEMP MACRO sane(d) AS year(d) BETWEEN {FIRST_YEAR} AND {LAST_YEAR}",
    )


# ``tidy`` (trimmed, and NULL for words that mean nothing), ``matching``, ``read_*`` and their helpers.
MACROS = _macros()
