"""The help: every topic opens, and it tells of every permission."""

import pytest
from django.test import Client
from django.urls import reverse

from partnerhub.help_pages import ALLOWS, TOPICS, index, topic
from partnerhub.permissions import PERMISSIONS
from tests.html import check_page
from tests.people import People


def test_every_permission_is_told_with_its_roles() -> None:
    assert ALLOWS.keys() == PERMISSIONS.keys(), "Say in words what it allows, in ALLOWS of partnerhub/help_pages.py."
    allowed = {str(one.text): one.roles for one in index().allowed}
    assert allowed["Confirm or decline references"] == ["Reference reviewer"]


@pytest.mark.parametrize("key", [one.key for one in TOPICS])
def test_topic_is_a_page_for_anyone(db: None, client: Client, key: str) -> None:
    response = client.get(reverse("help-topic", args=[key]))
    assert response.status_code == 200
    check_page(response)


def test_topic_that_there_is_not_is_not_found(db: None, client: Client) -> None:
    assert topic("nothing") is None
    assert client.get(reverse("help-topic", args=["nothing"])).status_code == 404


@pytest.mark.parametrize(("who", "named"), [("owner", True), ("stranger", False)])
def test_help_is_read_beside_ones_own_organisation_alone(team: People, client: Client, who: str, named: bool) -> None:
    client.force_login(getattr(team, who))
    body = client.get(reverse("help"), {"partner": team.partner.mpn_id}).content.decode()
    assert (reverse("membership", args=[team.partner.mpn_id]) in body) is named
