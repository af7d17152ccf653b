"""Partner-earned credit: the overview, a month, and what is behind its amounts."""

from datetime import date, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from credit import (
    actions,
    alerts_page,
    customer_page,
    month_page,
    overview,
    queries,
    reconciliation_page,
    refresh,
    resource_page,
    steps_page,
    why_page,
)
from credit.forms import LapseForm
from credit.models import AgreementLapse, CreditMonth
from partnerhub import clock
from partnerhub.access import may, requires
from partnerhub.downloads import csv_response
from partnerhub.listing import Query
from partnerhub.models import Partner, User


@requires("credit.view")
@require_GET
def credit(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Months with earned against possible, what is at risk, what ends, and what to do next."""
    page = overview.credit_overview(partner, clock.today(), Query(request.GET.dict()))
    return render(request, "credit.html", {"page": page})


@requires("credit.view")
@require_GET
def months_download(request: HttpRequest, partner: Partner) -> HttpResponseBase:
    """Every month as CSV."""
    return csv_response(f"{partner.mpn_id}-credit.csv", overview.rows(queries.history(partner)))


@requires("credit.view")
@require_GET
def month(request: HttpRequest, partner: Partner, month: str) -> HttpResponse:
    """A month: where credit was lost, by customer, subscription and reason."""
    page = month_page.month_page(partner, _kept(partner, month), request.GET.dict())
    return render(request, "credit_month.html", {"page": page})


@requires("credit.view")
@require_GET
def shares_download(request: HttpRequest, partner: Partner, month: str) -> HttpResponseBase:
    """What a month adds up, as CSV."""
    kept = _kept(partner, month)
    return csv_response(f"{partner.mpn_id}-credit-{month}.csv", month_page.rows(kept))


@requires("credit.view")
@require_GET
def customer(request: HttpRequest, partner: Partner, month: str, tenant: str) -> HttpResponse:
    """A customer's month: its subscriptions, and why its lines did not earn."""
    page = customer_page.customer_page(partner, _kept(partner, month), tenant, clock.today(), request.GET.dict())
    if page is None:
        raise Http404
    return render(request, "credit_customer.html", {"page": page})


@requires("credit.view")
@require_GET
def why(request: HttpRequest, partner: Partner, month: str) -> HttpResponse:
    """The lines behind an amount, by resource."""
    page = why_page.why_page(partner, _kept(partner, month), request.GET.dict())
    return render(request, "credit_why.html", {"page": page})


@requires("credit.view")
@require_GET
def lines_download(request: HttpRequest, partner: Partner, month: str) -> HttpResponseBase:
    """The same, line by line, as CSV."""
    kept = _kept(partner, month)
    return csv_response(f"{partner.mpn_id}-credit-{month}-lines.csv", why_page.lines(partner, kept, request.GET.dict()))


@requires("credit.view")
@require_GET
def resource(request: HttpRequest, partner: Partner, month: str, scope: str) -> HttpResponse:
    """A resource's calendar of days with the access that covered each."""
    files = may(request.user, partner, "evidence.view")
    page = resource_page.resource_page(partner, _kept(partner, month), f"/{scope}", files=files)
    if page is None:
        raise Http404
    return render(request, "credit_resource.html", {"page": page})


@requires("credit.view")
@require_GET
def reconciliation(request: HttpRequest, partner: Partner, month: str) -> HttpResponse:
    """Our result beside what was billed, differences explained."""
    page = reconciliation_page.reconciliation_page(partner, _kept(partner, month), request.GET.dict())
    return render(request, "credit_reconciliation.html", {"page": page})


@requires("credit.view")
@require_GET
def differences_download(request: HttpRequest, partner: Partner, month: str) -> HttpResponseBase:
    """The differences as CSV."""
    rows = reconciliation_page.rows(_kept(partner, month))
    return csv_response(f"{partner.mpn_id}-credit-{month}-differences.csv", rows)


@requires("credit.view")
@require_GET
def alerts(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Every alert there was, newest first."""
    page = alerts_page.alerts_page(partner, clock.today(), Query(request.GET.dict()))
    return render(request, "credit_alerts.html", {"page": page})


@requires("credit.view")
@require_GET
def next_steps(request: HttpRequest, partner: Partner) -> HttpResponse:
    """What to do next about credit that is lost."""
    return _steps(request, partner, LapseForm(clock.today()))


def _steps(request: HttpRequest, partner: Partner, form: LapseForm, status: int = 200) -> HttpResponse:
    page = steps_page.steps_page(partner)
    return render(request, "credit_steps.html", {"page": page, "form": form}, status=status)


@requires("credit.record")
@require_POST
def lapse(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Record days without an agreement; the months that they touch are worked out anew."""
    assert isinstance(request.user, User)
    form = LapseForm(clock.today(), request.POST)
    if not form.is_valid():
        return _steps(request, partner, form, status=422)
    row = actions.record_lapse(partner, request.user, **form.cleaned_data)
    refresh.start_after_lapse(row)
    messages.success(request, _("Recorded. The months that these days touch are worked out anew."))
    return redirect("credit-steps", partner.mpn_id)


@requires("credit.record")
@require_POST
def lapse_back(request: HttpRequest, partner: Partner, lapse_id: int) -> HttpResponse:
    """Take back days without an agreement that were recorded by mistake."""
    assert isinstance(request.user, User)
    row = get_object_or_404(AgreementLapse, partner=partner, pk=lapse_id)
    actions.take_back_lapse(row, request.user)
    refresh.start_after_lapse(row)
    messages.success(request, _("Taken back and recorded."))
    return redirect("credit-steps", partner.mpn_id)


def _kept(partner: Partner, text: str) -> CreditMonth:
    """What speaks for a month of an address (2023-07). Raises Http404 where there is none."""
    kept = queries.newest(partner, _month(text))
    if kept is None:
        raise Http404
    return kept


def _month(text: str) -> date:
    try:
        found = datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007  # a month has no time zone
    except ValueError as error:
        raise Http404 from error
    if f"{found:%Y-%m}" != text:
        raise Http404
    return found
