"""What the pages of customer references show: to the partner, to the customer who is asked, and to the programme's reviewers."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from evidence.customers import customers
from partnerhub import clock
from partnerhub.listing import Column, Filter, Listed, Query, stored
from partnerhub.models import Document, Partner
from scoring.why import Tab
from scoring.wording import day
from specializations import queries, reference_actions, wording
from specializations.models import Reference, ReferenceStep
from specializations.reference_forms import ReferenceForm, ReferenceStepForm
from specializations.reference_steps import (
    ACCEPTED,
    APPROVED,
    AWAITING,
    CUSTOMER,
    DECLINED,
    DRAFT,
    EXPIRED,
    PROGRAMME,
    possible,
)
from specializations.standing import Standing

# So many stand on the page of their specialization, the newest; the others in the list of all.
CARD = 10
PILLS = {
    "awaiting": "progress",
    "approved": "good",
    "rejected": "bad",
    "accepted": "good",
    "declined": "bad",
    "expired": "warn",
}


@dataclass(frozen=True)
class ReferenceRow:
    """A reference in a list; ``next`` says what it waits for, or how it ended."""

    reference: Reference
    title: str
    url: str
    state: str
    pill: str
    next: str


@dataclass(frozen=True)
class ReferenceCard:
    """The references on a specialization's page; ``closed`` says why none can be sent yet, else empty."""

    count: str
    closed: str
    rows: list[ReferenceRow]
    new_url: str
    more: int
    more_url: str


@dataclass(frozen=True)
class ReferencesPage:
    """The references of every specialization, or those in one state; ``places`` are where one can be added (title, address)."""

    tabs: list[Tab]
    listed: Listed[Reference]
    rows: list[ReferenceRow]
    places: list[tuple[str, str]]


@dataclass(frozen=True)
class DocumentLink:
    """A document with the address from which it is downloaded."""

    document: Document
    url: str


@dataclass(frozen=True)
class Entry:
    """A step on record."""

    text: str
    by: str
    at: date
    note: str


@dataclass(frozen=True)
class NewPage:
    """Where a reference is begun; ``asked_for``: whether this specialization asks for any; ``closed``: why none can be sent."""

    key: str
    title: str
    url: str
    asked_for: bool
    closed: str


@dataclass(frozen=True)
class ReferencePage:
    """One reference as the partner, the customer or a reviewer sees it. ``decisions``: the forms of what may be decided;
    ``resend`` and ``deletable``: what its partner may do with it today."""

    reference: Reference
    title: str
    specialization_url: str
    state: str
    pill: str
    next: str
    closed: str
    documents: list[DocumentLink]
    entries: list[Entry]
    decisions: list[tuple[str, ReferenceStepForm]]
    resend: bool = False
    deletable: bool = False


@dataclass(frozen=True)
class ReviewsPage:
    """The reviewers' desk: references that wait for them, or those decided on."""

    tabs: list[Tab]
    listed: Listed[Reference]
    rows: list[ReferenceRow]


def card(partner: Partner, found: Standing, rows: Sequence[Reference], on: date) -> ReferenceCard | None:
    """The references on the page of their specialization; None where none are asked for."""
    check = next((one for one in found.checks if one.kind == "references"), None)
    if check is None:
        return None
    new_url = reverse("reference-new", args=[partner.mpn_id, found.specialization])
    closed = wording.references_closed(found, on)
    more_url = Query({"specialization": found.specialization}).url()
    return ReferenceCard(
        count=wording.references_count(check),
        closed=closed,
        rows=[_row(one, partner) for one in rows[:CARD]],
        new_url=new_url,
        more=max(len(rows) - CARD, 0),
        more_url=reverse("references", args=[partner.mpn_id]) + more_url,
    )


def references_page(partner: Partner, query: Query) -> ReferencesPage:
    """A page of the references of a partner, or of those in one state."""
    rows, url = queries.references(partner), reverse("references", args=[partner.mpn_id])
    asked = query.get("state")
    state = asked if asked in Reference.State.values else ""
    counts = Counter(
        dict(Reference.objects.filter(partner=partner).order_by().values_list("state").annotate(Count("pk")))
    )
    tabs = [Tab(_("All"), counts.total(), url, not state)]
    tabs += [
        Tab(str(one.label), counts[one.value], f"{url}?state={one.value}", state == one.value)
        for one in Reference.State
        if counts[one.value] or state == one.value
    ]
    today = clock.today()
    places = [
        (title, reverse("reference-new", args=[partner.mpn_id, key]))
        for key, title in queries.catalogue(today).items()
        if queries.validation(key, today) == "references"
    ]
    listed = _listed(rows.filter(state=state) if state else rows, query, partners=False)
    return ReferencesPage(tabs, listed, [_row(one, partner) for one in listed.page.object_list], places)


def _listed(rows: QuerySet[Reference], query: Query, *, partners: bool) -> Listed[Reference]:
    """A page of references as the table shows them. ``partners``: of several organisations."""
    columns = [
        Column("customer", _("Customer"), ("customer",)),
        *([Column("organisation", _("Organisation"), ("partner__name",))] if partners else []),
        Column("specialization", _("Specialization"), ("specialization",)),
        Column("state", _("State"), ("state",)),
        Column("dates", _("Dates"), ("answered_at", "sent_at", "created_at")),
        Column("next", _("What next")),
    ]
    search = ("customer", "tenant", *(("partner__name", "partner__mpn_id") if partners else ()))
    only = Filter("specialization", _("Specialization"), queries.catalogue(clock.today()), "specialization")
    return stored(rows, query, columns, search=search, filters=(only,))


def new_page(partner: Partner, specialization: str, title: str) -> NewPage:
    """The page on which a reference for a specialization is begun."""
    url = reverse("specialization", args=[partner.mpn_id, specialization])
    on = clock.today()
    asked_for = queries.validation(specialization, on) == "references"
    closed = wording.references_closed(queries.prerequisites(partner, specialization, on), on) if asked_for else ""
    return NewPage(specialization, title, url, asked_for, closed)


def _row(one: Reference, partner: Partner, url: str = "") -> ReferenceRow:
    return ReferenceRow(
        reference=one,
        title=queries.title_of_reference(one),
        url=url or reverse("reference", args=[partner.mpn_id, one.pk]),
        state=one.get_state_display(),
        pill=PILLS.get(one.state, "neutral"),
        next=_next(one),
    )


def _next(one: Reference) -> str:
    """What a reference waits for, or how it ended. ``expires_at`` is that of its newest link."""
    expires = getattr(one, "expires_at", None)
    if one.state == DRAFT:
        return _next_of_draft(one)
    if one.state == AWAITING and one.sent_at and expires:
        words = {"again": day(reference_actions.resend_from(one.sent_at)), "until": day(expires.date())}
        if expires <= clock.now():
            return _("The customer's link ended on %(until)s; it can be sent again from %(again)s on.") % words
        return _("The customer's link works until %(until)s; it can be sent again from %(again)s on.") % words
    if one.state in {APPROVED, ACCEPTED}:
        return _counts(one)
    if one.state == EXPIRED:
        return _("Its validity has ended; the customer can be asked again with a new reference.")
    return one.review if one.state == DECLINED else one.answer


def _next_of_draft(one: Reference) -> str:
    if free := reference_actions.waits_until(one):
        return _("Its customer was asked already; it can be sent again from %(day)s on.") % {"day": day(free)}
    return _("Fill in what is missing, then send it.") if one.missing else _("Complete, but not sent yet.")


def _counts(one: Reference) -> str:
    """Until when it counts."""
    end = queries.counts_until(one, clock.today())
    return _("Counts until %(day)s.") % {"day": day(end)} if end else _("Counts.")


def reference_page(partner: Partner, one: Reference) -> ReferencePage:
    """A reference as the partner sees it."""
    on, key, closed = clock.today(), one.specialization, ""
    waits = reference_actions.waits_until(one) is not None
    if one.state in {DRAFT, AWAITING}:
        closed = wording.references_closed(queries.prerequisites(partner, key, on), on)
    if one.state == DRAFT and waits:
        closed = closed or _next(one)
    steps = {"resend": one.state == AWAITING and not waits and not closed, "delete": one.state == DRAFT and not waits}
    may = [step for step, possible in steps.items() if possible]
    return _page(one, "reference-document", [partner.mpn_id, one.pk], closed=closed, may=may)


def answer_page(one: Reference, token: str, sent: ReferenceStepForm | None = None) -> ReferencePage:
    """A reference as the customer sees it who is asked; ``sent`` is the answer that has to be given again."""
    decisions = _decisions(one, CUSTOMER, sent)
    return _page(one, "reference-answer-document", [token], decisions=decisions)


def review_page(one: Reference, sent: ReferenceStepForm | None = None) -> ReferencePage:
    """A reference as a reviewer sees it; ``sent`` is the decision that has to be taken again."""
    return _page(one, "reference-review-document", [one.pk], decisions=_decisions(one, PROGRAMME, sent))


def _page(
    one: Reference,
    document: str,
    address: Sequence[object],
    *,
    closed: str = "",
    may: Collection[str] = (),
    decisions: Iterable[tuple[str, ReferenceStepForm]] = (),
) -> ReferencePage:
    return ReferencePage(
        reference=one,
        title=queries.title_of_reference(one),
        specialization_url=reverse("specialization", args=[one.partner.mpn_id, one.specialization]),
        state=one.get_state_display(),
        pill=PILLS.get(one.state, "neutral"),
        next=_next(one),
        closed=closed,
        documents=[DocumentLink(each, reverse(document, args=[*address, each.pk])) for each in one.documents.all()],
        entries=[_begun(one), *(_entry(step) for step in one.steps.all())],
        decisions=list(decisions),
        resend="resend" in may,
        deletable="delete" in may,
    )


def _decisions(one: Reference, side: str, sent: ReferenceStepForm | None) -> list[tuple[str, ReferenceStepForm]]:
    again = sent.data.get("step") if sent is not None else None
    return [
        (
            str(wording.REFERENCE_STEPS[key][0]),
            sent if sent is not None and key == again else ReferenceStepForm(key),
        )
        for key in possible(one.state, side)
    ]


def _begun(one: Reference) -> Entry:
    return Entry(_("Begun"), str(one.created_by or ""), one.created_at.date(), "")


def _entry(step: ReferenceStep) -> Entry:
    return Entry(str(wording.REFERENCE_STEPS[step.step][1]), str(step.by or ""), step.at.date(), step.note)


def reviews_page(query: Query) -> ReviewsPage:
    """The references that wait for a reviewer, or (``decided``) those that were decided on."""
    url, decided = reverse("reference-reviews"), query.get("show") == "decided"
    waiting, done = queries.references_to_review([APPROVED]), queries.references_to_review([ACCEPTED, DECLINED])
    tabs = [
        Tab(_("To confirm"), waiting.count(), url, not decided),
        Tab(_("Decided"), done.count(), f"{url}?show=decided", decided),
    ]
    listed = _listed(done.order_by("-answered_at", "-pk") if decided else waiting, query, partners=True)
    rows = [_row(one, one.partner, reverse("reference-review", args=[one.pk])) for one in listed.page.object_list]
    return ReviewsPage(tabs, listed, rows)


def form_of(one: Reference, *, check: bool = False) -> ReferenceForm:
    """The form of a draft, filled with what it says; ``check``: with what is missing beside each field."""
    known = customers(one.partner)
    values = {name: getattr(one, name) for name in Reference.NEEDED}
    if one.tenant in known:
        values |= {"known": one.tenant, "tenant": "", "customer": ""}
    # What is missing is told by a form that was sent; days travel as the fields write them.
    told = {name: "" if value is None else str(value) for name, value in values.items()}
    return ReferenceForm(known, told, complete=True) if check else ReferenceForm(known, initial=values)
