"""Scores and contributions over REST."""

from typing import Any, ClassVar

from django.http import Http404
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from partnerhub import clock, rules
from partnerhub.api import Page, PartnerView
from partnerhub.rulebook import NotInForce
from scoring import changes, queries, wire
from scoring.forms import SENSIBLE, Asked

ASKED = [
    OpenApiParameter("as_of", OpenApiTypes.DATE, description="The day of the score; today by default."),
    OpenApiParameter(
        "known_at", OpenApiTypes.DATETIME, description="With what was known at this moment; now by default."
    ),
    OpenApiParameter("basis", OpenApiTypes.STR, enum=["published", "preview"], default="published"),
]
_RULES_ON = OpenApiParameter(
    "rules_on",
    OpenApiTypes.DATE,
    description="The day whose rules to compare with; by default the next that brings others.",
)


class AskedSerializer(serializers.Serializer[Any]):
    """A day, a basis and a state of knowledge."""

    as_of = serializers.DateField(required=False, validators=SENSIBLE)
    known_at = serializers.DateTimeField(required=False)
    basis = serializers.ChoiceField(["published", "preview"], default="published")


def asked_of(request: Request) -> dict[str, Any]:
    """What the query asks for. Raises ValidationError."""
    named = AskedSerializer(data=request.query_params)
    named.is_valid(raise_exception=True)
    found = named.validated_data
    return {"as_of": found.get("as_of") or clock.today(), "known_at": found.get("known_at"), "basis": found["basis"]}


class Scores(PartnerView):
    """The partner's scores on a day, computed from the evidence."""

    permissions: ClassVar = {"GET": "membership.view"}

    @extend_schema(parameters=ASKED, responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, mpn_id: str) -> Response:
        asked = asked_of(request)
        found = queries.scores(self.partner, **asked)
        designations = {score.designation: wire.score(score) for score in found}
        as_of, basis = asked["as_of"].isoformat(), asked["basis"]
        return Response({"partner": mpn_id, "as_of": as_of, "basis": basis, "designations": designations})


class Contributions(PartnerView):
    """What made a metric's figure and what did not count; paged."""

    permissions: ClassVar = {"GET": "membership.view"}

    @extend_schema(parameters=ASKED, responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, mpn_id: str, designation: str, metric: str) -> Response:
        if rules.book().metric(designation, metric) is None:
            raise Http404
        try:
            found = queries.explanation(self.partner, designation, metric, **asked_of(request))
        except NotInForce as error:
            raise Http404 from error
        answer = wire.explanation(found)
        pages = Page()
        rows: list[Any] = pages.paginate_queryset(answer.pop("contributions"), request) or []
        return Response({**answer, "contributions": pages.get_paginated_response(rows).data})


class ChangesSerializer(AskedSerializer):
    """The same, and the day whose rules to compare with."""

    rules_on = serializers.DateField(required=False, validators=SENSIBLE)


class Changes(PartnerView):
    """What would change under the rules of another day: both scores, and the rules that differ."""

    permissions: ClassVar = {"GET": "membership.view"}

    @extend_schema(parameters=[*ASKED, _RULES_ON], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, mpn_id: str, designation: str) -> Response:
        if designation not in rules.book().scored:
            raise Http404
        named = ChangesSerializer(data=request.query_params)
        named.is_valid(raise_exception=True)
        asked = Asked(**asked_of(request))
        next_turn = changes.next_turn(rules.book(), designation, asked.as_of)
        rules_on = named.validated_data.get("rules_on") or next_turn or asked.as_of
        found = changes.change(self.partner, designation, asked, rules_on)
        return Response({"partner": mpn_id, **changes.as_json(found)})


_PARTNER = "partners/<str:mpn_id>/"
urlpatterns = [
    path(_PARTNER + "scores/<str:designation>/changes/", Changes.as_view(), name="api-changes"),
    path(_PARTNER + "scores/", Scores.as_view(), name="api-scores"),
    path(
        _PARTNER + "scores/<str:designation>/<str:metric>/contributions/",
        Contributions.as_view(),
        name="api-contributions",
    ),
]
