"""Browsers in front of the pages of references, for tests."""

from typing import Any

from django.test import Client
from django.urls import reverse

from specializations.models import Reference
from specializations.reference_actions import attach, send_reference
from tests.html import Html
from tests.people import People
from tests.specializations.references import drafted, token_of
from tests.uploads import PNG, upload


def browser(user: object = None) -> Client:
    client = Client()
    if user:
        client.force_login(user)  # type: ignore[arg-type]
    return client


def address(name: str, row: Reference, *more: object) -> str:
    return reverse(name, args=[row.partner.mpn_id, row.pk, *more])


def answer_url(row: Reference) -> str:
    return reverse("reference-answer", args=[token_of(row)])


def text(response: Any) -> str:
    return Html(response.content.decode()).text("main")


def whole(response: Any) -> Any:
    """An answer that was read to its end, as a file has to be."""
    if response.streaming:
        b"".join(response.streaming_content)
    return response


def attached(team: People) -> Reference:
    row = drafted(team.partner, team.owner)
    attach(row, upload(PNG, "rooms.png"), team.owner)
    return send_reference(row, team.owner)
