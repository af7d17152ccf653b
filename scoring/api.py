"""Scores and contributions over REST."""

from typing import Any, ClassVar

from django.http import Http404
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from partnerhub import clock
from partnerhub.api import Page, PartnerView
from partnerhub.rulebook import NotInForce
from scoring import queries, wire
from scoring.forms import SENSIBLE
from scoring.metrics import METRICS

_ASKED = [
    OpenApiParameter("as_of", OpenApiTypes.DATE, description="The day of the score; today by default."),
    OpenApiParameter(
        "known_at", OpenApiTypes.DATETIME, description="With what was known at this moment; now by default."
    ),
    OpenApiParameter("basis", OpenApiTypes.STR, enum=["published", "preview"], default="published"),
]


class AskedSerializer(serializers.Serializer[Any]):
    """A day, a basis and a state of knowledge."""

    as_of = serializers.DateField(required=False, validators=SENSIBLE)
    known_at = serializers.DateTimeField(required=False)
    basis = serializers.ChoiceField(["published", "preview"], default="published")


def _asked(request: Request) -> dict[str, Any]:
    asked = AskedSerializer(data=request.query_params)
    asked.is_valid(raise_exception=True)
    found = asked.validated_data
    return {"as_of": found.get("as_of") or clock.today(), "known_at": found.get("known_at"), "basis": found["basis"]}


class Scores(PartnerView):
    """The partner's scores on a day, computed from the evidence."""

    permissions: ClassVar = {"GET": "membership.view"}

    @extend_schema(parameters=_ASKED, responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, mpn_id: str) -> Response:
        asked = _asked(request)
        found = queries.scores(self.partner, **asked)
        designations = {score.designation: wire.score(score) for score in found}
        as_of, basis = asked["as_of"].isoformat(), asked["basis"]
        return Response({"partner": mpn_id, "as_of": as_of, "basis": basis, "designations": designations})


class Contributions(PartnerView):
    """What made a metric's figure and what did not count; paged."""

    permissions: ClassVar = {"GET": "membership.view"}

    @extend_schema(parameters=_ASKED, responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, mpn_id: str, designation: str, metric: str) -> Response:
        if metric not in METRICS.get(designation, {}):
            raise Http404
        try:
            found = queries.explanation(self.partner, designation, metric, **_asked(request))
        except NotInForce as error:
            raise Http404 from error
        answer = wire.explanation(found)
        pages = Page()
        rows: list[Any] = pages.paginate_queryset(answer.pop("contributions"), request) or []
        return Response({**answer, "contributions": pages.get_paginated_response(rows).data})


_PARTNER = "partners/<str:mpn_id>/"
urlpatterns = [
    path(_PARTNER + "scores/", Scores.as_view(), name="api-scores"),
    path(
        _PARTNER + "scores/<str:designation>/<str:metric>/contributions/",
        Contributions.as_view(),
        name="api-contributions",
    ),
]
