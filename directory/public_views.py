"""The public directory: anyone may search, read and write to a provider; nobody signs in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from directory import images, indexing, lead_actions, pages, places, queries
from directory.forms import ContactForm
from directory.models import Listing
from directory.senders import sender_of
from partnerhub import clock
from partnerhub.access import public


@public
@require_GET
def directory(request: HttpRequest) -> HttpResponse:
    """Find a solution provider. The question stands in the address; parts of the page move without reloading it."""
    page = pages.search_page(request.GET, clock.today())
    template = "directory.html#results" if request.htmx else "directory.html"  # type: ignore[attr-defined]
    return render(request, template, {"page": page})


@public
@require_GET
def directory_places(request: HttpRequest) -> HttpResponse:
    """The towns that somebody may be typing, as options of a field; ``country`` keeps to one."""
    found = places.suggest(request.GET.get("place", ""), request.GET.get("country", "").replace("\0", "")[:2])
    return render(request, "directory_places.html", {"places": found})


@public
@require_GET
def provider(request: HttpRequest, listing_id: int) -> HttpResponse:
    """A provider's page for one location."""
    return render(request, "provider.html", {"page": pages.provider_page(_listing(listing_id), clock.today())})


@public
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, listing_id: int) -> HttpResponse:
    """Write to a provider: what is sent becomes a lead. What a program filled in is thanked for and thrown away."""
    listing = _listing(listing_id)
    form = ContactForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            if not form.is_of_a_program:
                lead_actions.receive(listing, form.cleaned_data, sender_of(request))
        except lead_actions.TooMany as refusal:
            form.add_error(None, str(refusal))
            return _contact(request, listing, form, 429)
        messages.success(request, _("Sent. The provider has your message and answers you by e-mail."))
        return redirect("directory-profile", listing.pk)
    return _contact(request, listing, form, 422 if form.errors else 200)


def _contact(request: HttpRequest, listing: Listing, form: ContactForm, status: int) -> HttpResponse:
    page = pages.provider_page(listing, clock.today())
    return render(request, "provider_contact.html", {"page": page, "form": form}, status=status)


@public
@require_GET
def logo(request: HttpRequest, digest: str) -> HttpResponseBase:
    """The picture of a published logo; its address changes with it."""
    if "\0" in digest or (found := queries.logo(digest)) is None:
        raise Http404
    return images.shown(found, lasting=True)


@public
@require_GET
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """For search engines: where the public pages are told."""
    return render(request, "sitemap_index.xml", {"pages": indexing.parts()}, content_type="application/xml")


@public
@require_GET
def sitemap(request: HttpRequest, number: int) -> HttpResponse:
    """For search engines: some of the public pages."""
    found = indexing.part(number)
    if not found:
        raise Http404
    return render(request, "sitemap.xml", {"pages": found}, content_type="application/xml")


@public
@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """For search engines: the directory, and nothing behind a sign-in."""
    return HttpResponse(indexing.robots(), content_type="text/plain; charset=utf-8")


def _listing(listing_id: int) -> Listing:
    if (found := queries.listing(listing_id)) is None:
        raise Http404
    return found
