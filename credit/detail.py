"""Questions about single lines and places, each an expression over the same verdicts. No Django in here.

``only`` narrows the usage to what is wanted before anything is worked out: a column of the lines, compared with ``wanted``.
"""

from collections.abc import Callable

from ibis.expr.types import Table

from credit import eligibility, verdicts, whole_days
from credit.access import Tables, areas, grants, reaching
from credit.terms import Terms

LINE = (
    *("partner", "tenant", "customer", "day", "subscription", "entitlement_name", "scope", "resource_group", "product"),
    *(
        "meter",
        "unit",
        "unit_price",
        "quantity",
        "exchange_rate",
        "verdict",
        "reason",
        "worth",
        "billed",
        "area",
        "ends",
    ),
    *("credit_type", "invoice", "run", "row"),
)
GRANT = (
    "partner",
    "tenant",
    "customer",
    "scope",
    "kind",
    "holder",
    "azure_role",
    "linked",
    "deny",
    "start",
    "until",
    "run",
    "row",
)
PLACE = ("partner", "tenant", "subscription", "scope", "verdict", "reason", "billed", "ends")
Build = Callable[[Tables, Terms], Table]


def narrowed(tables: Tables, column: str) -> Tables:
    """The tables with those usage lines alone of which a column is ``wanted``."""
    rows, wanted = tables["daily_rated_usage"], tables["wanted"].rename(only="wanted")
    rows = rows.inner_join(wanted, [(column, "only")]).drop("only")
    return {**tables, "daily_rated_usage": rows}


def lines(only: str | None) -> Build:
    """Every usage line with its verdict, in the order of days and files."""

    def build(tables: Tables, terms: Terms) -> Table:
        rows = eligibility.judged(narrowed(tables, only) if only else tables, terms)
        return rows.select(*LINE).order_by("partner", "day", "run", "row")

    return build


def places(only: str | None) -> Build:
    """The lines together by resource, verdict and what was credited: how many, what they come to, and on which days."""

    def build(tables: Tables, terms: Terms) -> Table:
        rows = eligibility.judged(narrowed(tables, only) if only else tables, terms)
        return rows.group_by(*PLACE).aggregate(
            lines=rows.count(),
            worth=rows.worth.sum(),
            first=rows.day.min(),
            last=rows.day.max(),
            customer=rows.customer.max(),
            subscription_name=rows.entitlement_name.max(),
            product=rows.product.max(),
        )

    return build


def covering(only: str) -> Build:
    """The assignments that reach what is wanted, whether they count or not, with ``counts`` and ``ours``."""

    def build(tables: Tables, terms: Terms) -> Table:
        held = grants(tables, terms)
        found = areas(eligibility.places_of(eligibility.usage(narrowed(tables, only))), held)
        asked = found.filter(found.area.notnull()).select("partner", "tenant", "area", "reseller", "kind").distinct()
        rows = whole_days.counting(reaching(asked.mutate(seat=0), held, terms))
        named = rows.select(
            *("partner", "tenant", "area", "holder", "azure_role", "linked", "deny", "start", "until", "run", "row"),
            *("ours", "counts", "earns", "has_link"),
            scope="of_scope",
            kind="of_kind",
        )
        return named.distinct().order_by("start", "scope", "run", "row")

    return build


def earned_by_area(tables: Tables, terms: Terms) -> Table:
    """What was earned by the access of each area, with the moment at which that ends, as far as known."""
    rows = eligibility.judged(tables, terms)
    rows = rows.filter(rows.verdict == verdicts.EARNED)
    return rows.group_by("partner", "tenant", "subscription", "area", "ends").aggregate(
        worth=rows.worth.sum(),
        lines=rows.count(),
        customer=rows.customer.max(),
        subscription_name=rows.entitlement_name.max(),
    )


def earned_places(tables: Tables, terms: Terms) -> Table:
    """What was earned at each place."""
    rows = eligibility.judged(tables, terms)
    rows = rows.filter(rows.verdict == verdicts.EARNED)
    return rows.group_by("partner", "tenant", "scope").aggregate(worth=rows.worth.sum(), customer=rows.customer.max())


def assignments(tables: Tables, terms: Terms) -> Table:
    """Every assignment on file, with what the rules say of its role."""
    return grants(tables, terms).select(*GRANT, "account", "earns", "has_link")


def unknown_roles(tables: Tables, terms: Terms) -> Table:
    """The roles on no list: how many assignments have them, and of how many customers."""
    rows = grants(tables, terms)
    rows = rows.filter(rows.earns.isnull(), rows.azure_role.notnull(), ~rows.deny)
    return rows.group_by("partner", "azure_role").aggregate(assignments=rows.count(), customers=rows.tenant.nunique())
