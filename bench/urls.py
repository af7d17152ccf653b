"""The site, and beside it the page that others are measured against: the shell of every page, with nothing in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from partnerhub.access import requires
from partnerhub.models import Partner


@requires("membership.view")
def empty(request: HttpRequest, partner: Partner) -> HttpResponse:
    """The same middleware, sign-in, permission and shell, and no content."""
    return render(request, "base.html")


urlpatterns = [path("partners/<str:mpn_id>/empty/", empty, name="empty"), path("", include("partnerhub.urls"))]
