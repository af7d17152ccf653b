"""Customer eligibility and Skilling eligibility: the lists, their downloads, and a page for each customer and person."""

from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from partnerhub.access import View, requires
from partnerhub.downloads import csv_response
from partnerhub.models import Partner
from partnerhub.rulebook import NotInForce
from scoring import (
    customer_page,
    customers_page,
    eligibility_wire,
    ending_chart,
    people_page,
    person_page,
    skilling_page,
)
from scoring import customers as customers_found
from scoring import people as people_found
from scoring.forms import Asked, asked


def _dated(view: View) -> View:
    """A page of a day on which no rules are in force says so."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotInForce as error:
            return render(request, "not_in_force.html", {"error": error}, status=404)

    return answered


def _told(request: HttpRequest, *filters: str) -> dict[str, str]:
    """The filters of a list, the text that its rows contain, their order and its page, as the address names them."""
    names = {**{name: name for name in filters}, "text": "q", "sort": "sort", "number": "page", "size": "size"}
    return {key: request.GET.get(name, "") for key, name in names.items()}


def _customers(request: HttpRequest) -> customers_found.Wanted:
    return customers_found.Wanted(**_told(request, "designation", "metric", "status"))


def _people(request: HttpRequest) -> people_found.Wanted:
    return people_found.Wanted(**_told(request, "designation", "certificate", "within"))


@requires("membership.view")
@require_GET
@_dated
def customers(request: HttpRequest, partner: Partner) -> HttpResponseBase:
    """Which metrics every customer helps, and why it does not help the others."""
    page = customers_page.customers_page(partner, asked(request), _customers(request))
    return render(request, "customers.html", {"page": page})


@requires("membership.view")
@require_GET
@_dated
def customers_download(request: HttpRequest, partner: Partner) -> HttpResponseBase:
    """The customers that the filters let through as CSV, one row per metric."""
    question = asked(request)
    found = customers_found.find(partner, question, _customers(request))
    return csv_response(_name(partner, "customers", question), eligibility_wire.customer_rows(found))


@requires("membership.view")
@require_GET
@_dated
def customer(request: HttpRequest, partner: Partner, tenant: str) -> HttpResponseBase:
    """One customer's Why."""
    page = customer_page.customer_page(partner, tenant, asked(request), request.GET.dict())
    return _rendered(request, "customer.html", page)


@requires("membership.view")
@require_GET
@_dated
def skilling(request: HttpRequest, partner: Partner) -> HttpResponseBase:
    """The certificates that each designation asks for and has, and what ends next."""
    return render(request, "skilling.html", {"page": skilling_page.skilling_page(partner, asked(request))})


@requires("membership.view")
@require_GET
@_dated
def people(request: HttpRequest, partner: Partner) -> HttpResponseBase:
    """What every certificate is worth, and what ends when."""
    page = people_page.people_page(partner, asked(request), _people(request))
    return render(request, "people.html", {"page": page})


@requires("membership.view")
@require_GET
@_dated
def people_download(request: HttpRequest, partner: Partner) -> HttpResponseBase:
    """The people that the filters let through as CSV, one row per use of a certificate."""
    question = asked(request)
    found = people_found.find(partner, question, _people(request))
    return csv_response(_name(partner, "people", question), eligibility_wire.people_rows(found))


@requires("membership.view")
@require_GET
@_dated
def ending_download(request: HttpRequest, partner: Partner) -> HttpResponseBase:
    """The certificates that end in the months to come as CSV."""
    question, wanted = asked(request), _people(request)
    found = people_found.find(partner, question, wanted)
    months = ending_chart.months(found, wanted, question.as_of)
    return csv_response(_name(partner, "ending", question), ending_chart.rows(months))


@requires("membership.view")
@require_GET
@_dated
def person(request: HttpRequest, partner: Partner, person: str) -> HttpResponseBase:
    """One person's Why."""
    page = person_page.person_page(partner, person, asked(request), request.GET.dict())
    return _rendered(request, "person.html", page)


def _rendered(request: HttpRequest, template: str, page: object | None) -> HttpResponseBase:
    if page is None:
        raise Http404
    return render(request, template, {"page": page})


def _name(partner: Partner, what: str, question: Asked) -> str:
    return f"{partner.mpn_id}-{what}-{question.as_of}-{question.basis}.csv"
