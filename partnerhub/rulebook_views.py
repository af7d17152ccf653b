"""The rulebook, for every signed-in person: rules are public facts."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from partnerhub import clock, coverage_pages, rulebook_index, rulebook_pages, rules
from partnerhub.access import may, partner_in_view, signed_in
from partnerhub.forms import Asked, asked
from partnerhub.models import User
from partnerhub.rulebook_pages import Visit


def _visit(request: HttpRequest, question: Asked) -> Visit:
    """Who reads, and on which day; the page shell shows the same organisation."""
    assert isinstance(request.user, User)
    partner = partner_in_view(request.user, request.GET.get("partner", ""))
    request.partner = partner  # type: ignore[attr-defined]
    figures = partner is not None and may(request.user, partner, "membership.view")
    return Visit(partner, figures, question.on or clock.today(), request.GET.dict())


@signed_in
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every chapter, and a search."""
    question = asked(request)
    page = rulebook_index.index_page(rules.book(), _visit(request, question), question.words)
    template = "rulebook.html#found" if request.htmx else "rulebook.html"  # type: ignore[attr-defined]
    return render(request, template, {"page": page})


@signed_in
@require_GET
def chapter(request: HttpRequest, chapter: str) -> HttpResponse:
    """A designation, a specialization, or what holds for all: every value on a day."""
    visit = _visit(request, asked(request))
    try:
        page = rulebook_pages.chapter_page(rules.book(), chapter, visit)
    except KeyError as error:
        raise Http404 from error
    return render(request, "rulebook_chapter.html", {"page": page})


@signed_in
@require_GET
def differences(request: HttpRequest) -> HttpResponse:
    """What differs between two days."""
    question = asked(request)
    visit = replace(_visit(request, question), on=clock.today())
    page = rulebook_index.differences_page(rules.book(), visit, question)
    return render(request, "rulebook_differences.html", {"page": page})


@signed_in
@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    """What is verified and how, what is our reading, and what is not known."""
    page = coverage_pages.coverage_page(rules.book(), replace(_visit(request, asked(request)), on=clock.today()))
    return render(request, "coverage.html", {"page": page})
