"""What the specialization pages show."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence import queries as evidence
from partnerhub import clock, rules
from partnerhub.charts import Chart
from partnerhub.freshness import Freshness, freshness
from partnerhub.models import Partner
from partnerhub.told import told
from scoring import queries as scoring
from scoring.life_wording import Fact
from scoring.why import Link
from scoring.wording import Status, day
from specializations import (
    acr_chart,
    life_wording,
    measured,
    position_short,
    queries,
    reference_pages,
    timeline,
    wording,
)
from specializations.acr_chart import Acr
from specializations.audit_pages import AuditPage, for_partner
from specializations.forms import AuditStepForm
from specializations.life import Life, life
from specializations.models import Attestation, Audit, Position
from specializations.position import kept
from specializations.position_short import Short
from specializations.reference_pages import ReferenceCard
from specializations.requirements.check import ATTESTED, UNPUBLISHED, Check
from specializations.standing import ACTIVE, Standing
from specializations.timeline import Event

AREAS = {
    "azure": gettext_lazy("Azure"),
    "modern_work": gettext_lazy("Modern Work"),
    "security": gettext_lazy("Security"),
    "business_applications": gettext_lazy("Business Applications"),
}


@dataclass(frozen=True)
class SpecializationRow:
    """One specialization in a list."""

    key: str
    title: str
    url: str
    area: str
    validation: str
    status: Status
    active: bool
    ready: bool
    lacks: bool
    met: int
    total: int
    audit: Audit | None
    life: Life | None
    renewal: str


@dataclass(frozen=True)
class Area:
    """One of the four areas with its specializations."""

    key: str
    title: str
    url: str
    specializations: list[SpecializationRow]

    @property
    def active(self) -> int:
        return sum(row.active for row in self.specializations)

    @property
    def audits(self) -> int:
        return sum(row.audit is not None for row in self.specializations)

    @property
    def not_started(self) -> int:
        return len(self.specializations) - self.active


@dataclass(frozen=True)
class SpecializationsPage:
    """All areas, or one."""

    title: str
    areas: list[Area]


def specializations_page(partner: Partner, on: date, area: str | None) -> SpecializationsPage:
    """The specializations of an area, or of all, with the partner's status."""
    found = areas(partner, on, only=area)
    return SpecializationsPage(str(AREAS[area]) if area else _("All areas"), found)


def areas(
    partner: Partner,
    on: date,
    *,
    only: str | None = None,
    held: Collection[str] | None = None,
    records: Sequence[Audit] | None = None,
    position: Position | None = None,
) -> list[Area]:
    """Every specialization offered on the day, by area: as it was kept for the day, else worked out.

    ``held``, ``records``, ``position``: the designations held, the audits and what was kept, where they are known already.
    """
    names = queries.catalogue(on)
    audits = queries.audits(partner) if records is None else records
    requests = {one.specialization: one for one in audits if one.is_open}
    if position := position or kept(partner, on):
        awards = queries.awards(partner)
        lives = {key: life(rules.book(), rows, on) for key, rows in awards.items()}
        shorts = [position_short.restored(told, lives.get(told["key"])) for told in position.standings]
    else:
        shorts = [position_short.of(one) for one in queries.standings(partner, on, held=held, records=audits).values()]
    rows = [_row(partner, names[one.key], one, requests.get(one.key)) for one in shorts if one.key in names]
    return [_area(partner, key, rows) for key in AREAS if only in {None, key}]


def _area(partner: Partner, key: str, rows: list[SpecializationRow]) -> Area:
    url = reverse("specialization-area", args=[partner.mpn_id, key])
    return Area(key, str(AREAS[key]), url, [row for row in rows if row.area == key])


def _row(partner: Partner, name: str, found: Short, audit: Audit | None) -> SpecializationRow:
    return SpecializationRow(
        key=found.key,
        title=name,
        url=reverse("specialization", args=[partner.mpn_id, found.key]),
        area=rules.book().specializations[found.key].area,
        validation=str(wording.VALIDATION[found.validation]),
        status=wording.status_of(found.status, found.life),
        active=found.status == ACTIVE,
        ready=found.ready,
        lacks=found.lacks,
        met=found.met,
        total=found.total,
        audit=audit,
        life=found.life if found.life and found.life.is_held else None,
        renewal=life_wording.sentence(found.life) if found.life and found.life.is_renewable else "",
    )


@dataclass(frozen=True)
class RequirementRow:
    """One requirement, needed against have; ``needed`` is None where no threshold is published."""

    title: str
    sub: str
    needed: str | None
    have: str
    have_sub: str
    pill: str
    state_label: str
    state_note: str
    why_url: str | None


@dataclass(frozen=True)
class AuditCard:
    """The audit button: open, or closed with the reason; or the request on record."""

    enabled: bool
    reason: str
    url: str
    request: Audit | None


@dataclass(frozen=True)
class Step:
    """What to do next, and where."""

    text: str
    url: str | None


@dataclass(frozen=True)
class SpecializationPage:
    """One specialization as its page shows it."""

    key: str
    title: str
    url: str
    lede: str
    area: Link
    status: Status
    met: int
    total: int
    freshness: Freshness | None
    requirements: list[RequirementRow]
    acr: list[Chart]
    life: list[Fact]
    audit: AuditCard | None
    next_steps: list[Step]
    timeline: list[Event]
    attestable: list[tuple[str, str]]
    request: AuditPage | None
    last: AuditPage | None
    references: ReferenceCard | None
    ended: date | None = None


def specialization_page(partner: Partner, key: str, on: date, sent: AuditStepForm | None = None) -> SpecializationPage:
    """The page of one specialization on a day; ``sent`` is a step of its audit that has to be filled in again.

    One that is not offered any more is shown as on its last day: nothing of it can begin, what is under way goes on.
    """
    page = _page(partner, key, on, sent)
    if key in queries.catalogue(clock.today()):
        return page
    ended = on + timedelta(days=1)
    audit = replace(page.audit, enabled=False, reason=_not_offered(ended)) if page.audit else None
    rows = [replace(row, why_url=None) for row in page.requirements]
    page = replace(page, ended=ended, audit=audit, requirements=rows)
    return replace(page, next_steps=[], attestable=[], references=None, acr=[])


def _not_offered(ended: date) -> str:
    return _("Not offered since %(day)s.") % {"day": day(ended)}


def _page(partner: Partner, key: str, on: date, sent: AuditStepForm | None) -> SpecializationPage:
    audits = queries.audits_of_one(partner, key)
    references = queries.references_of_one(partner, key, on)
    bought = scoring.enrolment_history(partner)
    held = scoring.held_of(scoring.by_designation(bought), on)
    words = queries.attestations(partner, key)
    view = evidence.view([partner])
    found = queries.standings(
        partner, on, specialization=key, held=held, records=audits, words=words, references=references, view=view
    )[key]
    newest = {row.requirement: row for row in reversed(words) if row.valid_from <= on}
    audit = next((one for one in audits if one.is_open), None)
    area = rules.book().specializations[key].area
    return SpecializationPage(
        key=key,
        title=queries.catalogue(on)[key],
        url=reverse("specialization", args=[partner.mpn_id, key]),
        lede=_("Rules in force on %(day)s · %(validation)s")
        % {"day": day(on), "validation": wording.VALIDATION[found.validation]},
        area=Link(str(AREAS[area]), reverse("specialization-area", args=[partner.mpn_id, area])),
        status=wording.status(found),
        met=sum(check.met for check in found.checks),
        total=len(found.checks),
        freshness=freshness(on),
        requirements=[_requirement(partner, key, check, newest.get(check.key)) for check in found.checks],
        acr=[acr_chart.chart(partner, one) for one in measured.monthly(view, rules.book().on(on), key)],
        life=life_wording.facts(found, on),
        audit=_audit(partner, found, audit),
        next_steps=[Step(text, _step_url(partner, kind)) for kind, text in wording.steps(found, audit)],
        timeline=timeline.events(partner, found, bought, words, audits, references),
        attestable=[(check.key, told(check.title)) for check in found.checks if check.state == UNPUBLISHED],
        request=_request(audit, sent),
        last=_request(next((one for one in audits if not one.is_open), None), None),
        references=reference_pages.card(partner, found, references, on),
    )


def acr(partner: Partner, key: str, requirement: str, on: date) -> Acr | None:
    """What a requirement adds up by month; None where it has no ACR lines, or no month is known."""
    found = measured.monthly(evidence.view([partner]), rules.book().on(on), key)
    return next((one for one in found if one.requirement == requirement), None)


def _request(audit: Audit | None, sent: AuditStepForm | None) -> AuditPage | None:
    return for_partner(audit, sent) if audit else None


def _requirement(partner: Partner, key: str, check: Check, word: Attestation | None) -> RequirementRow:
    label, pill = wording.state(check)
    known = rules.book().specializations[key].requirements[check.key]
    explained = bool(getattr(known, "lines", None))
    return RequirementRow(
        title=told(check.title),
        sub=wording.note(check),
        needed=wording.needed(check),
        have=wording.have(check),
        have_sub=wording.have_parts(check),
        pill=pill,
        state_label=label,
        state_note=_word(word) if word and check.state == ATTESTED else "",
        why_url=reverse("requirement-why", args=[partner.mpn_id, key, check.key]) if explained else None,
    )


def _word(word: Attestation) -> str:
    return _("programme, %(day)s: %(reason)s") % {"day": day(word.valid_from), "reason": word.reason}


def _audit(partner: Partner, found: Standing, audit: Audit | None) -> AuditCard | None:
    if found.validation != "audit":
        return None
    url = reverse("audit-request", args=[partner.mpn_id, found.specialization])
    return AuditCard(found.can_schedule_audit, wording.audit_reason(found, audit), url, audit)


def _step_url(partner: Partner, kind: str) -> str | None:
    if kind == "references":
        return "#references"
    return reverse("data", args=[partner.mpn_id]) if kind == "import" else None
