"""What one kind of export file looks like, and what becomes of its cells. Pure data: reading it is the importer's work."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

# The month under which rows stand that name none: a newer file of them supersedes the older one whole.
NO_MONTH = date(2000, 1, 1)
# The name of the column that says whose a row is.
PARTNER = "partner_account"


class Kind(StrEnum):
    """How a cell is read, and what is stored."""

    TEXT = "text"
    TENANT = "tenant"  # lower-cased
    AMOUNT = "amount"  # DECIMAL(28,10)
    PRICE = "price"  # DECIMAL(28,12): of prices and quantities more decimals are kept, so that their product is exact
    QUANTITY = "quantity"  # DECIMAL(28,14)
    SHARE = "share"  # 15, 15% and 0.15 are all stored as 0.15
    FLAG = "flag"
    DAY = "day"
    MONTH = "month"  # first day of the month
    MOMENT = "moment"  # with its time zone; stored in UTC
    CHECKED = "checked"  # as the public access checker writes it, without a zone; read as UTC
    PARTNER = "partner"  # has to be the importing partner's global account id


STORED_AS = {
    Kind.TEXT: "VARCHAR",
    Kind.TENANT: "VARCHAR",
    Kind.AMOUNT: "DECIMAL(28,10)",
    Kind.PRICE: "DECIMAL(28,12)",
    Kind.QUANTITY: "DECIMAL(28,14)",
    Kind.SHARE: "DECIMAL(28,10)",
    Kind.FLAG: "BOOLEAN",
    Kind.DAY: "DATE",
    Kind.MONTH: "DATE",
    Kind.MOMENT: "TIMESTAMP",
    Kind.CHECKED: "TIMESTAMP",
    Kind.PARTNER: "VARCHAR",
}

EXPECTED = {
    Kind.TEXT: "text",
    Kind.TENANT: "a tenant id of at most 64 characters",
    Kind.AMOUNT: "a number such as 1234.5, 1,234.50 or (12.5)",
    Kind.PRICE: "a price such as 0.868, 1,234.50 or (12.5)",
    Kind.QUANTITY: "a quantity such as 29, 0.0416666 or -3",
    Kind.SHARE: "a percentage such as 15, 15% or 0.15",
    Kind.FLAG: "0 or 1, true or false, yes or no",
    Kind.DAY: "a day such as 2023-06-30 or 6/30/2023",
    Kind.MONTH: "a month such as 2023-06, 6/1/2023 or June 2023",
    Kind.MOMENT: "a moment with its time zone, such as 2023-07-01T00:00:00Z",
    Kind.CHECKED: "a time as the checker writes it, such as 05-Jul-2023 14:02:11",
    Kind.PARTNER: "the partner's own MPN global account id",
}


@dataclass(frozen=True)
class Column:
    """One column of the file: where it is found and how its cells are read.

    ``headers`` are its names in the exports; of several that a file has, the first one listed here is read.
    """

    name: str
    kind: Kind
    headers: tuple[str, ...]
    # The header has to be there and every cell filled.
    required: bool = False
    # Rows (SQL over the names of columns) in which the cell may be blank, or be a value that is not allowed.
    optional_when: str = ""
    # Compared without case, spaces, underscores and hyphens; ``refusal`` is the reason given for any other value.
    allowed: tuple[str, ...] = ()
    refusal: str = "value not allowed"
    # Words that elsewhere mean "nothing here" but are a value in this column.
    literal: tuple[str, ...] = ()
    # The year 9999 is written for "no end".
    open_ended: bool = False

    @property
    def title(self) -> str:
        """The column as messages name it."""
        return self.headers[0]


@dataclass(frozen=True)
class Stored:
    """One column of the stored table that is computed from the columns that were read.

    ``sql`` is an expression over their names. With ``words`` its text is looked up in that rulebook registry
    (``association`` or ``certificate``); a text that the registry does not know is stored as NULL.
    """

    name: str
    type: str
    sql: str
    words: str = ""


@dataclass(frozen=True)
class Needs:
    """A row is of use only when at least one of these columns is filled; so the file has to have one of them."""

    columns: tuple[str, ...]


@dataclass(frozen=True)
class Refusal:
    """Rows that are unusable for what several cells say together: SQL over the names of columns, told of one of them."""

    column: str
    when: str
    reason: str


@dataclass(frozen=True)
class Dataset:
    """One kind of export file."""

    name: str
    title: str
    columns: tuple[Column, ...]
    # Headers that only this kind of file has: one of them, with all the required ones, and the kind is recognised.
    signature: tuple[str, ...]
    # The stored columns after partner, month, run and row; the names of read columns, or computed ones.
    stored: tuple[str | Stored, ...]
    month: str = "month"
    needs: tuple[Needs, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    # The file does not name its customer, so the importer does.
    names_customer: bool = False
    by_name: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})

    @property
    def partner_column(self) -> Column | None:
        """The column that names the partner of each row, where such files have one."""
        return self.by_name.get(PARTNER)

    @property
    def schema(self) -> dict[str, str]:
        """Names and DuckDB types of the stored table, in order."""
        origin = {"partner": "VARCHAR", "month": "DATE", "run": "BIGINT", "row": "BIGINT"}
        return origin | dict(self._stored())

    def _stored(self) -> Iterator[tuple[str, str]]:
        for item in self.stored:
            if isinstance(item, Stored):
                yield item.name, item.type
            else:
                yield item, STORED_AS[self.by_name[item].kind]


def text(
    name: str, *headers: str, required: bool = False, literal: tuple[str, ...] = (), optional_when: str = ""
) -> Column:
    """A column of words, kept as written but trimmed."""
    return Column(name, Kind.TEXT, headers, required=required, literal=literal, optional_when=optional_when)


def choice(
    name: str, *headers: str, allowed: tuple[str, ...], refusal: str, required: bool = False, optional_when: str = ""
) -> Column:
    """A column of words in which any other value makes the row unusable for the reason ``refusal``."""
    return Column(
        name, Kind.TEXT, headers, required=required, optional_when=optional_when, allowed=allowed, refusal=refusal
    )


def amount(name: str, *headers: str, required: bool = False) -> Column:
    """A column of exact numbers."""
    return Column(name, Kind.AMOUNT, headers, required=required)


def price(name: str, *headers: str, required: bool = False) -> Column:
    """A column of exact prices of one unit."""
    return Column(name, Kind.PRICE, headers, required=required)


def quantity(name: str, *headers: str, required: bool = False) -> Column:
    """A column of exact quantities."""
    return Column(name, Kind.QUANTITY, headers, required=required)


def share(name: str, *headers: str) -> Column:
    """A column of percentages: 15, 15% and 0.15 are the same."""
    return Column(name, Kind.SHARE, headers)


def flag(name: str, *headers: str) -> Column:
    """A column of yes or no."""
    return Column(name, Kind.FLAG, headers)


def day(name: str, *headers: str, required: bool = False, open_ended: bool = False) -> Column:
    """A column of calendar days; a time of day is read over."""
    return Column(name, Kind.DAY, headers, required=required, open_ended=open_ended)


def moment(name: str, *headers: str) -> Column:
    """A column of moments, each with its time zone; blank, or in the year 9999, for an open end."""
    return Column(name, Kind.MOMENT, headers, open_ended=True)


def month(name: str, *headers: str, required: bool = False) -> Column:
    """A column of calendar months."""
    return Column(name, Kind.MONTH, headers, required=required)


def tenant(*headers: str, optional_when: str = "") -> Column:
    """The customer's tenant id, by which customers are grouped."""
    return Column("tenant", Kind.TENANT, headers, required=True, optional_when=optional_when)


def partner(*headers: str) -> Column:
    """The partner global account that the row belongs to: the one whose file it is, or any in the programme's own file."""
    return Column(PARTNER, Kind.PARTNER, headers)


def programme_partner(*headers: str) -> Column:
    """The same where it is read in the programme's own file alone: no source says that it is the id of the account."""
    return Column(PARTNER, Kind.TEXT, headers)
