"""What the partner sees of its leads: the list with its tabs, one of them, and the file to download."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from directory import countries, lead_actions, queries, vocabulary
from directory.models import Lead
from partnerhub.models import Partner
from scoring import listing
from scoring.listing import Select
from scoring.why import Query, Search, Tab

PER_PAGE = 25
State = Lead.State
PILLS = {State.RECEIVED: "progress", State.ACCEPTED: "good", State.ARCHIVED: "neutral", State.EXPIRED: "warn"}
# The columns of "Data definition for referral insights" (2023-08-28), in their order.
COLUMNS = (
    *(
        "Referral ID",
        "Creation Date",
        "Updated Date",
        "PartnerID",
        "Customer Country",
        "Customer City",
        "Customer Name",
    ),
    *(
        "Lead Type",
        "Lead Source",
        "Call to action",
        "Referral program",
        "Business profile ID",
        "Offer ID",
        "Offer name",
    ),
    *("Lead currency", "Lead value", "Lead value (USD)", "Status", "Status Reason"),
)


@dataclass(frozen=True)
class Asked:
    """Which leads somebody wants to see: in a state, of a profile's country, with these words."""

    state: str = ""
    country: str = ""
    text: str = ""


@dataclass(frozen=True)
class LeadRow:
    """A lead in the list. ``until``: when it expires, while it waits."""

    lead: Lead
    url: str
    state: str
    pill: str
    where: str
    until: datetime | None


@dataclass(frozen=True)
class LeadsPage:
    """The leads that were asked for."""

    tabs: list[Tab]
    selects: list[Select]
    search: Search
    rows: list[LeadRow]
    rows_page: Page[Lead]
    download_url: str


@dataclass(frozen=True)
class LeadPage:
    """One lead, with what may be done with it now."""

    row: LeadRow
    size: str
    reason: str
    forgotten: bool
    may_accept: bool
    may_archive: bool


def asked(state: str, country: str, text: str) -> Asked:
    """What an address asks for; what is unusable is left out."""
    known = state if state in State.values else ""
    return Asked(known, country if country in countries.names() else "", text.replace("\0", "")[:100].strip())


def leads_page(partner: Partner, wanted: Asked, number: str | None, now: datetime) -> LeadsPage:
    """One page of a partner's leads."""
    counts = _counts(partner, now)
    page = Paginator(chosen(partner, wanted, now), PER_PAGE).get_page(number)
    query = Query("", {"state": wanted.state, "country": wanted.country, "q": wanted.text})
    return LeadsPage(
        tabs=_tabs(counts, wanted.state, query),
        selects=[_countries(partner, wanted.country)],
        search=Search(wanted.text, page.paginator.count, sum(counts.values()), query.hidden("state")),
        rows=[row_of(partner, lead, now) for lead in page.object_list],
        rows_page=page,
        download_url=reverse("leads-download", args=[partner.mpn_id]) + query.with_("page", "1"),
    )


def chosen(partner: Partner, wanted: Asked, now: datetime) -> QuerySet[Lead]:
    """The leads that were asked for, newest first."""
    rows = queries.leads(partner)
    if wanted.state:
        rows = rows.filter(_in_state(wanted.state, now))
    if wanted.country:
        rows = rows.filter(country=wanted.country)
    text = wanted.text
    return rows.filter(Q(organisation__icontains=text) | Q(name__icontains=text)) if text else rows


def _in_state(state: str, now: datetime) -> Q:
    """Leads in a state, by the day: one that nobody accepted in time has expired, also before the night says so."""
    late = Q(state=State.RECEIVED, received_at__lte=now - lead_actions.EXPIRES_AFTER)
    if state == State.EXPIRED:
        return Q(state=state) | late
    return Q(state=state) & ~late


def _counts(partner: Partner, now: datetime) -> dict[str, int]:
    counted = {state: Count("pk", filter=_in_state(state, now)) for state in State.values}
    return Lead.objects.filter(partner=partner).aggregate(**counted)


def _tabs(counts: dict[str, int], state: str, query: Query) -> list[Tab]:
    labels = {"": _("All"), **{one.value: str(one.label) for one in State}}
    return [
        Tab(label, counts.get(key, sum(counts.values())), query.with_("state", key), key == state)
        for key, label in labels.items()
    ]


def _countries(partner: Partner, country: str) -> Select:
    rows = Lead.objects.filter(partner=partner).order_by("country").values_list("country", flat=True).distinct()
    return listing.select("country", _("Profile"), {code: countries.name(code) for code in rows}, country)


def row_of(partner: Partner, lead: Lead, now: datetime) -> LeadRow:
    """A lead as it stands at a moment."""
    state = State.EXPIRED if lead_actions.is_over(lead, now) else State(lead.state)
    return LeadRow(
        lead=lead,
        url=reverse("lead", args=[partner.mpn_id, lead.pk]),
        state=str(state.label),
        pill=PILLS[state],
        where=_where(lead.city, lead.country),
        until=lead_actions.expires_at(lead) if state == State.RECEIVED else None,
    )


def _where(town: str, country: str) -> str:
    return f"{town}, {countries.name(country)}"


def lead_page(partner: Partner, lead: Lead, now: datetime) -> LeadPage:
    """One lead."""
    row = row_of(partner, lead, now)
    is_open = lead.state in {State.RECEIVED, State.ACCEPTED} and not lead_actions.is_over(lead, now)
    return LeadPage(
        row=row,
        size=str(vocabulary.SIZES.get(lead.size, "")),
        reason=lead.get_reason_display(),
        forgotten=lead.forgotten_at is not None,
        may_accept=is_open and lead.state == State.RECEIVED,
        may_archive=is_open,
    )


def lines(partner: Partner, rows: QuerySet[Lead], now: datetime) -> Iterator[tuple[object, ...]]:
    """The file of these leads: its heads, then a line each. Columns that this directory has nothing for stay empty."""
    yield COLUMNS
    for lead in rows.iterator(chunk_size=500):
        state = State.EXPIRED if lead_actions.is_over(lead, now) else State(lead.state)
        profile = f"{partner.mpn_id}-{lead.country}"
        # In the file's own language whatever the reader's is: others read it with programs.
        customer = (lead.customer_country, lead.customer_city, lead.organisation)
        told = ("Customer inquiry", "Directory", "Contact me", "", profile, "", "", "", "", "")
        reason = lead.reason.replace("_", " ").capitalize()
        yield (lead.pk, _moment(lead.received_at), _moment(lead.changed_at), partner.mpn_id, *customer, *told,
               state.value.capitalize(), reason)  # fmt: skip


def _moment(value: datetime) -> str:
    return value.isoformat(timespec="seconds")
