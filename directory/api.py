"""The directory over REST: the public search, and a partner's own profiles."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.http import Http404
from django.urls import path, reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from directory import asking, badges, profile_pages, queries, search
from directory.models import BusinessProfile, ProfileBadge, Words
from partnerhub import clock
from partnerhub.api import Page, PartnerView
from partnerhub.permissions import PUBLIC

_TEXTS = ("q", "name", "place")
_LISTS = ("industry", "product", "service", "designation", "specialization")


class BadgeSerializer(serializers.ModelSerializer[ProfileBadge]):
    """A designation or specialization held, from when until when."""

    kind = serializers.SerializerMethodField()

    class Meta:
        model = ProfileBadge
        fields = ("kind", "key", "since", "until")

    def get_kind(self, badge: ProfileBadge) -> str:
        return ProfileBadge.Kind(badge.kind).name.lower()


class ProviderSerializer(serializers.Serializer[Any]):
    """A provider among the results, at one of its locations."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    town = serializers.CharField()
    country = serializers.CharField()
    latitude = serializers.FloatField()
    longitude = serializers.FloatField()
    km = serializers.FloatField(allow_null=True)
    has_all = serializers.BooleanField()
    url = serializers.CharField()
    badges = BadgeSerializer(many=True)


class ProvidersSerializer(serializers.Serializer[Any]):
    """One page of results; ``spelt`` are the words that were looked for instead of unknown ones."""

    count = serializers.IntegerField()
    page = serializers.IntegerField()
    spelt = serializers.CharField(allow_blank=True)
    place = serializers.CharField(allow_null=True)
    results = ProviderSerializer(many=True)


def _parameters() -> list[OpenApiParameter]:
    texts = [OpenApiParameter(name, OpenApiTypes.STR) for name in (*_TEXTS, "size")]
    lists = [OpenApiParameter(name, OpenApiTypes.STR, many=True) for name in _LISTS]
    numbers = [OpenApiParameter(name, OpenApiTypes.INT) for name in ("within", "page")]
    sorts = [asking.BEST, asking.RESPONSIVE, asking.NEAREST]
    return [*texts, *lists, *numbers, OpenApiParameter("sort", OpenApiTypes.STR, enum=sorts)]


class Directory(APIView):
    """Find a solution provider: 24 per page, public, by the same rules as the page."""

    permission = PUBLIC
    permission_classes = (AllowAny,)
    authentication_classes = ()

    @extend_schema(parameters=_parameters(), responses=ProvidersSerializer, auth=[])
    def get(self, request: Request) -> Response:
        on = clock.today()
        found = search.find(asking.wish(request.query_params, asking.choices()), on)
        held = badges.shown({one.listing.partner_id for one in found.results}, on)
        wish = found.wish
        answer = {
            "count": found.count,
            "page": wish.page,
            "spelt": found.spelt,
            "place": str(wish.found.place) if wish.found else None,
            "results": [_provider(one, held) for one in found.results],
        }
        return Response(ProvidersSerializer(answer).data)


def _provider(result: search.Result, held: Mapping[int, list[ProfileBadge]]) -> dict[str, Any]:
    listing = result.listing
    return {
        "id": listing.pk,
        "name": listing.partner.name,
        "town": listing.place.name,
        "country": listing.place.country,
        "latitude": listing.latitude,
        "longitude": listing.longitude,
        "km": None if result.km is None else round(result.km, 1),
        "has_all": result.has_all,
        "url": f"{settings.PUBLIC_URL}{reverse('directory-profile', args=[listing.pk])}",
        "badges": held.get(listing.partner_id, []),
    }


class ProfileSerializer(serializers.ModelSerializer[BusinessProfile]):
    """A profile as its partner writes it."""

    name = serializers.CharField(source="partner.name", read_only=True)
    state = serializers.SerializerMethodField()

    class Meta:
        model = BusinessProfile
        fields = ("country", "name", "state", *Words.FIELDS, "lead_name", "lead_email", "changed_at")

    def get_state(self, profile: BusinessProfile) -> str:
        return profile_pages.state_of(profile).key


class Profiles(PartnerView):
    """The partner's profiles, one per country."""

    permissions: ClassVar = {"GET": "profile.view"}

    @extend_schema(responses=ProfileSerializer(many=True))
    def get(self, request: Request, mpn_id: str) -> Response:
        pages, rows = Page(), queries.profiles(self.partner)
        for row in rows:
            row.partner = self.partner
        found = pages.paginate_queryset(rows, request) or []
        return pages.get_paginated_response(ProfileSerializer(found, many=True).data)


class Profile(PartnerView):
    """The partner's profile for a country."""

    permissions: ClassVar = {"GET": "profile.view"}

    @extend_schema(responses=ProfileSerializer)
    def get(self, request: Request, mpn_id: str, country: str) -> Response:
        if (found := queries.profile(self.partner, country)) is None:
            raise Http404
        return Response(ProfileSerializer(found).data)


urlpatterns = [
    path("directory/", Directory.as_view(), name="api-directory"),
    path("partners/<str:mpn_id>/profiles/", Profiles.as_view(), name="api-profiles"),
    path("partners/<str:mpn_id>/profiles/<str:country>/", Profile.as_view(), name="api-profile"),
]
