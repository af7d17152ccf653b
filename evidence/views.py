"""Evidence pages: what is known, the files that it comes from, a file's import on its way, and what came of it."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from evidence import actions, lake, pages
from evidence.data_page import data_page
from evidence.forms import ImportForm
from evidence.models import Run
from partnerhub import clock
from partnerhub.access import requires
from partnerhub.asking import asked_day
from partnerhub.listing import Query
from partnerhub.models import Partner, User


@requires("evidence.view")
@require_GET
def data(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Every dataset month by month, and what of it needs attention."""
    asked = asked_day(request)
    return render(request, "data.html", {"page": data_page(partner, asked.as_of, asked.known_at)})


@requires("evidence.view")
@require_GET
def imports(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Every file, and the door for the next one."""
    page = pages.imports_page(partner, clock.today(), Query(request.GET.dict()))
    return render(request, "imports.html", {"page": page, "form": ImportForm()})


@requires("evidence.import")
@require_POST
def import_file(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Take a file in and have a worker import it."""
    assert isinstance(request.user, User)
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        page = pages.imports_page(partner, clock.today(), Query())
        return render(request, "imports.html", {"page": page, "form": form}, status=422)
    path = actions.store_upload(form.cleaned_data["file"])
    data = form.cleaned_data
    job = actions.request_import(partner, path, data["dataset"] or None, data["customer"], request.user)
    return redirect("import-progress", partner.mpn_id, job.pk)


@requires("evidence.view")
@require_GET
@vary_on_headers("HX-Request")  # so that no browser takes the part for the page
def import_progress(request: HttpRequest, partner: Partner, job_id: UUID) -> HttpResponse:
    """How far an import is; the part that moves refreshes itself."""
    job = get_object_or_404(partner.jobs, pk=job_id)
    template = "import_progress.html#progress" if request.htmx else "import_progress.html"  # type: ignore[attr-defined]
    return render(request, template, {"page": pages.progress_page(partner, job)})


@requires("evidence.view")
@require_GET
def run(request: HttpRequest, partner: Partner, run_id: int) -> HttpResponse:
    """One file: what came in, what did not, and why."""
    found = get_object_or_404(Run.objects.select_related("imported_by", "partner"), partner=partner, pk=run_id)
    return render(request, "run.html", {"page": pages.run_page(found, Query(request.GET.dict()))})


@requires("evidence.view")
@require_GET
def run_rejections(request: HttpRequest, partner: Partner, run_id: int) -> HttpResponseBase:
    """All rejected rows of a file as CSV."""
    found = get_object_or_404(Run, partner=partner, pk=run_id)
    path = lake.rejections_file(found)
    if not path.exists():
        raise Http404
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=f"run-{found.pk}-rejections.csv", content_type="text/csv"
    )
