"""The audit on pages: the partner's request and steps, the auditor's desk, documents and calendar entries."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from partnerhub import clock, documents
from partnerhub.access import requires, requires_programme
from partnerhub.listing import Query
from partnerhub.models import Partner, User
from specializations import actions, audit_calendar, audit_pages, pages, queries
from specializations import own_audits as own_audits_page
from specializations.actions import AuditWish, Said
from specializations.audit_steps import AUDITOR, PARTNER, STEPS
from specializations.forms import AuditRequestForm, AuditStepForm
from specializations.models import Audit
from specializations.refusals import NotPossible
from specializations.views import known, shown_on


@requires("audit.request")
@require_http_methods(["GET", "POST"])
def audit_request(request: HttpRequest, partner: Partner, specialization: str) -> HttpResponse:
    """Ask for the audit: a form while it is open; afterwards how the audit goes on, and what the partner may do."""
    assert isinstance(request.user, User)
    page = pages.specialization_page(partner, specialization, shown_on(partner, specialization))
    contact = {"contact_name": request.user.name, "contact_email": request.user.email, "time_zone": "UTC"}
    modules = queries.modules(partner, clock.today()) if page.request is None else []
    form = AuditRequestForm(modules, request.POST or None, initial=contact)
    if request.method == "POST" and known(specialization) and form.is_valid():
        try:
            actions.request_audit(partner, specialization, request.user, AuditWish(**form.cleaned_data))
        except NotPossible as refusal:
            messages.error(request, str(refusal))
        return redirect("audit-request", partner.mpn_id, specialization)
    return render(request, "audit_request.html", {"page": page, "form": form, "fees": audit_pages.fees(clock.today())})


@requires("audit.request")
@require_POST
def audit_step(request: HttpRequest, partner: Partner, specialization: str) -> HttpResponse:
    """The partner's next step of its open audit."""
    on = shown_on(partner, specialization)
    audit = queries.open_audit(partner, specialization)
    if audit is None:
        raise Http404
    form = _step(request, audit)
    if not _take(request, audit, PARTNER, form):
        page = pages.specialization_page(partner, specialization, on, form)
        return render(request, "audit_request.html", {"page": page}, status=422)
    return redirect("audit-request", partner.mpn_id, specialization)


@requires("membership.view")
@require_GET
def own_audits(request: HttpRequest, partner: Partner) -> HttpResponse:
    """The partner's audits: how each goes on, and what could be scheduled."""
    return render(request, "own_audits.html", {"page": own_audits_page.own_audits(partner, clock.today())})


@requires("audit.request")
@require_GET
def own_audit_document(request: HttpRequest, partner: Partner, specialization: str, report_id: int) -> FileResponse:
    """A document of one of the partner's audits of this specialization."""
    for audit in queries.audits_of_one(partner, specialization):
        if found := queries.document_of(audit, report_id):
            return documents.download(found)
    raise Http404


@requires("audit.request")
@require_GET
def own_audit_calendar(request: HttpRequest, partner: Partner, specialization: str) -> HttpResponse:
    """The agreed day of the partner's open audit, for a calendar."""
    return _calendar(queries.open_audit(partner, specialization))


@requires_programme("audit.conduct")
@require_GET
def audits(request: HttpRequest) -> HttpResponse:
    """The auditor's desk: their audits, and those that wait for an auditor."""
    assert isinstance(request.user, User)
    return render(request, "audits.html", {"page": audit_pages.desk(request.user, Query(request.GET.dict()))})


@requires_programme("audit.conduct")
@require_http_methods(["GET", "POST"])
def audit(request: HttpRequest, audit_id: int) -> HttpResponse:
    """One audit on the auditor's desk, and its next step. What another auditor accepted does not exist here."""
    found = _on_desk(request, audit_id)
    form = _step(request, found) if request.method == "POST" else None
    if form and _take(request, found, AUDITOR, form):
        return redirect("audits") if form.cleaned_data["step"] == "decline" else redirect("audit", audit_id)
    page = audit_pages.for_auditor(found, form)
    return render(request, "audit.html", {"page": page}, status=422 if form else 200)


@requires_programme("audit.conduct")
@require_GET
def audit_document(request: HttpRequest, audit_id: int, report_id: int) -> FileResponse:
    """A document of an audit on the desk."""
    found = queries.document_of(_on_desk(request, audit_id), report_id)
    if found is None:
        raise Http404
    return documents.download(found)


@requires_programme("audit.conduct")
@require_GET
def audit_calendar_entry(request: HttpRequest, audit_id: int) -> HttpResponse:
    """The agreed day of an audit on the desk, for a calendar."""
    return _calendar(_on_desk(request, audit_id))


def _on_desk(request: HttpRequest, audit_id: int) -> Audit:
    assert isinstance(request.user, User)
    found = queries.audit_for(request.user, audit_id)
    if found is None:
        raise Http404
    return found


def _calendar(audit: Audit | None) -> HttpResponse:
    if audit is None or audit.state != Audit.State.AGREED:
        raise Http404
    response = HttpResponse(audit_calendar.entry(audit), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit.ics"'
    return response


def _step(request: HttpRequest, audit: Audit) -> AuditStepForm:
    """The form of the step that was sent. Raises Http404 where there is no such step."""
    if (key := request.POST.get("step", "")) not in STEPS:
        raise Http404
    return AuditStepForm(key, request.POST, request.FILES, zone=audit.time_zone)


def _take(request: HttpRequest, audit: Audit, side: str, form: AuditStepForm) -> bool:
    """Take the step that the form asks for. False where the form is to be shown again; a refusal is told on the next page."""
    assert isinstance(request.user, User)
    if not form.is_valid():
        return False
    data = dict(form.cleaned_data)
    try:
        actions.take_step(audit, side, data.pop("step"), request.user, Said(**data))
        messages.success(request, _("Recorded."))
    except (NotPossible, documents.DocumentRefused) as refusal:
        messages.error(request, str(refusal))
    return True
