"""The life cycle on pages: how long a specialization is held, what the Action center says, and what the programme records."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from partnerhub import clock
from partnerhub.models import Letter
from scoring.actions import enrol
from specializations import queries
from specializations.award_actions import record_award, remind, review
from specializations.models import Award
from tests.html import check_page
from tests.people import People

KEY = "networking_services_in_microsoft_azure"
TITLE = "Networking Services in Microsoft Azure"
NOTE = "Award letter shown to the programme."


@pytest.fixture(autouse=True)
def _today(demo_day: date) -> None:
    """The demo's day, 25 July 2023."""


def shown(client: Client, team: People, name: str, *more: str) -> str:
    client.force_login(team.owner)
    response = client.get(reverse(name, args=[team.partner.mpn_id, *more]))
    check_page(response)
    return " ".join(response.content.decode().split())


def test_page_says_until_when_it_is_held(team: People, client: Client) -> None:
    record_award(team.partner, KEY, team.manager, starts=date(2022, 12, 24), note=NOTE)
    page = shown(client, team, "specialization", KEY)
    assert "24 Dec 2023" in page
    assert "25 Oct 2023 to 23 Jan 2024" in page
    assert "92 days to go" in page
    assert f'Status: Active. Recorded by the programme. <p class="sub">{team.manager}</p>' in page
    assert NOTE in page


def test_page_in_the_window_says_what_is_open(team: People, client: Client) -> None:
    record_award(team.partner, KEY, team.manager, starts=date(2021, 9, 14), note=NOTE)
    page = shown(client, team, "specialization", KEY)
    assert "Active, renewal open" in page
    assert "Not met today: Solutions Partner designation (not yet)" in page


def test_page_of_what_was_lost_says_since_when(team: People, client: Client, settings: Settings) -> None:
    record_award(team.partner, KEY, team.manager, starts=date(2021, 9, 14), note=NOTE)
    settings.DEMO_TODAY = date(2023, 10, 15)
    review(team.partner)
    page = shown(client, team, "specialization", KEY)
    assert "Expired" in page
    assert "14 Oct 2023" in page


def test_action_center_and_overview_ask_for_the_renewal(team: People, client: Client) -> None:
    record_award(team.partner, KEY, team.manager, starts=date(2021, 9, 14), note=NOTE)
    told = f"{TITLE}: its anniversary is on 14 Sep 2023; it can be renewed until 14 Oct 2023."
    assert told in shown(client, team, "action-center")
    assert told in shown(client, team, "membership")


def test_action_center_keeps_the_reminders(team: People, client: Client) -> None:
    record_award(team.partner, KEY, team.manager, starts=date(2022, 10, 23), note=NOTE)
    assert "The first comes 120 days before" in shown(client, team, "action-center")
    remind(team.partner)
    assert f"{TITLE}: anniversary on 23 Oct 2023" in shown(client, team, "action-center")


def test_overview_shows_the_tags_of_the_profile(team: People, client: Client) -> None:
    assert "None yet. A tag appears" in shown(client, team, "membership")
    record_award(team.partner, KEY, team.manager, starts=date(2022, 10, 23), note=NOTE)
    enrol(team.partner, "infrastructure", team.manager, starts=date(2023, 7, 1))
    page = shown(client, team, "membership")
    tags = page[page.index("Tags on the business profile") :]
    assert TITLE in tags
    assert "Infrastructure" in tags


def test_programme_records_what_is_held_already(team: People, client: Client) -> None:
    client.force_login(team.manager)
    url = reverse("programme-award", args=[team.partner.mpn_id])
    body = {"specialization": KEY, "starts": "2022-10-23", "note": NOTE}
    assert client.post(url, body).status_code == 302
    assert Award.objects.get().anniversary == date(2023, 10, 23)
    again = client.post(url, body)
    assert (again.status_code, "This specialization is held already." in again.content.decode()) == (422, True)
    check_page(again)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"starts": "2023-07-26"}, "The day of the award lies in the future."),
        ({"note": "short"}, "at least 10 characters"),
        ({"specialization": "no_such_thing"}, "Select a valid choice"),
    ],
)
def test_programme_is_told_what_is_wrong(team: People, client: Client, wrong: dict[str, str], message: str) -> None:
    client.force_login(team.manager)
    body = {"specialization": KEY, "starts": "2022-10-23", "note": NOTE, **wrong}
    response = client.post(reverse("programme-award", args=[team.partner.mpn_id]), body)
    assert (response.status_code, message in response.content.decode()) == (422, True)
    assert not Award.objects.exists()


def test_programme_takes_back_what_was_recorded_wrongly(team: People, client: Client) -> None:
    """Its entries stay; the partner is told, and it may be recorded again with the right day."""
    client.force_login(team.manager)
    desk = reverse("programme-partner", args=[team.partner.mpn_id])
    assert "Take back a specialization" not in client.get(desk).content.decode()
    record_award(team.partner, KEY, team.manager, starts=date(2022, 10, 23), note=NOTE)
    assert "Take back a specialization" in client.get(desk).content.decode()
    url = reverse("programme-award-back", args=[team.partner.mpn_id])
    short = client.post(url, {"specialization": KEY, "note": "short"})
    assert (short.status_code, "at least 10 characters" in short.content.decode()) == (422, True)
    check_page(short)
    body = {"specialization": KEY, "note": "It was another partner's."}
    assert client.post(url, body).headers["Location"] == desk
    assert queries.held(team.partner, clock.today()) == []
    assert "Take back a specialization" not in client.get(desk).content.decode()
    assert [(one.after, one.why, one.by, one.note) for one in queries.status_entries(team.partner, KEY)] == [
        ("active", "recorded", team.manager, NOTE),
        ("not_started", "taken_back", team.manager, "It was another partner's."),
    ]
    assert {one.to for one in Letter.objects.filter(subject=f"{TITLE}: Not started")} == {
        team.owner.email,
        team.partner_admin.email,
    }
    again = client.post(url, body)
    assert (again.status_code, "Select a valid choice" in again.content.decode()) == (422, True)
    record_award(team.partner, KEY, team.manager, starts=date(2022, 10, 23), note=NOTE)
    assert queries.held(team.partner, clock.today()) == [KEY]
