"""The programme's desk: partners, what they hold, and the audits that were asked for."""

from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from partnerhub.listing import Query
from partnerhub.permissions import Role
from scoring.actions import enrol
from specializations import queries
from specializations.actions import AuditWish, request_audit, set_firm
from specializations.desk import auditors, desk, desk_partner
from specializations.forms import AuditFirmForm
from tests.factories import PartnerFactory, person
from tests.people import People
from tests.specializations.evidence import DAY, IDB, ready


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


@pytest.mark.slow
def test_desk_shows_partners_and_open_requests(team: People, tmp_path: Path) -> None:
    ready(team.partner, tmp_path, team.manager)
    assert desk(DAY, {}).requests == []
    row = request_audit(
        team.partner,
        IDB,
        team.owner,
        AuditWish(contact_name="Mei Lin", contact_email="mei@example.com", preferred_dates=[date(2023, 8, 1)]),
    )
    found = desk(DAY, {})
    (request,) = found.requests
    assert (request.partner, request.title, request.contact_name, request.contact_email) == (
        team.partner, "Infra and Database Migration to Microsoft Azure", "Mei Lin", "mei@example.com",
    )  # fmt: skip
    assert (request.preferred_dates, request.requested_at) == ([date(2023, 8, 1)], row.requested_at)
    assert found.partners.found == 2


def test_desk_of_a_partner_shows_what_it_bought_newest_first(team: People) -> None:
    enrol(team.partner, "security", team.manager, starts=date(2022, 1, 1), ends=date(2022, 12, 31))
    enrol(team.partner, "modern_work", team.manager, starts=date(2023, 1, 1), ends=date(2023, 12, 31))
    found = desk_partner(team.partner, DAY, {})
    assert [(one.title, one.starts, one.ends, one.recorded_by) for one in found.enrolments.page.object_list] == [
        ("Modern Work", date(2023, 1, 1), date(2023, 12, 31), team.manager),
        ("Security", date(2022, 1, 1), date(2022, 12, 31), team.manager),
    ]


@pytest.mark.parametrize(
    ("day", "labels"),
    [
        (date(2023, 1, 9), ["Not begun", "Enrolled"]),
        (date(2023, 11, 14), ["Not begun", "Enrolled"]),
        (date(2023, 11, 15), ["Not begun", "Enrolled (Renewal due)"]),
        (date(2023, 11, 20), ["Enrolled", "Ended"]),
        (date(2024, 11, 20), ["Enrolled (Renewal due)", "Ended"]),
        (date(2024, 12, 20), ["Ended", "Ended"]),
    ],
)
def test_desk_says_what_became_of_each_purchase(db: None, day: date, labels: list[str]) -> None:
    partner = PartnerFactory()
    for starts in (date(2022, 11, 14), date(2023, 11, 20)):
        enrol(partner, "security", None, starts=starts)
    assert [one.status.label for one in desk_partner(partner, day, {}).enrolments.page.object_list] == labels


def test_purchases_are_sorted_apart_from_awards(team: People) -> None:
    enrol(team.partner, "security", team.manager, starts=date(2022, 1, 1), ends=date(2022, 12, 31))
    enrol(team.partner, "data_ai", team.manager, starts=date(2023, 1, 1), ends=date(2023, 12, 31))
    found = desk_partner(team.partner, DAY, {"enrolments-sort": "-designation", "awards-sort": "status"})
    assert [one.title for one in found.enrolments.page.object_list] == ["Security", "Data & AI"]
    assert (found.awards.every, found.awards.id) == (0, "awards")


def test_form_of_an_auditors_organisation_has_the_words_of_the_others(team: People) -> None:
    (empty, *_auditors) = AuditFirmForm(queries.auditors()).fields["auditor"].choices  # type: ignore[attr-defined]
    assert empty == ("", "Choose one")


def test_auditors_are_found_and_sorted_by_their_organisation(team: People) -> None:
    second = person(None, Role.AUDITOR, name="Ada Zeller")
    set_firm(team.auditor, "Adatum Audits")
    names = [one.name for one in auditors(Query({"sort": "firm"})).page.object_list]
    assert names == [team.auditor.name, "Ada Zeller"]
    assert [one.name for one in auditors(Query({"sort": "-firm"})).page.object_list] == names
    assert [one.pk for one in auditors(Query({"q": "zeller"})).page.object_list] == [second.pk]
    assert [one.pk for one in auditors(Query({"q": "adatum"})).page.object_list] == [team.auditor.pk]
