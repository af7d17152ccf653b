"""Health, preferences, help, and the pages that say no."""

from django.conf import settings
from django.contrib.auth import login
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from partnerhub import actions, help_pages, languages, preferences, queries
from partnerhub.access import Refused, partner_in_view, public, requires
from partnerhub.listing import Query
from partnerhub.models import Partner, User


@public
@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """Liveness: the process answers."""
    return JsonResponse({"status": "ok"})


@public
@require_GET
def readyz(request: HttpRequest) -> JsonResponse:
    """Readiness: the database answers and its tables are there."""
    ready = queries.ready(connection)
    return JsonResponse({"status": "ready" if ready else "not ready"}, status=200 if ready else 503)


@public
@require_POST
def prefer(request: HttpRequest) -> HttpResponse:
    """Keep how this browser's person likes their pages, and go back to the page."""
    there = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    response = redirect(there if safe else "/")
    preferences.keep(request, response)
    return response


@public
@require_GET
def help_index(request: HttpRequest) -> HttpResponse:
    """What can be asked about, by topic."""
    request.partner = _in_view(request)  # type: ignore[attr-defined]
    return render(request, "help.html", {"page": help_pages.index()})


@public
@require_GET
def help_topic(request: HttpRequest, topic: str) -> HttpResponse:
    """One topic of the help."""
    page = help_pages.topic(topic)
    if page is None:
        raise Http404
    request.partner = _in_view(request)  # type: ignore[attr-defined]
    return render(request, "help_topic.html", {"page": page})


def _in_view(request: HttpRequest) -> Partner | None:
    """The organisation beside which the help is read, where the address names one that this person may know of."""
    if not isinstance(request.user, User):
        return None
    return partner_in_view(request.user, request.GET.get("partner", ""))


@requires("activity.view")
@require_GET
@vary_on_headers("HX-Request")  # so that no browser takes the part for the page
def activity(request: HttpRequest, partner: Partner) -> HttpResponse:
    """The background work of this partner, newest first; running work refreshes itself."""
    template = "activity.html#jobs" if request.htmx else "activity.html"  # type: ignore[attr-defined]
    return render(request, template, {"page": queries.activity(partner, Query(request.GET.dict()))})


@requires("users.view")
@require_GET
def users(request: HttpRequest, partner: Partner) -> HttpResponse:
    """The organisation's people and their roles."""
    return render(request, "users.html", {"page": queries.people(partner, Query(request.GET.dict()))})


@public
@require_GET
def demo_door(request: HttpRequest) -> HttpResponse:
    """The demo's people, to sign in as. Outside the demo this door does not exist."""
    return render(request, "demo.html", {"page": queries.demo_people()})


@public
@require_POST
def demo_sign_in(request: HttpRequest, user_id: int) -> HttpResponse:
    """Sign in as one of the demo's people, without a password."""
    if not settings.DEMO:
        raise Http404
    user = get_object_or_404(User.objects.filter(email__endswith="example.com", is_superuser=False), pk=user_id)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("home")


@csrf_exempt  # no secret to guard, and a page without referrer could not show where its form came from; see came_from_here
@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language to read in, and go on reading the same page."""
    wanted, response = request.POST.get("language", ""), redirect(languages.next_page(request))
    if wanted not in languages.LANGUAGES or not languages.came_from_here(request):
        return response
    if isinstance(request.user, User):
        actions.choose_language(request.user, wanted)
    languages.remember(response, wanted)
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: an address that leads nowhere, or to what this person may not see; under /api/ in the API's error shape."""
    if request.path.startswith("/api/"):
        return JsonResponse(
            {"error": {"code": "not_found", "message": "There is nothing here that you may see."}}, status=404
        )
    return render(request, "404.html", status=404)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: names the roles that may, and the people to ask."""
    refusal = exception if isinstance(exception, Refused) else None
    return render(request, "403.html", {"refusal": refusal}, status=403)
