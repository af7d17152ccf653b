"""Customer and Skilling eligibility over REST."""

from typing import Any, ClassVar

from django.http import Http404
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from partnerhub import rules
from partnerhub.api import Page, PartnerView
from partnerhub.rulebook import NotInForce
from scoring import customers, eligibility_wire, people
from scoring.api import ASKED, AskedSerializer, asked_of
from scoring.forms import Asked

_SEARCH = OpenApiParameter("q", OpenApiTypes.STR, description="A text that the name or the id contains.")
_DESIGNATION = OpenApiParameter("designation", OpenApiTypes.STR, description="One designation alone.")
_METRIC = OpenApiParameter(
    "metric", OpenApiTypes.STR, description="One metric alone (designation.metric), or one of its parts (and .part)."
)
_STATUS = OpenApiParameter("status", OpenApiTypes.STR, enum=list(customers.STATUSES))
_CERTIFICATE = OpenApiParameter("certificate", OpenApiTypes.STR, description="One certificate alone, by its key.")
_WITHIN = OpenApiParameter("within", OpenApiTypes.INT, enum=list(people.WITHIN), description="Ends in so many days.")


class _ListSerializer(AskedSerializer):
    """A day, and which rows of a list."""

    q = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    designation = serializers.CharField(required=False, default="", max_length=100)

    def validate_designation(self, value: str) -> str:
        if value and value not in rules.book().scored:
            raise serializers.ValidationError("No designation of this key is scored.")
        return value


class CustomersSerializer(_ListSerializer):
    """Which customers."""

    metric = serializers.CharField(required=False, default="", max_length=200)
    status = serializers.ChoiceField(list(customers.STATUSES), required=False, default="")

    def validate_metric(self, value: str) -> str:
        designation, _, metric = value.partition(".")
        if value and rules.book().metric(designation, metric.partition(".")[0]) is None:
            raise serializers.ValidationError("No metric of this key is scored.")
        return value


class PeopleSerializer(_ListSerializer):
    """Which people."""

    certificate = serializers.CharField(required=False, default="", max_length=200)
    within = serializers.ChoiceField(list(people.WITHIN), required=False, default="")

    def validate_certificate(self, value: str) -> str:
        if value and value not in rules.book().certificate_list:
            raise serializers.ValidationError("The rulebook has no certificate of this key.")
        return value


def _valid(serializer: type[_ListSerializer], request: Request) -> dict[str, Any]:
    found = serializer(data=request.query_params)
    found.is_valid(raise_exception=True)
    named: dict[str, Any] = found.validated_data
    return named


class Customers(PartnerView):
    """Which metrics every customer helps, and why it does not help the others; customers are paged."""

    permissions: ClassVar = {"GET": "membership.view"}

    @extend_schema(parameters=[*ASKED, _DESIGNATION, _METRIC, _STATUS, _SEARCH], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, mpn_id: str) -> Response:
        named = _valid(CustomersSerializer, request)
        wanted = customers.Wanted(named["designation"], named["metric"], named["status"], named["q"])
        question = asked_of(request)
        try:
            found = customers.find(self.partner, Asked(**question), wanted)
        except NotInForce as error:
            raise Http404 from error
        pages = Page()
        rows = pages.paginate_queryset(found.chosen, request) or []
        body = {"metrics": eligibility_wire.customer_lines(found)}
        told = [eligibility_wire.customer(one) for one in rows]
        return Response({**_head(mpn_id, question), **body, "customers": pages.get_paginated_response(told).data})


class People(PartnerView):
    """What every person's certificates are worth, what ends when and what that costs; people are paged."""

    permissions: ClassVar = {"GET": "membership.view"}

    @extend_schema(parameters=[*ASKED, _DESIGNATION, _CERTIFICATE, _WITHIN, _SEARCH], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, mpn_id: str) -> Response:
        named = _valid(PeopleSerializer, request)
        wanted = people.Wanted(named["designation"], named["certificate"], str(named["within"]), named["q"])
        question = asked_of(request)
        try:
            found = people.find(self.partner, Asked(**question), wanted)
        except NotInForce as error:
            raise Http404 from error
        pages = Page()
        rows = pages.paginate_queryset(found.chosen, request) or []
        body = {
            "metrics": eligibility_wire.people_lines(found),
            "calendar": [eligibility_wire.day(one) for one in found.calendar],
            "unknown_titles": [eligibility_wire.unknown(one) for one in found.unknown],
        }
        told = [eligibility_wire.person(one) for one in rows]
        return Response({**_head(mpn_id, question), **body, "people": pages.get_paginated_response(told).data})


def _head(mpn_id: str, question: dict[str, Any]) -> dict[str, Any]:
    return {"partner": mpn_id, "as_of": question["as_of"].isoformat(), "basis": question["basis"]}


_PARTNER = "partners/<str:mpn_id>/"
urlpatterns = [
    path(_PARTNER + "customers/", Customers.as_view(), name="api-customers"),
    path(_PARTNER + "people/", People.as_view(), name="api-people"),
]
