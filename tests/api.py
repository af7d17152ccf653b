"""The REST surface in tests: as one person sees it, and what its refusals look like."""

from typing import Any

from django.test import Client
from rest_framework.authtoken.models import Token

from partnerhub.models import Partner, User

JSON = "application/json"


class Api:
    """The API as one person sees it, signed in with a token."""

    def __init__(self, user: User | None, partner: Partner | None = None) -> None:
        key = Token.objects.get_or_create(user=user)[0].key if user else ""
        self.client = Client(headers={"Authorization": f"Token {key}"} if user else {})
        self.base = f"/api/v1/partners/{partner.mpn_id}/" if partner else "/api/v1/"

    def get(self, path: str, **query: Any) -> tuple[int, Any]:
        response = self.client.get(self.base + path, query)
        return response.status_code, response.json()

    def post(self, path: str, body: dict[str, Any], **kwargs: Any) -> tuple[int, Any]:
        response = self.client.post(self.base + path, body, **kwargs)
        return response.status_code, response.json()


def error(code: str, message: str, **more: Any) -> dict[str, Any]:
    return {"error": {"code": code, "message": message, **more}}


NOT_FOUND = (404, error("not_found", "There is nothing here that you may see."))
UNUSABLE = "Some of what was sent cannot be used; see fields."
