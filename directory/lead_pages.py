"""What the partner sees of its leads: the list with its tabs, one of them, and the file to download."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from directory import countries, lead_actions, queries, vocabulary
from directory.models import Lead
from partnerhub.listing import Column, Filter, Listed, Query, stored
from partnerhub.models import Partner
from scoring.why import Tab

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
    listed: Listed[Lead]
    rows: list[LeadRow]
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


def leads_page(partner: Partner, parameters: Mapping[str, str], now: datetime) -> LeadsPage:
    """One page of a partner's leads. ``parameters``: what the address says."""
    query, counts = Query(parameters), _counts(partner, now)
    listed = chosen(partner, query, now)
    return LeadsPage(
        tabs=_tabs(counts, query),
        listed=listed,
        rows=[row_of(partner, lead, now) for lead in listed.page.object_list],
        download_url=query.elsewhere(reverse("leads-download", args=[partner.mpn_id])),
    )


def chosen(partner: Partner, query: Query, now: datetime) -> Listed[Lead]:
    """The leads that an address asks for: in a state, of a profile's country, with these words; newest first unless it says."""
    rows = queries.leads(partner)
    if state := _state(query):
        rows = rows.filter(_in_state(state, now))
    columns = (
        Column("customer", _("Customer"), ("organisation",)),
        Column("state", _("State"), ("state",)),
        Column("location", _("Location"), ("city",)),
        Column("received", _("Received"), ("received_at",)),
        Column("accepted", _("Accepted by"), ("accepted_by__name",)),
    )
    return stored(rows, query, columns, search=("organisation", "name"), filters=(_countries(partner),))


def _state(query: Query) -> str:
    return query.get("state") if query.get("state") in State.values else ""


def _in_state(state: str, now: datetime) -> Q:
    """Leads in a state, by the day: one that nobody accepted in time has expired, also before the night says so."""
    late = Q(state=State.RECEIVED, received_at__lte=now - lead_actions.EXPIRES_AFTER)
    if state == State.EXPIRED:
        return Q(state=state) | late
    return Q(state=state) & ~late


def _counts(partner: Partner, now: datetime) -> dict[str, int]:
    counted = {state: Count("pk", filter=_in_state(state, now)) for state in State.values}
    return Lead.objects.filter(partner=partner).aggregate(**counted)


def _tabs(counts: dict[str, int], query: Query) -> list[Tab]:
    labels = {"": _("All"), **{one.value: str(one.label) for one in State}}
    every = sum(counts.values())
    return [
        Tab(label, counts.get(key, every), query.url(state=key), key == _state(query)) for key, label in labels.items()
    ]


def _countries(partner: Partner) -> Filter:
    rows = Lead.objects.filter(partner=partner).order_by("country").values_list("country", flat=True).distinct()
    return Filter("country", _("Profile"), {code: countries.name(code) for code in rows}, "country")


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


def lines(partner: Partner, rows: Iterable[Lead], now: datetime) -> Iterator[tuple[object, ...]]:
    """The file of these leads: its heads, then a line each. Columns that this directory has nothing for stay empty."""
    yield COLUMNS
    for lead in rows:
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
