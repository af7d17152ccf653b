"""Membership overview, specializations, the Schedule audit button, and the programme's desk."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from partnerhub import clock
from partnerhub.access import requires, requires_programme
from partnerhub.downloads import csv_response
from partnerhub.models import Partner, User
from scoring.why import Shown
from scoring.wording import day
from specializations import actions, audit_pages, award_actions, overview, pages, queries, why
from specializations.audit_steps import AUDITOR, PARTNER, STEPS
from specializations.forms import AttestForm, AuditRequestForm, AuditStepForm, AwardForm, EnrolmentForm
from specializations.models import Audit


def _known(specialization: str) -> str:
    if specialization not in queries.catalogue(clock.today()):
        raise Http404
    return specialization


@requires("membership.view")
@require_GET
def membership(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Where do we stand, and what needs us this week."""
    return render(request, "membership.html", {"page": overview.overview(partner, clock.today())})


@requires("membership.view")
@require_GET
def specializations(request: HttpRequest, partner: Partner, area: str | None = None) -> HttpResponse:
    """The specializations of one area, or of all."""
    if area is not None and area not in pages.AREAS:
        raise Http404
    page = pages.specializations_page(partner, clock.today(), area)
    return render(request, "specializations.html", {"page": page})


@requires("membership.view")
@require_GET
def specialization(request: HttpRequest, partner: Partner, specialization: str) -> HttpResponse:
    """One specialization: needed against have, and the audit button."""
    page = pages.specialization_page(partner, _known(specialization), clock.today())
    return render(request, "specialization.html", {"page": page, "form": AttestForm()})


@requires("membership.view")
@require_GET
def requirement_why(request: HttpRequest, partner: Partner, specialization: str, requirement: str) -> HttpResponse:
    """The usage rows behind one requirement, counted or not."""
    found = why.requirement(partner, _known(specialization), requirement, clock.today())
    told = {key: request.GET.get(name, "") for key, name in (("tab", "tab"), ("text", "q"), ("sort", "sort"))}
    page = why.page(partner, found, Shown(**told, number=request.GET.get("page")))
    return render(request, "requirement_why.html", {"page": page})


@requires("membership.view")
@require_GET
def requirement_download(
    request: HttpRequest, partner: Partner, specialization: str, requirement: str
) -> HttpResponseBase:
    """The same rows as CSV."""
    found = why.requirement(partner, _known(specialization), requirement, clock.today())
    name = f"{partner.mpn_id}-{specialization}-{requirement}-{clock.today()}.csv"
    return csv_response(name, why.download(found))


@requires("audit.request")
@require_http_methods(["GET", "POST"])
def audit_request(request: HttpRequest, partner: Partner, specialization: str) -> HttpResponse:
    """Ask for the audit: a form while it is open; afterwards how the audit goes on, and what the partner may do."""
    assert isinstance(request.user, User)
    page = pages.specialization_page(partner, _known(specialization), clock.today())
    contact = {"contact_name": request.user.name, "contact_email": request.user.email}
    form = AuditRequestForm(request.POST) if request.method == "POST" else AuditRequestForm(initial=contact)
    if request.method == "POST" and form.is_valid():
        try:
            actions.request_audit(partner, specialization, request.user, **form.cleaned_data)
        except award_actions.NotPossible as refusal:
            messages.error(request, str(refusal))
        return redirect("audit-request", partner.mpn_id, specialization)
    return render(request, "audit_request.html", {"page": page, "form": form})


@requires("audit.request")
@require_POST
def audit_step(request: HttpRequest, partner: Partner, specialization: str) -> HttpResponse:
    """The partner's next step of its open audit."""
    audit = queries.open_audit(partner, _known(specialization))
    if audit is None:
        raise Http404
    form = _step(request)
    if not _take(request, audit, PARTNER, form):
        page = pages.specialization_page(partner, specialization, clock.today(), form)
        return render(request, "audit_request.html", {"page": page}, status=422)
    return redirect("audit-request", partner.mpn_id, specialization)


@requires_programme("audit.conduct")
@require_GET
def audits(request: HttpRequest) -> HttpResponse:
    """The auditor's desk: their audits, and those that wait for an auditor."""
    assert isinstance(request.user, User)
    return render(request, "audits.html", {"page": audit_pages.desk(request.user)})


@requires_programme("audit.conduct")
@require_http_methods(["GET", "POST"])
def audit(request: HttpRequest, audit_id: int) -> HttpResponse:
    """One audit on the auditor's desk, and its next step. What another auditor accepted does not exist here."""
    assert isinstance(request.user, User)
    found = queries.audit_for(request.user, audit_id)
    if found is None:
        raise Http404
    form = _step(request) if request.method == "POST" else None
    if form and _take(request, found, AUDITOR, form):
        return redirect("audits") if form.cleaned_data["step"] == "decline" else redirect("audit", audit_id)
    page = audit_pages.audit_page(found, AUDITOR, reverse("audit", args=[audit_id]), form)
    return render(request, "audit.html", {"page": page}, status=422 if form else 200)


def _step(request: HttpRequest) -> AuditStepForm:
    """The form of the step that was sent. Raises Http404 where there is no such step."""
    if (key := request.POST.get("step", "")) not in STEPS:
        raise Http404
    return AuditStepForm(key, request.POST)


def _take(request: HttpRequest, audit: Audit, side: str, form: AuditStepForm) -> bool:
    """Take the step that the form asks for. False where the form is to be shown again; a refusal is told on the next page."""
    assert isinstance(request.user, User)
    if not form.is_valid():
        return False
    data = form.cleaned_data
    try:
        actions.take_step(audit, side, **data, by=request.user)
        messages.success(request, _("Recorded."))
    except award_actions.NotPossible as refusal:
        messages.error(request, str(refusal))
    return True


@requires("programme.decide")
@require_POST
def attest(request: HttpRequest, partner: Partner, specialization: str) -> HttpResponse:
    """The programme's word on a requirement without a published threshold."""
    assert isinstance(request.user, User)
    form = AttestForm(request.POST)
    if not form.is_valid():
        page = pages.specialization_page(partner, _known(specialization), clock.today())
        return render(request, "specialization.html", {"page": page, "form": form}, status=422)
    data = form.cleaned_data
    try:
        actions.attest(
            partner,
            _known(specialization),
            data["requirement"],
            request.user,
            reason=data["reason"],
            valid_from=clock.today(),
        )
        messages.success(request, _("Attested and recorded."))
    except award_actions.NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("specialization", partner.mpn_id, specialization)


@requires_programme("programme.view")
@require_GET
def programme(request: HttpRequest) -> HttpResponse:
    """The programme's desk: partners and open audit requests."""
    return render(request, "programme.html", {"page": overview.desk(clock.today())})


@requires("programme.decide")
@require_http_methods(["GET", "POST"])
def programme_partner(request: HttpRequest, partner: Partner) -> HttpResponse:
    """What the programme records about a partner: the designations it has bought."""
    assert isinstance(request.user, User)
    form = EnrolmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = actions.enrol(partner, data["designation"], request.user, starts=data["starts"], ends=data["ends"])
        messages.success(request, _("Recorded: active until %(day)s.") % {"day": day(row.ends)})
        return redirect("programme-partner", partner.mpn_id)
    return _programme_partner(request, partner, form, AwardForm(queries.catalogue(clock.today())))


@requires("programme.decide")
@require_POST
def programme_award(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Record a specialization that the partner holds already."""
    assert isinstance(request.user, User)
    form = AwardForm(queries.catalogue(clock.today()), request.POST)
    if form.is_valid():
        try:
            row = award_actions.record_award(partner, by=request.user, **form.cleaned_data)
            messages.success(
                request, _("Recorded: its next anniversary is on %(day)s.") % {"day": day(row.anniversary)}
            )
            return redirect("programme-partner", partner.mpn_id)
        except award_actions.NotPossible as refusal:
            form.add_error(None, str(refusal))
    return _programme_partner(request, partner, EnrolmentForm(), form, status=422)


def _programme_partner(
    request: HttpRequest, partner: Partner, form: EnrolmentForm, award_form: AwardForm, status: int = 200
) -> HttpResponse:
    page = overview.desk_partner(partner, clock.today())
    shown = {"page": page, "form": form, "award_form": award_form}
    return render(request, "programme_partner.html", shown, status=status)


@requires("membership.view")
@require_GET
def action_center(request: HttpRequest, partner: Partner) -> HttpResponse:
    """What needs the admins now, and of which anniversaries they were reminded."""
    return render(request, "action_center.html", {"page": overview.action_center(partner, clock.today())})
