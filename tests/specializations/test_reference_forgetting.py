"""What is forgotten of a customer reference: on request, and every day when its purpose has ended."""

from datetime import date, timedelta

import pytest
from pytest_django import Settings

from partnerhub import documents
from partnerhub.celery import app
from partnerhub.models import Document, Letter
from specializations import tasks
from specializations.models import Reference
from specializations.reference_actions import (
    LinkUsedUp,
    answer_reference,
    attach,
    change_reference,
    delete_reference,
    end_references,
    forget_contact,
    review_reference,
    send_reference,
)
from specializations.refusals import NotPossible
from tests.people import People, people
from tests.specializations.references import (
    DAY,
    answered,
    approved,
    drafted,
    fields,
    link_to,
    qualified,
    sent,
    standing,
    steps,
)
from tests.uploads import PNG, upload


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


@pytest.fixture
def ready(team: People) -> People:
    qualified(team.partner, team.manager)
    return team


@pytest.mark.django_db(transaction=True)
def test_forgetting_deletes_contact_letters_and_documents_and_keeps_the_approval() -> None:
    team = people()
    qualified(team.partner, team.manager)
    row = drafted(team.partner, team.owner)
    attach(row, upload(PNG), team.owner)
    answered(send_reference(row, team.owner))
    other = sent(team.partner, team.owner, 2)
    row = forget_contact(row, team.owner)
    assert (row.contact_name, row.contact_email, row.state, row.customer, row.tenant) == (
        "", "", "approved", "Litware 1", "t1",
    )  # fmt: skip
    assert set(Letter.objects.values_list("about", flat=True)) == {f"reference:{other.pk}"}
    assert (Document.objects.count(), list(documents.root().iterdir())) == (0, [])
    assert standing(team.partner).checks[-1].measured == 1
    assert steps(forget_contact(row, team.manager)) == ["send", "approve", "forget"]


def test_forgetting_what_nobody_answered_kills_the_link_and_makes_it_a_draft_again(
    ready: People, settings: Settings
) -> None:
    row = sent(ready.partner, ready.owner)
    first = link_to(row)
    row = forget_contact(row, ready.owner)
    assert (row.state, row.missing) == ("draft", ["contact_name", "contact_email"])
    with pytest.raises(LinkUsedUp):
        answer_reference(first, "approve")
    row = change_reference(row, fields(1))
    settings.DEMO_TODAY = DAY + timedelta(days=6)
    with pytest.raises(NotPossible, match=r"It can be sent again from 1 Aug 2023 on\."):
        send_reference(row, ready.owner)
    with pytest.raises(NotPossible, match=r"it can be deleted from 1 Aug 2023 on\."):
        delete_reference(row)
    settings.DEMO_TODAY = DAY + timedelta(days=7)
    send_reference(row, ready.owner)
    with pytest.raises(LinkUsedUp):
        answer_reference(first, "approve")
    assert answered(row).state == "approved"


def test_draft_that_was_sent_once_is_deleted_after_the_week(ready: People, settings: Settings) -> None:
    row = forget_contact(sent(ready.partner, ready.owner), ready.owner)
    settings.DEMO_TODAY = DAY + timedelta(days=7)
    delete_reference(row)
    assert not Reference.objects.exists()


def test_every_day_approvals_expire_when_their_validity_ends(ready: People, settings: Settings) -> None:
    rows = [approved(ready.partner, ready.owner, number) for number in (1, 2)]
    review_reference(rows[1], "accept", ready.manager)
    found = {}
    for day in (date(2025, 7, 24), date(2025, 7, 25)):
        settings.DEMO_TODAY = day
        end_references()
        end_references()
        found[day] = [(row.state, steps(row).count("expire")) for row in Reference.objects.order_by("pk")]
    assert found == {date(2025, 7, 24): [("approved", 0), ("accepted", 0)], date(2025, 7, 25): [("expired", 1)] * 2}
    assert standing(ready.partner, date(2025, 7, 24)).checks[-1].measured == 2


@pytest.mark.parametrize(
    ("state", "days", "forgotten"),
    [
        ("rejected", 29, False),
        ("rejected", 30, True),
        ("declined", 29, False),
        ("declined", 30, True),
        ("approved", 40, False),
        ("awaiting", 59, False),
        ("awaiting", 60, True),
    ],
)
def test_every_day_contacts_are_forgotten_a_month_after_their_purpose(
    ready: People, settings: Settings, state: str, days: int, forgotten: bool
) -> None:
    """What nobody answers has a link of thirty days besides."""
    row = sent(ready.partner, ready.owner)
    if state != "awaiting":
        answered(row, "reject" if state == "rejected" else "approve", "Because.")
    if state == "declined":
        review_reference(row, "decline", ready.manager, "Because.")
    settings.DEMO_TODAY = DAY + timedelta(days=days)
    end_references()
    row.refresh_from_db()
    assert (row.contact_email == "", row.forgotten_at is not None) == (forgotten, forgotten)
    assert row.state == ("draft" if (state, forgotten) == ("awaiting", True) else state)


def test_schedule_names_the_task_that_does_it(ready: People, settings: Settings) -> None:
    row = approved(ready.partner, ready.owner)
    settings.DEMO_TODAY = date(2025, 7, 25)
    assert app.conf.beat_schedule["end-references"]["task"] == tasks.end_references.name
    tasks.end_references()
    row.refresh_from_db()
    assert row.state == "expired"


def test_contact_of_an_approval_is_forgotten_a_month_after_it_expired(ready: People, settings: Settings) -> None:
    row = approved(ready.partner, ready.owner)
    found = {}
    for day in (date(2025, 7, 25), date(2025, 8, 23), date(2025, 8, 24)):
        settings.DEMO_TODAY = day
        end_references()
        row.refresh_from_db()
        found[day] = row.contact_email
    assert list(found.values()) == ["mei@litware.example.com", "mei@litware.example.com", ""]
