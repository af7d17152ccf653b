"""Standings, audit requests and customer references over REST."""

from datetime import date
from typing import Any, ClassVar

from django.http import Http404
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from partnerhub import clock
from partnerhub.api import Page, PartnerView
from scoring.forms import SENSIBLE
from specializations import actions, queries, refusals, wire
from specializations.forms import PREFERRED, AuditRequestForm
from specializations.models import Audit, Reference
from specializations.reference_steps import ACCEPTED, APPROVED


class NotPossible(APIException):
    """409: the record's state does not allow it now."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "not_possible"


class AskedSerializer(serializers.Serializer[Any]):
    """A day and a state of knowledge."""

    as_of = serializers.DateField(required=False, validators=SENSIBLE)
    known_at = serializers.DateTimeField(required=False)


class Standings(PartnerView):
    """The partner's standing for every specialization offered on a day."""

    permissions: ClassVar = {"GET": "membership.view"}

    @extend_schema(
        parameters=[OpenApiParameter("as_of", OpenApiTypes.DATE), OpenApiParameter("known_at", OpenApiTypes.DATETIME)],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request, mpn_id: str) -> Response:
        asked = AskedSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        day = asked.validated_data.get("as_of") or clock.today()
        found = queries.standings(self.partner, day, known_at=asked.validated_data.get("known_at"))
        answer = {key: wire.standing(one) for key, one in found.items()}
        return Response({"partner": mpn_id, "as_of": day.isoformat(), "specializations": answer})


class AuditRequestSerializer(serializers.ModelSerializer[Audit]):
    """An audit request; what it asks for is checked by the same form as the page's. Up to three days are asked for one by one."""

    preferred_date = serializers.DateField(write_only=True, required=False)
    preferred_date_2 = serializers.DateField(write_only=True, required=False)
    preferred_date_3 = serializers.DateField(write_only=True, required=False)

    class Meta:
        model = Audit
        fields = (
            "id",
            "specialization",
            "state",
            "contact_name",
            "contact_email",
            "time_zone",
            "modules",
            "language",
            *PREFERRED,
            "preferred_dates",
            "notes",
            "requested_at",
        )
        read_only_fields = ("id", "specialization", "state", "preferred_dates", "requested_at")


class AuditRequests(PartnerView):
    """The open audit request of a specialization; POST asks for one (201), or gives the one that is open (200)."""

    permissions: ClassVar = {"GET": "membership.view", "POST": "audit.request"}

    @extend_schema(responses=AuditRequestSerializer)
    def get(self, request: Request, mpn_id: str, specialization: str) -> Response:
        found = queries.open_audit(self.partner, specialization)
        if found is None:
            raise Http404
        return Response(AuditRequestSerializer(found).data)

    @extend_schema(
        request=AuditRequestSerializer,
        responses={200: AuditRequestSerializer, 201: AuditRequestSerializer, 409: OpenApiTypes.OBJECT},
    )
    def post(self, request: Request, mpn_id: str, specialization: str) -> Response:
        existing = queries.open_audit(self.partner, self._known(specialization))
        form = AuditRequestForm(queries.modules(self.partner, clock.today()), request.data)
        if not form.is_valid():
            raise serializers.ValidationError(
                {name: [str(error) for error in errors] for name, errors in form.errors.items()}
            )
        try:
            wish = actions.AuditWish(**form.cleaned_data)
            found = actions.request_audit(self.partner, specialization, request.user, wish)  # type: ignore[arg-type]
        except refusals.NotPossible as refusal:
            raise NotPossible(str(refusal)) from refusal
        code = status.HTTP_200_OK if existing else status.HTTP_201_CREATED
        return Response(AuditRequestSerializer(found).data, status=code)

    def _known(self, specialization: str) -> str:
        if specialization not in queries.catalogue(clock.today()):
            raise Http404
        return specialization


class ReferenceSerializer(serializers.ModelSerializer[Reference]):
    """A customer reference. ``link_until``: when the newest personal link ends or ended; ``counts_until``: the first day on
    which an approval does not count any more."""

    link_until = serializers.DateTimeField(source="expires_at", read_only=True, allow_null=True)
    counts_until = serializers.SerializerMethodField()

    class Meta:
        model = Reference
        fields = (
            *("id", "specialization", "state"),
            *Reference.NEEDED,
            *("created_at", "sent_at", "link_until", "answered_at", "answer", "reviewed_at", "review"),
            *("counts_until", "forgotten_at"),
        )

    def get_counts_until(self, one: Reference) -> date | None:
        return queries.counts_until(one, clock.today()) if one.state in {APPROVED, ACCEPTED} else None


class AskedReferencesSerializer(serializers.Serializer[Any]):
    """Which references."""

    state = serializers.ChoiceField(Reference.State.choices, required=False)
    specialization = serializers.CharField(required=False, max_length=60)


class References(PartnerView):
    """The partner's customer references, newest first; those in one state or for one specialization where asked."""

    permissions: ClassVar = {"GET": "membership.view"}

    @extend_schema(parameters=[AskedReferencesSerializer], responses=ReferenceSerializer(many=True))
    def get(self, request: Request, mpn_id: str) -> Response:
        asked = AskedReferencesSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        pages = Page()
        rows = pages.paginate_queryset(queries.references(self.partner).filter(**asked.validated_data), request)
        return pages.get_paginated_response(ReferenceSerializer(rows, many=True).data)


_PARTNER = "partners/<str:mpn_id>/"
urlpatterns = [
    path(_PARTNER + "references/", References.as_view(), name="api-references"),
    path(_PARTNER + "standings/", Standings.as_view(), name="api-standings"),
    path(
        _PARTNER + "specializations/<str:specialization>/audit-request/",
        AuditRequests.as_view(),
        name="api-audit-request",
    ),
]
