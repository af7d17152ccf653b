"""The partner's own pages: its profiles, each written, located, looked at and published; who may not write reads."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from directory import actions, forms, images, profile_pages, queries
from directory.forms import BeginForm, LocationForm, ProfileForm
from directory.models import BusinessProfile
from directory.refusals import NotPossible
from partnerhub import clock
from partnerhub.access import may, requires
from partnerhub.models import Partner, User


@requires("profile.view")
@require_GET
def profiles(request: HttpRequest, partner: Partner) -> HttpResponse:
    """The partner's profiles, one per country, and the form that begins another."""
    return _show_profiles(request, partner, BeginForm(partner))


@requires("profile.edit")
@require_POST
def profile_new(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Begin a profile for a country."""
    assert isinstance(request.user, User)
    form = BeginForm(partner, request.POST)
    if not form.is_valid():
        return _show_profiles(request, partner, form, status=422)
    row = actions.begin(partner, form.cleaned_data["country"], request.user)
    return redirect("profile", partner.mpn_id, row.country)


@requires("profile.view")
@require_GET
def profile(request: HttpRequest, partner: Partner, country: str) -> HttpResponse:
    """One profile: its form for who may write, else as it stands."""
    row = _of(partner, country)
    return _show(request, row, forms.of_profile(row) if may(request.user, partner, "profile.edit") else None)


@requires("profile.edit")
@require_POST
def profile_save(request: HttpRequest, partner: Partner, country: str) -> HttpResponse:
    """Write a profile; a logo that will do is kept even where something else has to be corrected."""
    assert isinstance(request.user, User)
    row = _of(partner, country)
    form = forms.of_profile(row, request.POST, request.FILES)
    valid = form.is_valid()
    if form.drawn:
        actions.set_logo(row, form.drawn, request.user)
    if not valid:
        return _show(request, _of(partner, country), form, status=422)
    if form.cleaned_data["remove_logo"] and not form.drawn:
        actions.set_logo(row, None, request.user)
    actions.write(row, form.cleaned_data, request.user)
    messages.success(request, _("Saved. Nothing changes in public before you publish it."))
    return redirect("profile-locations" if request.POST.get("do") == "next" else "profile", partner.mpn_id, country)


@requires("profile.view")
@require_GET
def profile_locations(request: HttpRequest, partner: Partner, country: str) -> HttpResponse:
    """The profile's offices."""
    return _show_locations(request, _of(partner, country), LocationForm(country))


@requires("profile.edit")
@require_POST
def profile_location_step(request: HttpRequest, partner: Partner, country: str) -> HttpResponse:
    """Add an office, or delete one."""
    assert isinstance(request.user, User)
    row = _of(partner, country)
    form = LocationForm(country, request.POST)
    try:
        if number := _number(request.POST.get("remove", "")):
            actions.remove_location(get_object_or_404(row.locations, pk=number), request.user)
            messages.success(request, _("The location is deleted."))
        elif not form.is_valid():
            return _show_locations(request, row, form, status=422)
        else:
            actions.add_location(row, form.cleaned_data["place"], form.cleaned_data["address"], request.user)
            messages.success(request, _("The location is added."))
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("profile-locations", partner.mpn_id, country)


@requires("profile.view")
@require_GET
def profile_preview(request: HttpRequest, partner: Partner, country: str) -> HttpResponse:
    """The profile as everyone will see it, and what is still missing."""
    page = profile_pages.profile_page(_of(partner, country), clock.today(), "profile-preview")
    return render(request, "profile_preview.html", {"page": page})


@requires("profile.edit")
@require_POST
def profile_publish(request: HttpRequest, partner: Partner, country: str) -> HttpResponse:
    """Publish the profile as it is written, or take it off the directory."""
    assert isinstance(request.user, User)
    row = _of(partner, country)
    try:
        if request.POST.get("step") == "unpublish":
            actions.unpublish(row)
            messages.success(request, _("The profile is not public any more."))
        else:
            actions.publish(row, request.user)
            messages.success(request, _("Published. Customers find the profile from now on."))
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("profile-preview", partner.mpn_id, country)


@requires("profile.delete")
@require_POST
def profile_delete(request: HttpRequest, partner: Partner, country: str) -> HttpResponse:
    """Delete the profile with its public pages; its leads stay."""
    actions.delete(_of(partner, country))
    messages.success(request, _("The profile is deleted."))
    return redirect("profiles", partner.mpn_id)


@requires("profile.view")
@require_GET
def profile_logo(request: HttpRequest, partner: Partner, country: str) -> HttpResponseBase:
    """The logo of a profile that may not be public yet."""
    row = _of(partner, country)
    if row.logo is None:
        raise Http404
    return images.shown(row.logo.picture, lasting=False)


def _of(partner: Partner, country: str) -> BusinessProfile:
    if (found := queries.profile(partner, country)) is None:
        raise Http404
    return found


def _number(text: str) -> int:
    """A row's number as a form sends it; 0, which no row has, for anything else."""
    return int(text[:18]) if text.isascii() and text.isdigit() else 0


def _show_profiles(request: HttpRequest, partner: Partner, form: BeginForm, status: int = 200) -> HttpResponse:
    page = profile_pages.profiles_page(partner, clock.today())
    return render(request, "profiles.html", {"page": page, "form": form}, status=status)


def _show(request: HttpRequest, row: BusinessProfile, form: ProfileForm | None, status: int = 200) -> HttpResponse:
    page = profile_pages.profile_page(row, clock.today(), "profile")
    return render(request, "profile.html", {"page": page, "form": form}, status=status)


def _show_locations(request: HttpRequest, row: BusinessProfile, form: LocationForm, status: int = 200) -> HttpResponse:
    page = profile_pages.profile_page(row, clock.today(), "profile-locations")
    return render(request, "profile_locations.html", {"page": page, "form": form}, status=status)
