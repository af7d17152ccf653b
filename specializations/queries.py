"""Standings for any day, and the records that they rest on."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from evidence import queries as evidence
from evidence.view import EvidenceView
from partnerhub import rules
from partnerhub.models import Document, Partner, User
from partnerhub.permissions import Role
from scoring import queries as scoring
from specializations import life, measured, reference_steps
from specializations.audit_steps import DECLINED, ENDING, PASSED
from specializations.models import (
    Attestation,
    Audit,
    AuditStep,
    Award,
    Reference,
    ReferenceLink,
    ReferenceStep,
    Reminder,
    StatusEntry,
)
from specializations.programme import Programme, Records, within_windows
from specializations.programme import programme as ask_programme
from specializations.requirements.audit import Outcome, valid_until
from specializations.requirements.references import Approval
from specializations.requirements.references import valid_until as approval_ends
from specializations.standing import AUDIT_FAILED, Record, Standing, datasets, standing

# Six a year for each of thirty specializations.
REMINDERS_SHOWN = 180
_STEPS = Prefetch("steps", AuditStep.objects.select_related("by", "document"))


def catalogue(day: date) -> dict[str, str]:
    """The specializations offered on a day: key -> name, by area and name."""
    book = rules.book()
    names = {
        key: entry.value
        for key in book.specializations
        if (entry := book.on(day).peek(f"{key}.name")) and entry.published
    }
    return dict(
        sorted(
            ((key, str(name)) for key, name in names.items()),
            key=lambda item: (book.specializations[item[0]].area, item[1]),
        )
    )


def standings(
    partner: Partner,
    day: date,
    *,
    known_at: datetime | None = None,
    specialization: str | None = None,
    held: Collection[str] | None = None,
    records: Sequence[Audit] | None = None,
    words: Sequence[Attestation] | None = None,
    references: Sequence[Reference] | None = None,
    view: EvidenceView | None = None,
) -> dict[str, Standing]:
    """The partner's standing for one specialization, or for all that are offered on the day, with the evidence and the records
    that were known at a moment (None: now).

    Where the caller has asked for them already, ``held``: the designations held on the day, ``records``: the audits,
    ``words``: the attestations, ``references``: those of the customers, and ``view``: the partner's evidence.
    """
    book = rules.book()
    keys = [specialization] if specialization else list(catalogue(day))
    held = scoring.held(partner, day, known_at) if held is None else held
    attested = _attested(_words(known_at).filter(partner=partner) if words is None else words, day)
    outcomes = _outcomes(_ended(known_at).filter(partner=partner) if records is None else records, day)
    answered = _answered(partner, keys, day) if references is None else references
    approvals = _approvals(answered, day, known_at)
    awarded = awards(partner, known_at)
    records_of = {
        key: Record(
            held,
            attested.get(key, ()),
            outcomes.get(key, ()),
            approvals.get(key, ()),
            awarded.get(key, ()),
        )
        for key in keys
    }
    with measured.measuring_of(view or evidence.view([partner], known_at), book.on(day)) as measure:
        return {key: standing(measure, book, book.on(day), key, record) for key, record in records_of.items()}


@contextmanager
def programme(day: date, known_at: datetime | None = None) -> Iterator[Programme]:
    """Where all partners stand for all specializations on a day, in the evidence as it was known at a moment (None: now)."""
    rules_of = rules.book().on(day)
    view = evidence.view(list(Partner.objects.all()), known_at)
    with evidence.session(within_windows(view, rules_of), datasets(rules_of), evidence.STREAMED) as opened:
        yield ask_programme(opened, rules_of, _records(day, known_at))


def partners_to_review(day: date) -> set[str]:
    """The MPN ids of those for whom a day may decide something: who was ever awarded anything, who waits after a failed
    audit, and who has just completed a specialization."""
    awarded = set(Award.objects.values_list("partner__mpn_id", "specialization"))
    waiting = StatusEntry.objects.filter(after=AUDIT_FAILED).values_list("partner__mpn_id", flat=True)
    with programme(day) as found:
        rows = found.qualified().to_pylist()
    complete = {(row["partner"], row["specialization"]) for row in rows if row["active"]}
    return {partner for partner, _key in awarded | complete} | set(waiting)


def _words(known_at: datetime | None) -> QuerySet[Attestation]:
    """The programme's words that were on record at a moment."""
    return Attestation.objects.filter(**({} if known_at is None else {"attested_at__lte": known_at}))


def _ended(known_at: datetime | None) -> QuerySet[Audit]:
    """The audits that had ended at a moment: without those whose last step was taken later."""
    rows = Audit.objects.filter(ended_on__isnull=False)
    if known_at is None:
        return rows
    last = AuditStep.objects.filter(audit=OuterRef("pk"), step__in=ENDING, at__gt=known_at)
    return rows.filter(~Exists(last), ended_on__lte=known_at.date())


def _records(day: date, known_at: datetime | None) -> Records:
    """What is on record of all partners on a day, as known at a moment, besides what was awarded."""
    words = _words(known_at).filter(valid_from__lte=day).order_by()
    return Records(
        held=scoring.held_by_all(day, known_at),
        attested=words.values_list("partner__mpn_id", "specialization", "requirement").distinct(),
        validated=_validations(day, known_at),
    )


def _validations(day: date, known_at: datetime | None) -> dict[tuple[str, str], Record]:
    """How audits went and which customers approved references by a day, by partner and specialization."""
    ended, answered = defaultdict[str, list[Audit]](list), defaultdict[str, list[Reference]](list)
    for audit in _ended(known_at).filter(ended_on__lte=day).select_related("partner"):
        ended[audit.partner.mpn_id].append(audit)
    for reference in Reference.objects.filter(answered_at__isnull=False).select_related("partner"):
        answered[reference.partner.mpn_id].append(reference)
    outcomes = {(who, key): found for who, rows in ended.items() for key, found in _outcomes(rows, day).items()}
    approvals = {
        (who, key): found for who, rows in answered.items() for key, found in _approvals(rows, day, known_at).items()
    }
    return {
        pair: Record((), (), outcomes.get(pair, ()), approvals.get(pair, ()))
        for pair in outcomes.keys() | approvals.keys()
    }


def _attested(rows: Iterable[Attestation], day: date) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.valid_from <= day:
            found.setdefault(row.specialization, []).append(row.requirement)
    return found


def awards(partner: Partner, known_at: datetime | None = None) -> dict[str, list[life.Award]]:
    """Everything that was ever awarded to a partner, with its renewals, by specialization, oldest first.

    As known at a moment (None: now): without what was recorded or decided on a later day, or had been taken back by then.
    """
    renewal = ("renewals__anniversary", "renewals__decided_on", "renewals__validated")
    until = date.max if known_at is None else known_at.date()
    stands = Q(taken_back_at=None) if known_at is None else Q(taken_back_at=None) | Q(taken_back_at__gt=known_at)
    rows = Award.objects.filter(stands, partner=partner, recorded_on__lte=until)
    rows = rows.order_by("starts", "pk", "renewals__anniversary")
    found: dict[str, dict[int, life.Award]] = {}
    # One row per renewal, or one without any.
    for key, pk, starts, anniversary, validated_on, *renewed in rows.values_list(
        "specialization", "pk", "starts", "anniversary", "validated_on", *renewal
    ):
        award = found.setdefault(key, {}).get(pk) or life.Award(starts, anniversary, validated_on)
        added = (life.Renewal(*renewed),) if renewed[0] and renewed[1] <= until else ()
        found[key][pk] = replace(award, renewals=(*award.renewals, *added))
    return {key: list(awards.values()) for key, awards in found.items()}


def held(partner: Partner, day: date) -> list[str]:
    """The specializations that a partner holds on a day, which are the tags of its business profile."""
    lives = {key: life.life(rules.book(), rows, day) for key, rows in awards(partner).items()}
    return sorted(key for key, one in lives.items() if one and one.is_held)


def newest_statuses(partner: Partner) -> dict[str, str]:
    """The status on record of each specialization that has one."""
    rows = StatusEntry.objects.filter(partner=partner).order_by("specialization", "-at", "-pk")
    return dict(rows.distinct("specialization").values_list("specialization", "after"))


def reminders(partner: Partner) -> list[Reminder]:
    """The reminders of a partner's anniversaries, newest first, as many as a year has."""
    rows = Reminder.objects.filter(award__partner=partner, award__taken_back_at=None)
    return list(rows.select_related("award")[:REMINDERS_SHOWN])


def status_entries(partner: Partner, specialization: str) -> list[StatusEntry]:
    """Every change of a specialization's status on record, oldest first."""
    return list(StatusEntry.objects.filter(partner=partner, specialization=specialization).select_related("by"))


def attestations(partner: Partner, specialization: str) -> list[Attestation]:
    """The programme's words on this specialization, newest first."""
    rows = Attestation.objects.filter(partner=partner, specialization=specialization)
    return list(rows.select_related("attested_by"))


def audits(partner: Partner) -> list[Audit]:
    """Every audit of a partner, newest first."""
    return list(Audit.objects.filter(partner=partner).select_related("requested_by", "auditor"))


def audits_of_one(partner: Partner, specialization: str) -> list[Audit]:
    """Every audit of a specialization, with its steps, newest first."""
    rows = Audit.objects.filter(partner=partner, specialization=specialization)
    return list(rows.select_related("partner", "requested_by", "auditor", "firm").prefetch_related(_STEPS))


def title_of(audit: Audit) -> str:
    """The specialization's name on the day of the request."""
    return name_of(audit.specialization, audit.requested_at.date())


def name_of(specialization: str, day: date) -> str:
    """What a specialization is called on a day; by its last name where it is not offered any more."""
    book = rules.book()
    known = [entry for entry in book.history(f"{specialization}.name") if isinstance(entry.value, str)]
    found = [entry for entry in known if entry.from_ <= day] or known
    return str(found[-1].value) if found else specialization


def open_audit(partner: Partner, specialization: str) -> Audit | None:
    """The partner's open audit for a specialization."""
    rows = Audit.objects.filter(partner=partner, specialization=specialization, ended_on=None)
    return rows.select_related("partner", "requested_by", "auditor", "firm").first()


def _for(auditor: User) -> Q:
    """What an auditor may know of: their own audits, those of their organisation, and those that nobody has accepted yet."""
    return Q(auditor=auditor) | Q(firm__people=auditor) | Q(auditor=None, ended_on=None)


def may_conduct(auditor: User, audit: Audit) -> bool:
    """Whether an audit is this auditor's to carry on: nobody's yet, their own, or their organisation's."""
    if audit.auditor_id in {None, auditor.pk}:
        return True
    return audit.firm is not None and audit.firm.people.filter(pk=auditor.pk).exists()


def references_of_one(partner: Partner, specialization: str, day: date) -> list[Reference]:
    """Every reference for a specialization, newest first, with its steps; none where references do not validate it on the day."""
    if validation(specialization, day) != "references":
        return []
    rows = _listed(Reference.objects.filter(partner=partner, specialization=specialization))
    return list(rows.prefetch_related("steps"))


def references(partner: Partner) -> QuerySet[Reference]:
    """Every reference of a partner, newest first."""
    return _listed(Reference.objects.filter(partner=partner))


def counts_until(reference: Reference, day: date) -> date | None:
    """The first day on which an approval does not count any more, as the rules of a day have it; None where it has no end."""
    return approval_ends(rules.book().on(day), reference.answered_at.date() if reference.answered_at else day)


def prerequisites(partner: Partner, specialization: str, day: date) -> Standing:
    """What comes before the references of a specialization, without these themselves."""
    return standings(partner, day, specialization=specialization, records=[], references=[])[specialization]


def references_to_review(states: Collection[str]) -> QuerySet[Reference]:
    """The references in these states, of every partner; the one answered first comes first."""
    return _listed(Reference.objects.filter(state__in=states)).select_related("partner").order_by("answered_at", "pk")


def _listed(rows: QuerySet[Reference]) -> QuerySet[Reference]:
    """Newest first; with the end of the newest link, which is looked up for those alone that a page shows."""
    links = ReferenceLink.objects.filter(reference=OuterRef("pk")).order_by("-expires_at")
    found = rows.annotate(expires_at=Subquery(links.values("expires_at")[:1])).select_related("sent_by")
    return found.order_by("-created_at", "-pk")


def reference_in(rows: QuerySet[Reference], reference_id: int) -> Reference | None:
    """One of these references, with everything that its page tells."""
    told = _listed(rows).select_related("partner", "created_by", "reviewed_by")
    steps = Prefetch("steps", ReferenceStep.objects.select_related("by"))
    return told.prefetch_related(steps, "documents").filter(pk=reference_id).first()


def link_of(token: str) -> ReferenceLink | None:
    """The link with this secret in it, good or not."""
    rows = ReferenceLink.objects.filter(sha256=reference_steps.digest(token))
    return rows.select_related("reference__partner", "reference__sent_by").first()


def is_good(link: ReferenceLink, now: datetime) -> bool:
    """Whether a link can still be used: nobody has answered, it has not expired, and no newer one was sent."""
    waits = link.reference.state == reference_steps.AWAITING and now < link.expires_at
    return waits and not link.reference.links.filter(pk__gt=link.pk).exists()


def title_of_reference(reference: Reference) -> str:
    """The specialization's name on the day on which the reference was begun."""
    return catalogue(reference.created_at.date()).get(reference.specialization, reference.specialization)


def _answered(partner: Partner, keys: Collection[str], day: date) -> list[Reference]:
    """The references that customers have answered; asked for only where references validate any of these on the day."""
    if not any(validation(key, day) == "references" for key in keys):
        return []
    return list(Reference.objects.filter(partner=partner, specialization__in=keys, answered_at__isnull=False))


def _approvals(rows: Iterable[Reference], day: date, known_at: datetime | None) -> dict[str, list[Approval]]:
    """The approvals that stood on the day, by specialization: those that the programme had not declined by then."""

    def happened(at: datetime | None) -> bool:
        return at is not None and at.date() <= day and (known_at is None or at <= known_at)

    found: dict[str, list[Approval]] = {}
    for row in rows:
        declined = row.state == reference_steps.DECLINED and happened(row.reviewed_at)
        if row.answered_at and happened(row.answered_at) and row.state != reference_steps.REJECTED and not declined:
            found.setdefault(row.specialization, []).append(Approval(row.tenant, row.answered_at.date()))
    return found


def validation(specialization: str, day: date) -> object:
    """What validates a specialization on a day: audit, references or none; None before the rules know it."""
    entry = rules.book().on(day).peek(f"{specialization}.validation")
    return entry and entry.value


def audits_of(auditor: User) -> QuerySet[Audit]:
    """What an auditor's desk shows, with the steps; the open ones first."""
    rows = Audit.objects.filter(pk__in=Audit.objects.filter(_for(auditor)).values("pk"))
    rows = rows.select_related("partner", "auditor", "firm").prefetch_related("steps")
    return rows.order_by(F("ended_on").desc(nulls_first=True), "requested_at")


def audit_for(auditor: User, audit_id: int) -> Audit | None:
    """One of these. What another auditor accepted is not there."""
    rows = Audit.objects.filter(_for(auditor), pk=audit_id)
    return rows.select_related("partner", "requested_by", "auditor", "firm").prefetch_related(_STEPS).first()


def auditors() -> QuerySet[User]:
    """Everyone who may conduct audits, by name, with the organisation they work for."""
    may = User.objects.filter(is_active=True, memberships__partner=None, memberships__roles__contains=[Role.AUDITOR])
    return may.order_by("name", "email").distinct().prefetch_related("audit_firms")


def document_of(audit: Audit, document_id: int) -> Document | None:
    """A document that came with a step of this audit."""
    found = audit.steps.filter(document_id=document_id).select_related("document").first()
    return found.document if found else None


def checklist(specialization: str, day: date) -> str:
    """The version of the audit checklist in force on a day; empty where our sources do not say."""
    entry = rules.book().on(day).peek(f"{specialization}.checklist")
    return str(entry.value) if entry and entry.published and not entry.removed else ""


def modules(partner: Partner, day: date) -> list[tuple[str, str]]:
    """The modules to choose from: both, and the workload's alone while a Pass of the shared one is valid."""
    on = rules.book().on(day)
    if not on.has("programme.audit_modules"):
        return []
    passed = partner.audits.filter(state=PASSED, modules=Audit.Modules.BOTH, ended_on__lte=day).order_by("-ended_on")
    newest = passed.values_list("ended_on", flat=True).first()
    until = valid_until(on, Outcome(newest, passed=True)) if newest else None
    alone = newest is not None and (until is None or day < until)
    return [(one.value, str(one.label)) for one in Audit.Modules if alone or one == Audit.Modules.BOTH]


def _outcomes(rows: Iterable[Audit], day: date) -> dict[str, list[Outcome]]:
    """How the audits that had ended by then went, by specialization, oldest first."""
    ended = [(row.ended_on, row) for row in rows if row.ended_on and row.ended_on <= day and row.state != DECLINED]
    found: dict[str, list[Outcome]] = {}
    for on, row in sorted(ended, key=lambda pair: (pair[0], pair[1].pk)):
        found.setdefault(row.specialization, []).append(Outcome(on, row.state == PASSED))
    return found
