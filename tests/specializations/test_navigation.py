"""The navigation: what each role is offered, the figures in it, and which link a page belongs to."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from partnerhub.models import Partner
from specializations.navigation import Navigation, navigation
from specializations.position import NOTHING, Glance
from tests.html import Html
from tests.people import People

ALL = {"membership.view", "evidence.view", "activity.view", "users.view"}
FIGURES = Glance({"data_ai": 74, "security": 0}, {"azure": (2, 13)}, audits=1, references=2, late=1, needs=3, at_work=1)


def labels(found: Navigation) -> dict[str, list[str]]:
    return {group.key: [f"{item.label} {item.figure}".strip() for item in group.items] for group in found.groups}


def test_admin_is_offered_everything_with_its_figures() -> None:
    found = labels(navigation(Partner(mpn_id="1"), ALL, FIGURES, "/"))
    assert found[""] == ["Overview", "Action center 3"]
    assert found["designations"][:3] == ["Overview", "Data & AI 74", "Infrastructure"]
    assert "Security 0" in found["designations"]
    assert found["specializations"][:3] == ["Overview", "Azure 2 of 13", "Modern Work"]
    assert found["work"] == ["Audits 1", "Customer references 2"]
    assert found["evidence"] == ["Data 1 late", "Imported files", "Scoring history", "Activity at work"]
    assert found["account"] == ["Users and roles"]


@pytest.mark.parametrize(
    ("may", "keys"),
    [
        (set(), ["rules"]),
        ({"users.view"}, ["account", "rules"]),
        ({"profile.view", "leads.manage"}, ["account", "rules"]),
        ({"audit.conduct"}, ["rules", "auditor"]),
        ({"references.review"}, ["rules", "reviewer"]),
        ({"programme.view", "programme.decide"}, ["rules", "programme"]),
    ],
)
def test_others_are_offered_what_they_may_open(may: set[str], keys: list[str]) -> None:
    assert [group.key for group in navigation(Partner(mpn_id="1"), may, NOTHING, "/").groups] == keys


@pytest.mark.parametrize(
    ("path", "under"),
    [
        ("/partners/1/membership/", ""),
        ("/partners/1/membership/solutions-partner/", ""),
        ("/partners/1/membership/solutions-partner/security/", ""),
        (
            "/partners/1/membership/solutions-partner/security/deployments/",
            "/partners/1/membership/solutions-partner/security/",
        ),
        ("/partners/1/membership/audits/nowhere/", "/partners/1/membership/audits/"),
        ("/partners/1/data/runs/7/", "/partners/1/data/"),
        ("/rulebook/security/", "/rulebook/"),
        ("/elsewhere/", ""),
    ],
)
def test_page_without_a_link_belongs_to_the_nearest_above(path: str, under: str) -> None:
    assert navigation(Partner(mpn_id="1"), ALL, NOTHING, path).under == under


@pytest.mark.slow
def test_page_marks_one_link_as_its_own(team: People, client: Client, demo_day: date) -> None:
    client.force_login(team.owner)
    for name in ("membership", "action-center", "solutions-partner", "own-audits", "histories", "data"):
        url = reverse(name, args=[team.partner.mpn_id])
        page = Html(client.get(url).content.decode())
        marked = [
            dict(one)["href"]
            for tag, one in page.elements
            if tag == "a" and one.get("class") == "nav-link" and one.get("aria-current")
        ]
        assert (name, marked) == (name, [url])
