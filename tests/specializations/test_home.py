"""Home: tiles for what each role may open, each with a fact of now."""

from datetime import date

import pytest

from partnerhub.models import User
from partnerhub.permissions import Role
from specializations.home import HomePage, home_page
from specializations.models import Audit, Position
from tests.evidence_files import KNOWN
from tests.factories import UserFactory, person
from tests.people import People


@pytest.fixture(autouse=True)
def _day(demo_day: date) -> None:
    """The edition that is told is that of the demo's day."""


def told(page: HomePage) -> list[tuple[str, str, bool]]:
    return [(tile.title, tile.fact, tile.pressing) for workspace in page.workspaces for tile in workspace.tiles]


def keep(team: People, **figures: int) -> None:
    Position.objects.create(partner=team.partner, day=date(2023, 7, 25), kept_at=KNOWN, figures=figures)


def test_admin_has_a_tile_for_each_part_with_its_fact(team: People) -> None:
    keep(team, needs=2, late=1, audits=1)
    assert told(home_page(team.owner)) == [
        ("Membership", "2 need you", True),
        ("Data", "1 feed is late", True),
        ("Audits", "1 open", False),
        ("Customer references", "none open", False),
        ("Users and roles", "4 people", False),
        ("Partner-earned credit", "", False),
        ("Business profile", "", False),
    ]


def test_admin_without_a_kept_position_has_tiles_all_the_same(team: People) -> None:
    assert told(home_page(team.owner))[:2] == [("Membership", "nothing needs you", False), ("Data", "", False)]


def test_colleague_without_pages_is_told_whom_to_ask(team: People) -> None:
    (workspace,) = home_page(person(team.partner, Role.HELPDESK_AGENT)).workspaces
    assert (workspace.tiles, workspace.ask) == ([], "Global admin or MPN Partner admin")


@pytest.mark.parametrize(
    ("role", "titles"),
    [
        (Role.ACCOUNT_ADMIN, ["Users and roles", "Business profile"]),
        (Role.BUSINESS_PROFILE_ADMIN, ["Business profile", "Leads"]),
        (Role.SALES_AGENT, ["Leads"]),
    ],
)
def test_others_have_what_they_may_open_alone(team: People, role: Role, titles: list[str]) -> None:
    assert [title for title, _fact, _pressing in told(home_page(person(team.partner, role)))] == titles


def test_desks_tell_what_waits_for_them(team: People) -> None:
    Audit.objects.create(
        partner=team.partner, specialization="kubernetes", requested_at=KNOWN, standing={}, contact_name="Gilda"
    )
    found = {who: told(home_page(user)) for who, user in desks(team).items()}
    assert found == {
        "manager": [("Programme desk", "1 open audit", False)],
        "auditor": [("Auditor’s desk", "1 audit waiting", True)],
        "reviewer": [("Reference reviews", "0 to confirm", False)],
    }


def desks(team: People) -> dict[str, User]:
    return {"manager": team.manager, "auditor": team.auditor, "reviewer": team.reviewer}


def test_rules_and_help_are_for_everyone(db: None) -> None:
    page = home_page(UserFactory())
    assert page.workspaces == []
    assert [(tile.title, tile.fact, tile.url) for tile in page.common] == [
        ("Rulebook", "edition of 11 Jul 2023", "/rulebook/"),
        ("Find a solution provider", "", "/directory/"),
        ("Help", "", "/help/"),
    ]
