"""Solutions Partner pages: a designation, its scoring history, and the Why of each of its metrics."""

from collections.abc import Callable, Iterator, Sequence

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from partnerhub import clock, rules
from partnerhub.access import requires
from partnerhub.models import Partner
from partnerhub.rulebook import NotInForce
from scoring import changes_page, downloads, histories_page, history_page, overview_page, pages, queries, why
from scoring.forms import Asked, asked, rules_asked


@requires("membership.view")
@require_GET
def solutions_partner(request: HttpRequest, partner: Partner) -> HttpResponse:
    """All designations: status, score, and how far each category is."""
    return render(request, "solutions_partner.html", {"page": overview_page.overview_page(partner, clock.today())})


@requires("membership.view")
@require_GET
def histories(request: HttpRequest, partner: Partner) -> HttpResponse:
    """The best score of each designation in the month and in those before it."""
    return render(request, "histories.html", {"page": histories_page.histories_page(partner, clock.today())})


@requires("membership.view")
@require_GET
def designation(request: HttpRequest, partner: Partner, designation: str) -> HttpResponse:
    """One designation: score, categories, metric cards, track and freshness."""
    if designation not in rules.book().scored:
        raise Http404
    question = asked(request)
    try:
        page = pages.designation_page(partner, designation, question)
    except NotInForce as error:
        return _not_in_force(request, error)
    return render(request, "designation.html", {"page": page})


@requires("membership.view")
@require_GET
def history(request: HttpRequest, partner: Partner, designation: str) -> HttpResponse:
    """The best score of the month and of those before it."""
    if designation not in rules.book().scored:
        raise Http404
    try:
        page = history_page.history_page(partner, designation, asked(request))
    except NotInForce as error:
        return _not_in_force(request, error)
    return render(request, "history.html", {"page": page})


@requires("membership.view")
@require_GET
def score_download(request: HttpRequest, partner: Partner, designation: str) -> HttpResponseBase:
    """The score by refresh as CSV."""
    return _csv(request, partner, designation, "score", pages.score_rows)


@requires("membership.view")
@require_GET
def categories_download(request: HttpRequest, partner: Partner, designation: str) -> HttpResponseBase:
    """What each category earned, as CSV."""
    return _csv(request, partner, designation, "categories", pages.category_rows)


@requires("membership.view")
@require_GET
def history_download(request: HttpRequest, partner: Partner, designation: str) -> HttpResponseBase:
    """The best score of the month and of those before it, as CSV."""
    return _csv(request, partner, designation, "history", history_page.download)


@requires("membership.view")
@require_GET
def changes(request: HttpRequest, partner: Partner, designation: str) -> HttpResponse:
    """What would change under the rules of another day."""
    if designation not in rules.book().scored:
        raise Http404
    page = changes_page.changes_page(partner, designation, asked(request), rules_asked(request))
    return render(request, "changes.html", {"page": page})


@requires("membership.view")
@require_GET
def metric_why(request: HttpRequest, partner: Partner, designation: str, metric: str) -> HttpResponse:
    """Everything behind one metric's figure."""
    if rules.book().metric(designation, metric) is None:
        raise Http404
    shown = why.shown(request.GET)
    try:
        page = why.why_page(partner, designation, metric, asked(request), shown, request.GET.get("track", ""))
    except NotInForce as error:
        return _not_in_force(request, error)
    return render(request, "why.html", {"page": page})


@requires("membership.view")
@require_GET
def metric_download(request: HttpRequest, partner: Partner, designation: str, metric: str) -> HttpResponseBase:
    """The contributions of a metric as CSV: all of them, or those that contain a text."""
    told = rules.book().metric(designation, metric)
    if told is None:
        raise Http404
    question = asked(request)
    try:
        found = queries.explanation(
            partner,
            designation,
            metric,
            question.as_of,
            question.basis,
            question.known_at,
            track=request.GET.get("track"),
        )
    except NotInForce as error:
        return _not_in_force(request, error)
    name = f"{partner.mpn_id}-{designation}-{metric}-{question.as_of}-{question.basis}.csv"
    sought = why.containing(found, told, why.shown(request.GET).text)
    return downloads.csv_response(name, downloads.contributions(sought))


Rows = Iterator[Sequence[object]]


def _csv(
    request: HttpRequest, partner: Partner, designation: str, what: str, rows: Callable[[Partner, str, Asked], Rows]
) -> HttpResponseBase:
    """What a picture of the designation shows, as a file."""
    if designation not in rules.book().scored:
        raise Http404
    question = asked(request)
    try:
        found = list(rows(partner, designation, question))
    except NotInForce as error:
        return _not_in_force(request, error)
    name = f"{partner.mpn_id}-{designation}-{what}-{question.as_of}-{question.basis}.csv"
    return downloads.csv_response(name, found)


def _not_in_force(request: HttpRequest, error: NotInForce) -> HttpResponse:
    """A day before the programme's rules began: said, not guessed."""
    return render(request, "not_in_force.html", {"error": error}, status=404)
