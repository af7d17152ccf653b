"""Membership overview, specializations, the Schedule audit button, and the programme's desk."""

from datetime import date

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from partnerhub import clock
from partnerhub.access import requires, requires_programme, signed_in
from partnerhub.context import permissions
from partnerhub.downloads import csv_response
from partnerhub.listing import Query
from partnerhub.models import Partner, User
from scoring.why import shown
from scoring.wording import day
from specializations import acr_chart, actions, award_actions, desk, ended, overview, pages, position, queries, why
from specializations import home as home_page
from specializations import search as searching
from specializations.forms import AttestForm, AuditFirmForm, AwardForm, EnrolmentForm, TakeBackForm
from specializations.refusals import NotPossible


def known(specialization: str) -> str:
    """The key of a specialization that is offered today. Raises Http404 for any other."""
    if specialization not in queries.catalogue(clock.today()):
        raise Http404
    return specialization


def shown_on(partner: Partner, specialization: str) -> date:
    """The day on which a specialization's page shows it: today, or the last one on which it was offered, where the partner has
    something on record. Raises Http404 for any other."""
    today = clock.today()
    last = ended.last_offered(specialization, today)
    if last is None or (last != today and not ended.is_on_record(partner, specialization)):
        raise Http404
    return last


@signed_in
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The organisations and desks of this person, and what they may open there."""
    assert isinstance(request.user, User)
    return render(request, "home.html", {"page": home_page.home_page(request.user)})


@requires("membership.view")
@require_GET
def membership(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Where do we stand, and what needs us this week."""
    page = overview.overview(partner, clock.today())
    position.show(request, page.position)
    return render(request, "membership.html", {"page": page})


@requires("membership.view")
@require_GET
def at_work(request: HttpRequest, partner: Partner) -> HttpResponse:
    """The part of the top bar that tells what is at work, and how much needs somebody, for a page that looks again."""
    return render(request, "components/notifications.html")


@requires("membership.view")
@require_GET
def search(request: HttpRequest, partner: Partner) -> HttpResponse:
    """What of the workspace contains some words; while somebody types, the first of it."""
    typed = request.GET.get("q", "")
    if request.htmx:  # type: ignore[attr-defined]
        return render(
            request, "search.html#suggestions", {"page": searching.search(partner, typed, searching.SUGGESTED)}
        )
    return render(request, "search.html", {"page": searching.search(partner, typed)})


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
    page = pages.specialization_page(partner, specialization, shown_on(partner, specialization))
    return render(request, "specialization.html", {"page": page, "form": AttestForm()})


@requires("membership.view")
@require_GET
def requirement_why(request: HttpRequest, partner: Partner, specialization: str, requirement: str) -> HttpResponse:
    """The usage rows behind one requirement, counted or not."""
    found = why.requirement(partner, known(specialization), requirement, clock.today())
    page = why.page(partner, found, shown(request.GET))
    return render(request, "requirement_why.html", {"page": page})


@requires("membership.view")
@require_GET
def requirement_download(
    request: HttpRequest, partner: Partner, specialization: str, requirement: str
) -> HttpResponseBase:
    """The same rows as CSV: all of them, or those that contain a text."""
    found = why.requirement(partner, known(specialization), requirement, clock.today())
    name = f"{partner.mpn_id}-{specialization}-{requirement}-{clock.today()}.csv"
    return csv_response(name, why.download(found, shown(request.GET).text))


@requires("membership.view")
@require_GET
def requirement_months(
    request: HttpRequest, partner: Partner, specialization: str, requirement: str
) -> HttpResponseBase:
    """What a requirement adds up by month, as CSV."""
    found = pages.acr(partner, known(specialization), requirement, clock.today())
    if found is None:
        raise Http404
    name = f"{partner.mpn_id}-{specialization}-{requirement}-months-{clock.today()}.csv"
    return csv_response(name, acr_chart.rows(found))


@requires("programme.decide")
@require_POST
def attest(request: HttpRequest, partner: Partner, specialization: str) -> HttpResponse:
    """The programme's word on a requirement without a published threshold."""
    assert isinstance(request.user, User)
    form = AttestForm(request.POST)
    if not form.is_valid():
        page = pages.specialization_page(partner, known(specialization), clock.today())
        return render(request, "specialization.html", {"page": page, "form": form}, status=422)
    data = form.cleaned_data
    try:
        actions.attest(
            partner,
            known(specialization),
            data["requirement"],
            request.user,
            reason=data["reason"],
            valid_from=clock.today(),
        )
        messages.success(request, _("Attested and recorded."))
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("specialization", partner.mpn_id, specialization)


@requires_programme("programme.view")
@require_GET
def programme(request: HttpRequest) -> HttpResponse:
    """The programme's desk: partners and open audit requests."""
    return render(request, "programme.html", {"page": desk.desk(clock.today(), request.GET.dict())})


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
    return _programme_partner(request, partner, form=form)


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
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
    return _programme_partner(request, partner, award_form=form, status=422)


@requires("programme.decide")
@require_POST
def programme_award_back(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Take back a specialization that was recorded wrongly."""
    assert isinstance(request.user, User)
    form = TakeBackForm(desk.desk_partner(partner, clock.today(), {}).held, request.POST)
    if form.is_valid():
        try:
            award_actions.take_back(partner, by=request.user, **form.cleaned_data)
            messages.success(request, _("Taken back and recorded."))
            return redirect("programme-partner", partner.mpn_id)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
    return _programme_partner(request, partner, back_form=form, status=422)


def _programme_partner(request: HttpRequest, partner: Partner, *, status: int = 200, **sent: Form) -> HttpResponse:
    """The programme's page of a partner; ``sent``: the form that is to be filled in again."""
    page = desk.desk_partner(partner, clock.today(), request.GET.dict())
    shown = {
        "page": page,
        "form": EnrolmentForm(),
        "award_form": AwardForm(queries.catalogue(clock.today())),
        "back_form": TakeBackForm(page.held) if page.held else None,
    }
    return render(request, "programme_partner.html", shown | sent, status=status)


@requires_programme("programme.decide")
@require_http_methods(["GET", "POST"])
def programme_auditors(request: HttpRequest) -> HttpResponse:
    """Who may conduct audits, and for which auditing organisation."""
    form = AuditFirmForm(queries.auditors(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.set_firm(form.cleaned_data["auditor"], form.cleaned_data["name"])
        messages.success(request, _("Recorded."))
        return redirect("programme-auditors")
    status = 422 if request.method == "POST" else 200
    shown = {"page": desk.auditors(Query(request.GET.dict())), "form": form}
    return render(request, "programme_auditors.html", shown, status=status)


@requires("membership.view")
@require_GET
def action_center(request: HttpRequest, partner: Partner) -> HttpResponse:
    """What needs the admins now, and of which anniversaries they were reminded."""
    page = overview.action_center(partner, clock.today(), permissions(request))
    position.show(request, page.position)
    return render(request, "action_center.html", {"page": page})
