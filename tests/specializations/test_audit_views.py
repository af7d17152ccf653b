"""The pages of an audit: the partner's, and the auditor's desk."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from partnerhub import documents
from partnerhub.permissions import Role
from specializations.models import Audit
from specializations.urls import urlpatterns
from tests.factories import person
from tests.html import check_page
from tests.people import People
from tests.specializations.evidence import DAY, IDB, ready
from tests.specializations.test_actions import asked
from tests.uploads import pdf, upload


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


@pytest.fixture
def audit(team: People, tmp_path: Path) -> Audit:
    ready(team.partner, tmp_path, team.manager)
    return asked(team.partner, team.owner)


def browser(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def test_two_sides_agree_on_a_day(audit: Audit, team: People) -> None:
    auditor, partner = browser(team.auditor), browser(team.owner)
    url = reverse("audit", args=[audit.pk])
    own = reverse("audit-step", args=[team.partner.mpn_id, IDB])
    assert audit.partner.name in auditor.get(reverse("audits")).content.decode()
    asked_for = reverse("audit-request", args=[team.partner.mpn_id, IDB])
    page = partner.get(asked_for).content.decode()
    assert ("Withdraw" in page, page.count("button-primary")) == (True, 0)
    auditor.post(url, {"step": "accept"})
    auditor.post(url, {"step": "propose", "day": "2023-08-07"})
    page = partner.get(asked_for).content.decode()
    assert page.count("button-primary") == 1
    assert "Agree to the day" in page and "7 Aug 2023" in page and str(team.auditor) in page
    partner.post(own, {"step": "agree"})
    audit.refresh_from_db()
    assert (audit.state, audit.day) == ("agreed", date(2023, 8, 7))
    assert "Day agreed" in partner.get(reverse("specialization", args=[team.partner.mpn_id, IDB])).content.decode()


@pytest.mark.parametrize(
    ("day", "words"),
    [("2023-07-24", "in the past"), ("2023-08-05", "weekend day"), ("soon", "valid date"), ("", "required")],
)
def test_day_that_will_not_do_is_said_beside_the_field(audit: Audit, team: People, day: str, words: str) -> None:
    Audit.objects.update(state="accepted", auditor=team.auditor)
    response = browser(team.auditor).post(reverse("audit", args=[audit.pk]), {"step": "propose", "day": day})
    assert (response.status_code, words in response.content.decode()) == (422, True)
    assert not audit.steps.exists()


def test_words_that_were_typed_are_kept_when_they_are_too_long(audit: Audit, team: People) -> None:
    url = reverse("audit-step", args=[team.partner.mpn_id, IDB])
    response = browser(team.owner).post(url, {"step": "withdraw", "note": "Contoso " * 600})
    assert (response.status_code, "Contoso Contoso" in response.content.decode()) == (422, True)


def test_step_that_came_too_late_is_told(audit: Audit, team: People) -> None:
    url = reverse("audit", args=[audit.pk])
    client = browser(team.auditor)
    client.post(url, {"step": "accept"})
    assert "not possible now" in client.post(url, {"step": "accept"}, follow=True).content.decode()
    assert client.post(url, {"step": "applaud"}).status_code == 404


def test_audit_that_another_auditor_accepted_does_not_exist(audit: Audit, team: People) -> None:
    other = browser(person(None, Role.AUDITOR))
    url = reverse("audit", args=[audit.pk])
    assert other.get(url).status_code == 200
    browser(team.auditor).post(url, {"step": "accept"})
    assert (other.get(url).status_code, other.post(url, {"step": "pass"}).status_code) == (404, 404)
    assert "No audit is waiting" in other.get(reverse("audits")).content.decode()


def test_every_address_of_an_audit_is_closed_to_the_wrong_auditor(audit: Audit, team: People) -> None:
    """Pages, steps, files and calendar entries of an audit that somebody else accepted, on the desk and at the partner."""
    Audit.objects.update(state="agreed", auditor=team.auditor, day=DAY)
    document = documents.keep(upload(pdf()), team.auditor)
    audit.steps.create(step="upload_report", side="auditor", at=audit.requested_at, document=document)
    names = {"audit_id": audit.pk, "mpn_id": team.partner.mpn_id, "specialization": IDB, "report_id": document.pk}
    ours = [one for one in urlpatterns if "audit_id" in one.pattern.converters or "/audit/" in str(one.pattern)]
    urls = {
        str(one.name): reverse(str(one.name), kwargs={key: names[key] for key in one.pattern.converters})
        for one in ours
    }
    assert len(urls) == 7
    wrong, steps = browser(person(None, Role.AUDITOR)), audit.steps.count()
    for url in urls.values():
        told = [wrong.get(url).status_code, wrong.post(url, {"step": "hold"}).status_code]
        assert told in ([404, 404], [404, 405]), url
    assert audit.steps.count() == steps
    for name in ("audit", "audit-calendar", "audit-document"):
        answer = browser(team.auditor).get(urls[name])
        assert answer.getvalue()  # read to its end, so that a file is closed
        assert answer.status_code == 200


def test_partner_without_an_open_audit_has_no_step_to_take(audit: Audit, team: People) -> None:
    Audit.objects.update(state="withdrawn", ended_on=DAY)
    url = reverse("audit-step", args=[team.partner.mpn_id, IDB])
    assert browser(team.owner).post(url, {"step": "withdraw", "note": "Again"}).status_code == 404


def test_audit_that_ended_stays_to_be_read(audit: Audit, team: People) -> None:
    client = browser(team.owner)
    client.post(
        reverse("audit-step", args=[team.partner.mpn_id, IDB]), {"step": "withdraw", "note": "Our architect left."}
    )
    page = client.get(reverse("audit-request", args=[team.partner.mpn_id, IDB])).content.decode()
    assert [words in page for words in ("Our architect left.", "No audit can be scheduled now", "after a week")] == [
        True
    ] * 3
    assert "<textarea" not in page


def test_contact_is_shown_to_the_auditor_who_accepts(audit: Audit, team: People) -> None:
    auditor, url = browser(team.auditor), reverse("audit", args=[audit.pk])
    assert "mei@example.com" not in auditor.get(url).content.decode()
    auditor.post(url, {"step": "accept"})
    assert "mei@example.com" in auditor.get(url).content.decode()
    assert (
        "mei@example.com"
        in browser(team.owner).get(reverse("audit-request", args=[team.partner.mpn_id, IDB])).content.decode()
    )


def test_auditor_sees_nothing_else_of_the_partner(audit: Audit, team: People) -> None:
    auditor = browser(team.auditor)
    auditor.post(reverse("audit", args=[audit.pk]), {"step": "accept"})
    for name in ("membership", "specializations", "action-center", "data", "activity", "users"):
        assert auditor.get(reverse(name, args=[team.partner.mpn_id])).status_code == 404


def reported(audit: Audit, team: People) -> str:
    """A report uploaded with the result; its address on the desk."""
    Audit.objects.update(state="held", auditor=team.auditor, day=DAY)
    url = reverse("audit", args=[audit.pk])
    response = browser(team.auditor).post(url, {"step": "pass", "document": upload(pdf(), "Report of July.pdf")})
    assert response.status_code == 302
    return reverse("audit-document", args=[audit.pk, audit.steps.get().document_id])


def test_report_is_for_the_auditors_and_the_partners_admins_alone(audit: Audit, team: People) -> None:
    url = reported(audit, team)
    own = reverse("own-audit-document", args=[team.partner.mpn_id, IDB, audit.steps.get().document_id])
    other = person(None, Role.AUDITOR)
    asked_as = {
        "auditor": browser(team.auditor).get(url),
        "another auditor": browser(other).get(url),
        "admin at the desk": browser(team.owner).get(url),
        "admin": browser(team.owner).get(own),
        "colleague": browser(team.teammate).get(own),
        "stranger": browser(team.stranger).get(own),
        "programme manager": browser(team.manager).get(own),
        "auditor at the partner": browser(team.auditor).get(own),
        "anonymous": Client().get(own),
    }
    assert {who: answer.status_code for who, answer in asked_as.items()} == {
        "auditor": 200,
        "another auditor": 404,
        "admin at the desk": 404,
        "admin": 200,
        "colleague": 403,
        "stranger": 404,
        "programme manager": 404,
        "auditor at the partner": 404,
        "anonymous": 302,
    }
    bodies = [b"".join(asked_as[who].streaming_content) for who in ("admin", "auditor")]  # type: ignore[attr-defined]
    assert bodies == [pdf(), pdf()]
    assert asked_as["admin"]["Content-Disposition"] == 'attachment; filename="Report_of_July.pdf"'


def test_document_of_another_audit_is_not_there(audit: Audit, team: People) -> None:
    reported(audit, team)
    document = audit.steps.get().document_id
    elsewhere = reverse("own-audit-document", args=[team.partner.mpn_id, "kubernetes", document])
    assert browser(team.owner).get(elsewhere).status_code == 404
    second = Audit.objects.create(
        partner=team.partner, specialization="kubernetes", requested_at=audit.requested_at, standing={}
    )
    assert browser(team.auditor).get(reverse("audit-document", args=[second.pk, document])).status_code == 404


def test_broken_report_is_told_beside_the_field_and_changes_nothing(audit: Audit, team: People) -> None:
    Audit.objects.update(state="held", auditor=team.auditor, day=DAY)
    response = browser(team.auditor).post(
        reverse("audit", args=[audit.pk]), {"step": "pass", "document": upload(pdf()[:100])}
    )
    assert (response.status_code, "damaged or not complete" in response.content.decode()) == (422, True)
    audit.refresh_from_db()
    assert (audit.state, audit.steps.count()) == ("held", 0)


def test_report_may_come_after_the_result(audit: Audit, team: People) -> None:
    reported(audit, team)
    url = reverse("audit", args=[audit.pk])
    auditor = browser(team.auditor)
    assert "Upload a report" in auditor.get(url).content.decode()
    auditor.post(url, {"step": "upload_report", "document": upload(pdf(title="Corrected"))})
    audit.refresh_from_db()
    assert (audit.state, audit.steps.count()) == ("passed", 2)
    own = browser(team.owner).get(reverse("audit-request", args=[team.partner.mpn_id, IDB])).content.decode()
    assert own.count("audit/reports/") == 2


def test_calendar_entry_is_there_while_a_day_is_agreed(audit: Audit, team: People) -> None:
    urls = {
        team.auditor: reverse("audit-calendar", args=[audit.pk]),
        team.owner: reverse("own-audit-calendar", args=[team.partner.mpn_id, IDB]),
    }
    assert [browser(who).get(url).status_code for who, url in urls.items()] == [404, 404]
    Audit.objects.update(state="agreed", auditor=team.auditor, day=date(2023, 8, 7))
    for who, url in urls.items():
        response = browser(who).get(url)
        assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
        assert "DTSTART:20230807T090000Z" in response.content.decode()


def test_overdue_step_is_seen_on_both_sides_and_on_the_desk(audit: Audit, team: People, settings: Settings) -> None:
    Audit.objects.update(requested_at=datetime(2026, 9, 3, 8, tzinfo=UTC))
    own = reverse("audit-request", args=[team.partner.mpn_id, IDB])
    for today, overdue in ((date(2026, 9, 7), False), (date(2026, 9, 8), True)):
        settings.DEMO_TODAY = today
        for who, url in (
            (team.auditor, reverse("audit", args=[audit.pk])),
            (team.owner, own),
        ):
            page = browser(who).get(url).content.decode()
            assert "Auditor: Accept, due by 7 Sep 2026" in page
            assert ("overdue" in page) is overdue
        assert ("Overdue: Auditor: Accept" in browser(team.auditor).get(reverse("audits")).content.decode()) is overdue


def test_form_offers_the_modules_and_says_the_fee(team: People, tmp_path: Path) -> None:
    ready(team.partner, tmp_path, team.manager)
    url = reverse("audit-request", args=[team.partner.mpn_id, IDB])
    page = " ".join(browser(team.owner).get(url).content.decode().split())
    assert "Modules A and B: cloud foundation and workload – 3,000 USD" in page
    assert "Europe/Amsterdam" in page
    wrong = browser(team.owner).post(
        url, {"contact_name": "Mei", "contact_email": "mei@example.com", "modules": "workload"}
    )
    assert "Select a valid choice" in wrong.content.decode()
    assert not Audit.objects.exists()


ENDED = "linux_and_open_source_database_migration"  # until 8 January 2023


def test_audit_of_a_specialization_that_is_not_offered_any_more_goes_on(team: People) -> None:
    partner, url = browser(team.owner), reverse("specialization", args=[team.partner.mpn_id, ENDED])
    step = reverse("audit-step", args=[team.partner.mpn_id, ENDED])
    assert partner.get(url).status_code == partner.post(step, {"step": "withdraw"}).status_code == 404
    row = {"contact_name": "Mei Lin", "contact_email": "mei@example.com", "requested_by": team.owner, "standing": {}}
    Audit.objects.create(partner=team.partner, specialization=ENDED, requested_at="2022-12-20T12:00Z", **row)
    page = partner.get(url)
    check_page(page)
    text = page.content.decode()
    assert "has not been offered since 9 Jan 2023" in text and "Rules in force on 8 Jan 2023" in text
    assert "View the audit" in text and "Schedule audit" not in text
    audit = partner.get(reverse("audit-request", args=[team.partner.mpn_id, ENDED]))
    check_page(audit)
    assert "Withdraw" in audit.content.decode()
    assert partner.post(step, {"step": "withdraw", "note": "It ended."}).status_code == 302
    assert "Not offered since 9 Jan 2023." in partner.get(url).content.decode()
    new = {"contact_name": "Mei Lin", "contact_email": "mei@example.com"}
    asked_again = partner.post(reverse("audit-request", args=[team.partner.mpn_id, ENDED]), new)
    assert (asked_again.status_code, Audit.objects.filter(ended_on=None).exists()) == (404, False)
