"""Customer references: the partner's pages, the customer's personal link, and the reviewers' desk."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evidence.customers import customers
from partnerhub import clock, documents
from partnerhub.access import public, requires, requires_programme
from partnerhub.listing import Query
from partnerhub.models import Document, Partner, User
from specializations import queries, reference_actions, reference_pages
from specializations.models import Reference, ReferenceLink
from specializations.reference_forms import ReferenceDocumentsForm, ReferenceForm, ReferenceStepForm
from specializations.reference_steps import ACCEPTED, APPROVED, CUSTOMER, DECLINED, DRAFT, EXPIRED, PROGRAMME, STEPS
from specializations.refusals import NotPossible

# What a reviewer may look at: what a customer has approved, whatever came of it.
REVIEWED = (APPROVED, ACCEPTED, DECLINED, EXPIRED)


@requires("membership.view")
@require_GET
def references(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Every reference of the partner, or those in one state."""
    page = reference_pages.references_page(partner, Query(request.GET.dict()))
    return render(request, "references.html", {"page": page})


@requires("references.submit")
@require_http_methods(["GET", "POST"])
def reference_new(request: HttpRequest, partner: Partner, specialization: str) -> HttpResponse:
    """Begin a reference: saved as a draft, and sent at once where that was asked for and nothing is missing."""
    assert isinstance(request.user, User)
    page = reference_pages.new_page(partner, specialization, _title(specialization))
    form = ReferenceForm(customers(partner), request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return _saved(
                request, reference_actions.add_reference(partner, specialization, request.user, form.cleaned_data)
            )
        except reference_actions.CustomerNamedAlready as refusal:
            _name_another(form, refusal)
        except NotPossible as refusal:
            messages.error(request, str(refusal))
            return redirect(page.url)
    return render(request, "reference_new.html", {"page": page, "form": form}, status=422 if form.errors else 200)


@requires("references.submit")
@require_GET
def reference_customers(request: HttpRequest, partner: Partner) -> HttpResponse:
    """The part of the form that names a customer, with those that match what somebody is typing."""
    form = ReferenceForm(customers(partner), initial=request.GET.dict())
    return render(request, "components/reference_customers.html", {"form": form})


@requires("membership.view")
@require_GET
def reference(request: HttpRequest, partner: Partner, reference_id: int) -> HttpResponse:
    """One reference: a draft as its form, with ``?check`` telling what is missing; else what is on record."""
    row = _of(partner, reference_id)
    form = reference_pages.form_of(row, check="check" in request.GET) if row.state == DRAFT else None
    return _show(request, partner, row, form)


@requires("references.submit")
@require_POST
def reference_save(request: HttpRequest, partner: Partner, reference_id: int) -> HttpResponse:
    """Write a draft anew, and send it where that was asked for."""
    row = _of(partner, reference_id)
    form = ReferenceForm(customers(partner), request.POST)
    if not form.is_valid() and row.state == DRAFT:
        return _show(request, partner, row, form, status=422)
    try:
        return _saved(request, reference_actions.change_reference(row, form.cleaned_data))
    except reference_actions.CustomerNamedAlready as refusal:
        _name_another(form, refusal)
        return _show(request, partner, row, form, status=422)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("reference", partner.mpn_id, row.pk)


@requires("references.submit")
@require_POST
def reference_attach(request: HttpRequest, partner: Partner, reference_id: int) -> HttpResponse:
    """Attach files to a draft: those that will do are kept, what is wrong with the others is told one by one."""
    assert isinstance(request.user, User)
    row = _of(partner, reference_id)
    form = ReferenceDocumentsForm(request.POST, request.FILES)
    for upload in form.cleaned_data["documents"] if form.is_valid() else ():
        try:
            reference_actions.attach(row, upload, request.user)
        except documents.DocumentRefused as refusal:
            form.add_error("documents", str(refusal))
        except NotPossible as refusal:
            messages.error(request, str(refusal))
            return redirect("reference", partner.mpn_id, row.pk)
    if form.errors:
        row = _of(partner, reference_id)
        return _show(request, partner, row, reference_pages.form_of(row), attach=form, status=422)
    messages.success(request, _("Attached."))
    return redirect("reference", partner.mpn_id, row.pk)


@requires("references.submit")
@require_POST
def reference_step(request: HttpRequest, partner: Partner, reference_id: int) -> HttpResponse:
    """What needs no form: send again, take a document off, delete the draft, or the contact of what was sent."""
    assert isinstance(request.user, User)
    row, step = _of(partner, reference_id), request.POST.get("step", "")
    try:
        match step:
            case "resend":
                reference_actions.send_reference(row, request.user)
                messages.success(request, _("Sent again; the earlier link is dead."))
            case "detach":
                reference_actions.detach(
                    row, get_object_or_404(row.documents, pk=_number(request.POST.get("document")))
                )
            case "delete":
                reference_actions.delete_reference(row)
                messages.success(request, _("The draft is deleted."))
                return redirect("references", partner.mpn_id)
            case "forget":
                reference_actions.forget_contact(row, request.user)
                messages.success(request, _("The contact, the letters and the documents are deleted."))
            case _:
                raise Http404
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("reference", partner.mpn_id, row.pk)


@requires("membership.view")
@require_GET
def reference_document(request: HttpRequest, partner: Partner, reference_id: int, document_id: int) -> HttpResponseBase:
    """A document of a reference."""
    return documents.download(_document(_of(partner, reference_id), document_id))


@csrf_exempt  # the secret in the address is the whole right: a cookie gives none, and browsers hide where this form came from
@public
@never_cache
@require_http_methods(["GET", "POST"])
def reference_answer(request: HttpRequest, token: str) -> HttpResponse:
    """The customer's personal link: read the reference, then approve or reject it. That uses the link up, reading does not."""
    link = _link(token)
    if not queries.is_good(link, clock.now()):
        return _over(request)
    row = queries.reference_in(Reference.objects.all(), link.reference_id)
    if row is None:
        raise Http404
    form = _step(request, CUSTOMER) if request.method == "POST" else None
    if form and form.is_valid():
        try:
            reference_actions.answer_reference(link, **form.cleaned_data)
        except reference_actions.LinkUsedUp:
            return _over(request)
        return _private(
            render(request, "reference_answered.html", {"approved": form.cleaned_data["step"] == "approve"})
        )
    page = reference_pages.answer_page(row, token, form)
    return _private(render(request, "reference_answer.html", {"page": page}, status=422 if form else 200))


@public
@never_cache
@require_GET
def reference_answer_document(request: HttpRequest, token: str, document_id: int) -> HttpResponseBase:
    """A document of the reference that the customer is asked about."""
    link = _link(token)
    if not queries.is_good(link, clock.now()):
        return _over(request)
    return _private(documents.download(_document(link.reference, document_id)))


@requires_programme("references.review")
@require_GET
def reviews(request: HttpRequest) -> HttpResponse:
    """The reviewers' desk: references that customers approved, to be confirmed."""
    page = reference_pages.reviews_page(Query(request.GET.dict()))
    return render(request, "reference_reviews.html", {"page": page})


@requires_programme("references.review")
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, review_id: int) -> HttpResponse:
    """One reference on the desk, and the programme's decision."""
    assert isinstance(request.user, User)
    row = _to_review(review_id)
    if request.POST.get("step") == "forget":
        reference_actions.forget_contact(row, request.user)
        messages.success(request, _("The contact, the letters and the documents are deleted."))
        return redirect("reference-review", review_id)
    form = _step(request, PROGRAMME) if request.method == "POST" else None
    if form and form.is_valid():
        try:
            reference_actions.review_reference(row, by=request.user, **form.cleaned_data)
            messages.success(request, _("Recorded."))
        except NotPossible as refusal:
            messages.error(request, str(refusal))
        return redirect("reference-review", review_id)
    page = reference_pages.review_page(row, form)
    return render(request, "reference_review.html", {"page": page}, status=422 if form else 200)


@requires_programme("references.review")
@require_GET
def review_document(request: HttpRequest, review_id: int, document_id: int) -> HttpResponseBase:
    """A document of a reference on the desk."""
    return documents.download(_document(_to_review(review_id), document_id))


def _title(specialization: str) -> str:
    if (title := queries.catalogue(clock.today()).get(specialization)) is None:
        raise Http404
    return title


def _name_another(form: ReferenceForm, refusal: Exception) -> None:
    """Tell, beside the field that names the customer, that another one is wanted."""
    form.add_error("known" if form["known"].value() else "tenant", str(refusal))


def _of(partner: Partner, reference_id: int) -> Reference:
    row = queries.reference_in(Reference.objects.filter(partner=partner), reference_id)
    if row is None:
        raise Http404
    return row


def _to_review(review_id: int) -> Reference:
    row = queries.reference_in(Reference.objects.filter(state__in=REVIEWED), review_id)
    if row is None:
        raise Http404
    return row


def _document(row: Reference, document_id: int) -> Document:
    return get_object_or_404(row.documents, pk=document_id)


def _link(token: str) -> ReferenceLink:
    if (link := queries.link_of(token)) is None:
        raise Http404
    return link


def _number(text: str | None) -> int:
    """A row's number as a form sends it; 0, which no row has, for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() else 0


def _step(request: HttpRequest, side: str) -> ReferenceStepForm:
    """The form of the step that was sent. Raises Http404 where this side has no such step."""
    key = request.POST.get("step", "")
    if key not in STEPS or STEPS[key].side != side or key == "expire":
        raise Http404
    return ReferenceStepForm(key, request.POST)


def _saved(request: HttpRequest, row: Reference) -> HttpResponse:
    """After a draft was saved: send it where that was asked for, else say so; what is missing is told on its page."""
    assert isinstance(request.user, User)
    response = redirect("reference", row.partner.mpn_id, row.pk)
    if request.POST.get("do") != "send":
        messages.success(request, _("Saved as a draft."))
        return response
    try:
        reference_actions.send_reference(row, request.user)
        messages.success(request, _("Sent to the customer."))
    except NotPossible:
        messages.warning(request, _("Saved as a draft, not sent: below stands what is still open."))
        response["Location"] += "?check" if row.missing else ""
    return response


def _show(
    request: HttpRequest,
    partner: Partner,
    row: Reference,
    form: ReferenceForm | None,
    *,
    attach: ReferenceDocumentsForm | None = None,
    status: int = 200,
) -> HttpResponse:
    page = reference_pages.reference_page(partner, row)
    told = {"page": page, "form": form if row.state == DRAFT else None, "attach": attach or ReferenceDocumentsForm()}
    return render(request, "reference.html", told, status=status)


def _over(request: HttpRequest) -> HttpResponse:
    """410: this link was used, has expired, or gave way to a newer one. It tells nothing of the reference."""
    return _private(render(request, "reference_over.html", status=410))


def _private(response: HttpResponseBase) -> HttpResponse:
    """The address of a personal link is told to nobody: no site that is visited next, no search engine."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response  # type: ignore[return-value]
