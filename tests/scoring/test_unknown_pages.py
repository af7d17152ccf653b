"""The pages of an organisation of which nothing was imported: an unknown stands there as an unknown, never as a nought."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from partnerhub.models import User
from scoring.actions import take_snapshots
from tests.factories import PartnerFactory
from tests.html import Html, check_page
from tests.people import People

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("demo_day")]
NOUGHT = re.compile(r"(?<![\d.,–])0 (/|of (?!6 designations)|points?\b)|Why 0|points short|nothing ends")


def shown(reader: User, name: str, *args: str) -> str:
    """The text of a page's own part, without the shell around it."""
    client = Client()
    client.force_login(reader)
    response = client.get(reverse(name, args=args))
    check_page(response)
    return " ".join(Html(response.content.decode()).text("main").split())


@pytest.mark.parametrize("taken", [False, True])
@pytest.mark.parametrize("name", ["designation", "changes", "skilling", "people", "membership", "solutions-partner"])
def test_page_shows_no_nought_for_what_is_unknown(team: People, demo_day: date, name: str, *, taken: bool) -> None:
    """Whether a score was kept of it or not."""
    if taken:
        take_snapshots([team.partner], demo_day)
    args = ["security"] if name in {"designation", "changes"} else []
    told = shown(team.manager, name, team.partner.mpn_id, *args)
    assert NOUGHT.findall(told) == []


def test_designation_asks_why_without_a_figure(team: People) -> None:
    told = shown(team.manager, "designation", team.partner.mpn_id, "security")
    assert "No score yet: import the export files of this designation." in told
    assert ("Why?" in told, "/100" in told) == (True, False)


@pytest.mark.parametrize("name", ["skilling", "people"])
def test_import_is_offered_to_those_who_may(team: People, name: str) -> None:
    offered = ["Import a file" in shown(one, name, team.partner.mpn_id) for one in (team.owner, team.manager)]
    assert offered == [True, False]
    assert "No certificate is known yet" in shown(team.manager, name, team.partner.mpn_id)


def test_organisation_without_users_says_so(team: People) -> None:
    assert "Nobody has a role here yet" in shown(team.manager, "users", PartnerFactory().mpn_id)
    assert "Nobody has a role here yet" not in shown(team.manager, "users", team.partner.mpn_id)
