"""Solutions Partner pages: a designation, and the Why of each of its metrics."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from partnerhub.access import requires
from partnerhub.models import Partner
from partnerhub.rulebook import NotInForce
from scoring import downloads, pages, queries, why
from scoring.forms import asked
from scoring.metrics import METRICS


@requires("membership.view")
@require_GET
def designation(request: HttpRequest, partner: Partner, designation: str) -> HttpResponse:
    """One designation: score, categories, metric cards, track and freshness."""
    if designation not in METRICS:
        raise Http404
    question = asked(request)
    try:
        page = pages.designation_page(partner, designation, question)
    except NotInForce as error:
        return _not_in_force(request, error)
    return render(request, "designation.html", {"page": page})


@requires("membership.view")
@require_GET
def metric_why(request: HttpRequest, partner: Partner, designation: str, metric: str) -> HttpResponse:
    """Everything behind one metric's figure."""
    if metric not in METRICS.get(designation, {}):
        raise Http404
    tab, number = request.GET.get("tab", ""), request.GET.get("page")
    try:
        page = why.why_page(partner, designation, metric, asked(request), tab, number)
    except NotInForce as error:
        return _not_in_force(request, error)
    return render(request, "why.html", {"page": page})


@requires("membership.view")
@require_GET
def metric_download(request: HttpRequest, partner: Partner, designation: str, metric: str) -> HttpResponseBase:
    """All contributions of a metric as CSV."""
    if metric not in METRICS.get(designation, {}):
        raise Http404
    question = asked(request)
    try:
        found = queries.explanation(partner, designation, metric, question.as_of, question.basis, question.known_at)
    except NotInForce as error:
        return _not_in_force(request, error)
    name = f"{partner.mpn_id}-{designation}-{metric}-{question.as_of}-{question.basis}.csv"
    return downloads.csv_response(name, downloads.contributions(found))


def _not_in_force(request: HttpRequest, error: NotInForce) -> HttpResponse:
    """A day before the programme's rules began: said, not guessed."""
    return render(request, "not_in_force.html", {"error": error}, status=404)
