"""The partner's leads: the list, one of them with its steps, and the file."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from directory import lead_actions, lead_pages, queries
from directory.forms import ArchiveForm
from directory.models import Lead
from directory.refusals import NotPossible
from partnerhub import clock
from partnerhub.access import requires
from partnerhub.downloads import csv_response
from partnerhub.listing import Query
from partnerhub.models import Partner, User


@requires("leads.manage")
@require_GET
def leads(request: HttpRequest, partner: Partner) -> HttpResponse:
    """What customers wrote through the directory."""
    page = lead_pages.leads_page(partner, request.GET.dict(), clock.now())
    return render(request, "leads.html", {"page": page})


@requires("leads.manage")
@require_GET
def leads_download(request: HttpRequest, partner: Partner) -> HttpResponseBase:
    """The leads that the list shows, with the columns of the programme's own file."""
    now = clock.now()
    rows = lead_pages.chosen(partner, Query(request.GET.dict()), now).page.paginator.object_list
    return csv_response(f"leads-{partner.mpn_id}.csv", lead_pages.lines(partner, rows, now))


@requires("leads.manage")
@require_GET
def lead(request: HttpRequest, partner: Partner, lead_id: int) -> HttpResponse:
    """One lead."""
    return _show(request, partner, _of(partner, lead_id), ArchiveForm())


@requires("leads.manage")
@require_POST
def lead_step(request: HttpRequest, partner: Partner, lead_id: int) -> HttpResponse:
    """Accept a lead, or archive it with how it ended."""
    assert isinstance(request.user, User)
    row = _of(partner, lead_id)
    form = ArchiveForm(request.POST)
    try:
        if request.POST.get("step") != "archive":
            lead_actions.accept(row, request.user)
            messages.success(request, _("Accepted. Answer the customer now: quick answers move you up."))
        elif not form.is_valid():
            return _show(request, partner, row, form, status=422)
        else:
            lead_actions.archive(row, form.cleaned_data["reason"])
            messages.success(request, _("Archived."))
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("lead", partner.mpn_id, row.pk)


def _of(partner: Partner, lead_id: int) -> Lead:
    if (found := queries.lead(partner, lead_id)) is None:
        raise Http404
    return found


def _show(request: HttpRequest, partner: Partner, row: Lead, form: ArchiveForm, status: int = 200) -> HttpResponse:
    page = lead_pages.lead_page(partner, row, clock.now())
    return render(request, "lead.html", {"page": page, "form": form}, status=status)
