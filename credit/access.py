"""Who had access to what: role assignments as intervals, and which of them reach a place. No Django in here.

A place is what a usage line names: a resource, or the group or subscription where the line tells no more. Azure passes an
assignment down from subscription to group to resource, so a place has those of every id that its own id begins with, cut at a
slash. Only ids at which anything is assigned matter (``area``), and the nearest of them above a place decides: what is assigned
further up reaches both.
"""

from collections.abc import Mapping

import ibis
import pyarrow as pa
from ibis.expr.types import BooleanValue, Table

from credit.terms import Terms
from evidence.engine import Columns, plain
from evidence.lookups import lookup
from evidence.shared import shared

# What a session is told besides evidence: the partners, which MPN ids are of one organisation, and on which days a partner had no
# agreement with the programme.
PARTNERS: Columns = {"partner": pa.string(), "kind": pa.string()}
ACCOUNTS: Columns = {"mpn": pa.string(), "account": pa.string()}
LAPSES: Columns = {"partner": pa.string(), "day": pa.date32()}
_TOLD = {"partners": PARTNERS, "accounts": ACCOUNTS, "lapses": LAPSES}
DIRECT_BILL = "direct_bill"
BEGINNING, END = "1900-01-01T00:00:00", "9999-12-31T00:00:00"
# Where an Azure id may be cut: behind subscription, group and resource, and behind each resource inside a resource.
_CUTS = range(3, 31, 2)

Tables = Mapping[str, Table]


def told(name: str) -> Table:
    """One of the tables that a session is told."""
    return ibis.table(pa.schema(list(_TOLD[name].items())), name=f"credit_{name}")


def accounts_of(rows: Table, column: str) -> Table:
    """The rows with ``account``: the organisation that an MPN id in a column is of, else the id itself."""
    known = told("accounts").rename(known_mpn="mpn", known_account="account")
    joined = rows.left_join(known, [(column, "known_mpn")])
    return joined.select(*rows.columns, account=joined.known_account.fill_null(joined[column]))


def grants(tables: Tables, terms: Terms) -> Table:
    """Every assignment with its interval, who holds it, and whether role and partner ID link are as they have to be.

    ``earns`` is NULL for a role that is on no list. A ``deny`` without holder is meant for everybody.
    """
    rows = _with_checks(tables["access_grants"])
    rows = accounts_of(rows, "holder")
    roles = lookup(("role_text", "role_earns"), sorted((name, str(earns)) for name, earns in terms.roles.items()))
    rows = rows.mutate(role_plain=plain(rows.azure_role))
    joined = rows.left_join(roles, [("role_plain", "role_text")])
    found = joined.select(
        *(
            "partner",
            "tenant",
            "customer",
            "scope",
            "kind",
            "holder",
            "azure_role",
            "linked",
            "run",
            "row",
            "start",
            "until",
        ),
        deny=joined.deny.fill_null(False),
        # Of what the checker found, the partner's own is told apart by its groups.
        account=ibis.cases(
            (joined.own.fill_null(False), joined.partner),
            (joined.checked.notnull(), ""),
            else_=joined.account,
        ),
        earns=joined.role_earns == "True",
        has_link=_has_link(joined, terms),
    )
    counting = found.kind.isin(terms.access_kinds) | found.deny
    return shared(found.filter(counting.fill_null(False)))


def _has_link(rows: Table, terms: Terms) -> BooleanValue:
    return ibis.cases(
        (rows.kind.isin(terms.link_needed), rows.linked.fill_null(False)),
        (rows.kind.isin(terms.link_unless_automatic), rows.linked.fill_null(True)),
        else_=True,
    )


def _with_checks(rows: Table) -> Table:
    """Assignments, and what checks found, as intervals: it holds until the same subscription is checked again."""
    moment = rows.checked
    group = ["partner", "tenant", "scope"]
    checks = rows.filter(moment.notnull()).mutate(on=moment.date())
    # A check writes its lines one after the other, so those of one day belong together.
    days = checks.group_by([*group, "on"]).aggregate(
        began=checks.checked.min(), lost=checks.checked.max(where=checks.azure_role.isnull())
    )
    days = days.mutate(
        following=days.began.lead().over(ibis.window(group_by=[days[name] for name in group], order_by=days.on))
    )
    days = days.rename(day_partner="partner", day_tenant="tenant", day_scope="scope", day_on="on")
    rows = rows.mutate(checked_on=rows.checked.date())
    same = [("partner", "day_partner"), ("tenant", "day_tenant"), ("scope", "day_scope"), ("checked_on", "day_on")]
    joined = rows.left_join(days, same)
    ended = ibis.ifelse(joined.lost > joined.checked, joined.lost, joined.following)
    found = joined.select(
        *rows.columns,
        start=ibis.coalesce(joined.valid_from, joined.checked, _moment(BEGINNING)),
        until=ibis.coalesce(joined.valid_until, ended, _moment(END)),
    )
    return found.filter(found.azure_role.notnull() | found.deny)


def _moment(text: str) -> ibis.expr.types.TimestampValue:
    return ibis.literal(text).cast("timestamp")


def cut(places: Table, column: str) -> Table:
    """Every id that begins an Azure id in a column, itself included: ``above``, and how long it is: ``depth``."""
    cuts = lookup(("cut",), [(str(number),) for number in _CUTS])
    cuts = cuts.select(depth=cuts["cut"].cast("int64"))
    rows = places.mutate(parts=places[column].split("/")).cross_join(cuts)
    rows = rows.filter(rows.depth <= rows.parts.length())
    return rows.mutate(above=rows.parts[: rows.depth].join("/")).drop("parts")


def areas(places: Table, held: Table) -> Table:
    """The places with ``area``: the nearest id, its own or above it, at which anything is assigned; NULL where nothing is."""
    ids = held.select("partner", "tenant", "scope").distinct()
    ids = ids.rename(id_partner="partner", id_tenant="tenant", id="scope")
    above = cut(places.select("partner", "tenant", "scope").distinct(), "scope")
    found = above.inner_join(ids, [("partner", "id_partner"), ("tenant", "id_tenant"), ("above", "id")])
    nearest = found.group_by("partner", "tenant", "scope").aggregate(area=found.above.argmax(found.depth))
    nearest = nearest.rename(near_partner="partner", near_tenant="tenant", near_scope="scope")
    joined = places.left_join(
        nearest, [("partner", "near_partner"), ("tenant", "near_tenant"), ("scope", "near_scope")]
    )
    return joined.select(*places.columns, "area")


def reaching(asked: Table, held: Table, terms: Terms) -> Table:
    """The assignments that reach each area: at it, or above it. ``ours``: of the billed partner, or of its reseller of record.

    An area is asked about once for each reseller of record (``seat``).
    """
    above = cut(asked, "area")
    of = held.rename({f"of_{name}": name for name in ("partner", "tenant", "scope", "kind")})
    rows = above.inner_join(of, [("partner", "of_partner"), ("tenant", "of_tenant"), ("above", "of_scope")])
    resellers = (rows.kind != DIRECT_BILL).fill_null(True) if terms.reseller_counts else ibis.literal(False)
    ours = (rows.account == rows.partner) | (resellers & (rows.reseller != "") & (rows.account == rows.reseller))
    everybody = rows.deny & rows.account.isnull()
    return rows.mutate(ours=ours.fill_null(False) | everybody)
