"""The ground floor of ``/api/v1/``: one error shape, one page shape, sign-in, and who am I."""

from typing import Any, ClassVar

from django.http import Http404
from django.urls import path
from rest_framework import serializers
from rest_framework.authtoken.views import ObtainAuthToken
from rest_framework.exceptions import APIException, NotAuthenticated, ValidationError
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView, exception_handler

from partnerhub import queries
from partnerhub.access import Refused, partner_or_refuse
from partnerhub.models import Member, Partner, User
from partnerhub.permissions import PUBLIC, SIGNED_IN


class Page(LimitOffsetPagination):
    """``?limit=&offset=`` with ``count``, ``next``, ``previous`` and ``results``."""

    default_limit = 100
    max_limit = 1000


def error_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every refusal as ``{"error": {"code", "message", "fields"?, "ask"?}}``."""
    response = exception_handler(error, context)
    if response is None:
        return None
    body: dict[str, Any] = {"code": _code(error), "message": _message(error)}
    if isinstance(error, ValidationError) and isinstance(error.detail, dict):
        body["fields"] = error.detail
    if isinstance(error, Refused):
        body["ask"] = [{"name": str(member.user), "roles": member.role_labels} for member in error.ask]
    response.data = {"error": body}
    return response


def _code(error: Exception) -> str:
    if isinstance(error, Http404):
        return "not_found"
    if isinstance(error, Refused):
        return "forbidden"
    return error.default_code if isinstance(error, APIException) else "error"


def _message(error: Exception) -> str:
    if isinstance(error, Http404):
        return "There is nothing here that you may see."
    if isinstance(error, ValidationError):
        return "Some of what was sent cannot be used; see fields."
    return str(error)


class PartnerView(APIView):
    """A resource of one partner. ``permissions`` maps each method to the permission that it needs; lists come as a ``Page``."""

    pagination_class = Page
    permissions: ClassVar[dict[str, str]]
    partner: Partner

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in self.permissions:
            self.partner = partner_or_refuse(request.user, kwargs["mpn_id"], self.permissions[request.method])
        elif request.method not in {"OPTIONS", None}:
            self.http_method_not_allowed(request)
        elif not request.user.is_authenticated:
            raise NotAuthenticated


class Token(ObtainAuthToken):
    """Exchange e-mail (as ``username``) and password for a token."""

    permission = PUBLIC
    permission_classes = (AllowAny,)
    throttle_classes = (ScopedRateThrottle,)
    throttle_scope = "token"


class MembershipSerializer(serializers.ModelSerializer[Member]):
    """The roles that a person holds at a partner (null: on the programme's side)."""

    partner = serializers.CharField(source="partner.mpn_id", read_only=True, allow_null=True)

    class Meta:
        model = Member
        fields = ("partner", "roles")


class PersonSerializer(serializers.ModelSerializer[User]):
    """A person and where they belong."""

    name = serializers.CharField(source="__str__", read_only=True)
    memberships = MembershipSerializer(many=True, read_only=True)

    class Meta:
        model = User
        fields = ("email", "name", "memberships")


class PartnerSerializer(serializers.ModelSerializer[Partner]):
    """A partner organisation."""

    class Meta:
        model = Partner
        fields = ("mpn_id", "name", "market", "kind")


class Me(APIView):
    """The signed-in person and their roles."""

    permission = SIGNED_IN
    # Tells the OpenAPI document what comes back; its decorators need more of REST framework than is there while this is imported.
    serializer_class = PersonSerializer

    def get(self, request: Request) -> Response:
        return Response(PersonSerializer(queries.person(request.user)).data)  # type: ignore[arg-type]


class Partners(APIView):
    """The organisations that this person belongs to; all of them for the programme manager."""

    permission = SIGNED_IN
    serializer_class = PartnerSerializer(many=True)

    def get(self, request: Request) -> Response:
        found = queries.partners_of(request.user)  # type: ignore[arg-type]
        return Response(PartnerSerializer(found, many=True).data)


urlpatterns = [
    path("me/", Me.as_view(), name="api-me"),
    path("token/", Token.as_view(), name="api-token"),
    path("partners/", Partners.as_view(), name="api-partners"),
]
