"""Whether credit is due for a usage line on its day: the conditions, in the order of ``verdicts``. No Django in here.

One expression serves one partner and all of them. What a line needs is looked at where there is least of it: products and
places once each, access once for the areas at which anything is assigned, day by day only where something changed.
"""

from decimal import Decimal

import ibis
from ibis.expr.types import BooleanValue, DecimalValue, StringValue, Table

from credit import verdicts, whole_days
from credit.access import Tables, accounts_of, areas, grants, reaching, told
from credit.terms import Terms
from evidence.engine import plain
from evidence.shared import shared

DATASETS = ("daily_rated_usage", "access_grants")
# What the list price of a line comes to: exact, as price and quantity have that many decimals together.
WORTH = "decimal(38, 26)"
# What the ids of resellers of record say where there is none: a direct sale, and one whose reseller was removed.
NO_RESELLER = ("0", "-1")
# How far a discount may be from the rate to be it: effective prices are rounded.
_HALF_A_PERCENT = Decimal("0.005")
ADDED_UP_BY = (
    *("partner", "month", "tenant", "subscription", "verdict", "reason", "billed"),
    *("billing_currency", "exchange_rate", "ends"),
)


def judged(tables: Tables, terms: Terms) -> Table:
    """Every usage line of the days with ``verdict``, ``reason``, ``worth`` (price times quantity), ``billed`` (the share of it
    that the file says was credited; NULL where it does not say) and ``ends`` (when its access ends, as far as known)."""
    lines = usage(tables)
    places, days = seats(tables, lines, terms)
    rows = _with_places(lines, places)
    rows = _with_products(rows, lines, terms)
    rows = _with_days(_with_lapses(_with_repeats(rows, lines)), days)
    verdict = ibis.cases(
        (rows.repeated, verdicts.DUPLICATE),
        (rows.no_usage, verdicts.NO_USAGE),
        (_fails(rows.kind, terms.partner_kinds), verdicts.PARTNER_KIND),
        (rows.lapsed, verdicts.AGREEMENT),
        (rows.excluded.notnull(), verdicts.EXCLUDED_PRODUCT),
        ((rows.other_share >= 1).fill_null(False), verdicts.OTHER_CREDIT),
        else_=rows.access,
    )
    return rows.mutate(
        verdict=verdict,
        reason=ibis.ifelse(verdict == verdicts.EXCLUDED_PRODUCT, rows.excluded, ""),
        worth=(rows.unit_price * rows.quantity).cast(WORTH),
        billed=_billed(rows, terms),
    )


def totals(tables: Tables, terms: Terms) -> Table:
    """The same added up: by customer, subscription, verdict, reason, billed share, exchange rate and end of access."""
    rows = judged(tables, terms)
    return rows.group_by(ADDED_UP_BY).aggregate(
        lines=rows.count(),
        worth=rows.worth.sum(),
        customer=rows.customer.max(),
        subscription_name=rows.entitlement_name.max(),
    )


def usage(tables: Tables) -> Table:
    """The usage lines of the days that are looked at. A reseller of record that is none is an empty text."""
    rows, days = tables["daily_rated_usage"], tables["days"]
    span = days.aggregate(first_day=days.day.min(), last_day=days.day.max())
    rows = rows.cross_join(span)
    rows = rows.filter(rows.day >= rows.first_day, rows.day <= rows.last_day).drop("first_day", "last_day")
    nobody = rows.reseller.isin(NO_RESELLER)
    return rows.mutate(scope=rows.scope.fill_null(""), reseller=ibis.ifelse(nobody, "", rows.reseller).fill_null(""))


def seats(tables: Tables, lines: Table, terms: Terms) -> tuple[Table, Table]:
    """What lines name, each once, with its partner's kind, its seat (an area as access is asked for), what holds for it on all
    days (``always``) and ``ends``; and the states of seats day by day."""
    held, days, key = grants(tables, terms), tables["days"], ("partner", "tenant", "area", "reseller")
    places = shared(areas(places_of(lines), held))
    asked = places.filter(places.area.notnull()).select("partner", "tenant", "area", "reseller", "kind").distinct()
    number = ibis.row_number().over(order_by=[asked.partner, asked.tenant, asked.area, asked.reseller])
    asked = shared(asked.mutate(seat=number))
    reached = shared(whole_days.counting(reaching(asked, held, terms)))
    always = shared(whole_days.steady(reached, days))
    states = always.rename(state_seat="seat", always="state")
    known = asked.left_join(states, [("seat", "state_seat")]).select(*asked.columns, "always")
    stops = whole_days.ends(reached, days).rename(end_seat="seat")
    known = known.left_join(stops, [("seat", "end_seat")]).select(*known.columns, "ends").drop("kind")
    known = known.rename({f"seat_{name}": name for name in key})
    changing = reached.anti_join(always, "seat")
    joined = places.left_join(known, [(name, f"seat_{name}") for name in key])
    placed = joined.select(*places.columns, "seat", "always", "ends")
    return shared(placed), shared(whole_days.daily(changing, days))


def places_of(lines: Table) -> Table:
    """What lines name, each once, with its partner's kind and the organisation of its reseller."""
    found = lines.select("partner", "tenant", "scope", seller=lines.reseller).distinct()
    found = accounts_of(found, "seller").rename(reseller="account")
    kinds = told("partners").rename(kind_of="partner")
    return found.inner_join(kinds, [("partner", "kind_of")]).drop("kind_of")


def _fails(kind: StringValue, allowed: tuple[str, ...]) -> BooleanValue:
    """Whether a partner is of a kind that cannot earn. The daily file is written for billed partners, so an unknown kind can."""
    return ((kind != "") & ~kind.isin(allowed)).fill_null(False)


def _with_places(lines: Table, places: Table) -> Table:
    of = places.select(
        *("kind", "area", "seat", "always", "ends"),
        at_partner=places.partner,
        at_tenant=places.tenant,
        at_scope=places.scope,
        at_seller=places.seller,
    )
    same = [("scope", "at_scope"), ("partner", "at_partner"), ("tenant", "at_tenant"), ("reseller", "at_seller")]
    return lines.inner_join(of, same).select(*lines.columns, "kind", "area", "seat", "always", "ends")


def _with_products(rows: Table, lines: Table, terms: Terms) -> Table:
    """The rows with ``excluded``, the kind of product that never earns, and ``no_usage``."""
    names = ("described", "plan", "publisher", "charge_type")
    found = lines.group_by("product_key").aggregate(**{name: lines[name].max() for name in names})
    cases = [(_other(found.plan, terms, "plans"), verdicts.LEGACY_OFFER)]
    cases += [(found.described.re_search(pattern), kind) for kind, pattern in terms.patterns.items()]
    cases += [(_other(found.publisher, terms, "publishers"), verdicts.THIRD_PARTY)]
    kinds = found.select(
        key=found.product_key,
        excluded=ibis.cases(*((found.fill_null(False), kind) for found, kind in cases), else_=ibis.null("string")),
        no_usage=plain(found.charge_type).isin(terms.texts("no_usage")).fill_null(False),
    )
    kinds = shared(kinds)
    joined = rows.left_join(kinds, [("product_key", "key")])
    return joined.select(*rows.columns, "excluded", no_usage=joined.no_usage.fill_null(False))


def _other(text: StringValue, terms: Terms, rule: str) -> BooleanValue:
    """Whether a text is given and on none of the rule's names."""
    return (~plain(text).isin(terms.texts(rule))).fill_null(False)


def _with_repeats(rows: Table, lines: Table) -> Table:
    """The rows with ``repeated``: the same line in every cell stands further up in the same file."""
    counted = lines.group_by("fingerprint").aggregate(times=lines.count())
    counted = counted.filter(counted.times > 1, counted.fingerprint.notnull())
    suspects = lines.semi_join(counted, "fingerprint")
    same = ("partner", "month", "tenant", "fingerprint", "scope", "meter_id", "day", "unit_price", "quantity")
    place = ibis.row_number().over(
        ibis.window(group_by=[suspects[name] for name in same], order_by=[suspects.run, suspects["row"]])
    )
    again = suspects.mutate(place=place)
    again = shared(again.filter(again.place > 0).select(again_run=again.run, again_row=again["row"]))
    joined = rows.left_join(again, [("run", "again_run"), ("row", "again_row")])
    return joined.select(*rows.columns, repeated=joined.again_run.notnull())


def _with_lapses(rows: Table) -> Table:
    """The rows with ``lapsed``: on that day the partner had no agreement with the programme."""
    lapses = told("lapses")
    lapses = lapses.select(lapsed_partner="partner", lapsed_day="day").distinct()
    joined = rows.left_join(lapses, [("partner", "lapsed_partner"), ("day", "lapsed_day")])
    return joined.select(*rows.columns, lapsed=joined.lapsed_partner.notnull())


def _with_days(rows: Table, days: Table) -> Table:
    """The rows with ``access``: earned, or the condition of access that failed."""
    of = days.rename(day_seat="seat", of_day="day")
    joined = rows.left_join(of, [("seat", "day_seat"), ("day", "of_day")])
    access = ibis.coalesce(joined.always, joined.state, ibis.literal(verdicts.NO_ACCESS))
    return joined.select(*rows.columns, access=access).drop("always")


def _billed(rows: Table, terms: Terms) -> DecimalValue:
    """The share that the file credits: its percentage, else what its type of credit says, else what the price came to."""
    share = "decimal(28, 10)"
    rate, nothing = ibis.literal(terms.rate, share), ibis.literal(0, share)
    kind = plain(rows.credit_type)
    discount = rows.unit_price - rows.effective_unit_price
    lacking = discount - rows.unit_price * ibis.literal(terms.rate, "decimal(5, 4)")
    near = lacking.abs() <= (rows.unit_price * ibis.literal(_HALF_A_PERCENT, "decimal(5, 4)")).abs()
    return ibis.cases(
        (rows.credit_share.notnull(), rows.credit_share),
        (kind == "partnerearnedcreditapplied", rate),
        (kind.isin(("creditnotapplied", "azurecreditapplied")), nothing),
        (near & (rows.unit_price != 0), rate),
        (discount == 0, nothing),
        else_=ibis.null(share),
    )
