"""A customer reference from its draft to what it makes of the specialization's status."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connections, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from partnerhub import documents
from partnerhub.models import Document, Letter
from specializations import queries
from specializations.models import Reference, ReferenceLink
from specializations.queries import link_of
from specializations.reference_actions import (
    CustomerNamedAlready,
    LinkUsedUp,
    add_reference,
    answer_reference,
    attach,
    change_reference,
    delete_reference,
    detach,
    end_references,
    review_reference,
    send_reference,
)
from specializations.refusals import NotPossible
from tests.factories import PartnerFactory
from tests.people import People, people
from tests.specializations.references import (
    DAY,
    FIELDS,
    MEETINGS,
    answered,
    approved,
    drafted,
    fields,
    link_to,
    qualified,
    sent,
    standing,
    steps,
    token_of,
)
from tests.uploads import PNG, upload


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


@pytest.fixture
def ready(team: People) -> People:
    qualified(team.partner, team.manager)
    return team


# Drafts


def test_draft_keeps_what_was_filled_in_and_who_began_it(team: People) -> None:
    row = drafted(team.partner, team.owner)
    row.refresh_from_db()
    assert (row.state, row.created_by, row.created_at.date(), row.missing) == ("draft", team.owner, DAY, [])
    assert {name: getattr(row, name) for name in FIELDS} == fields(1)


def test_draft_may_be_incomplete_and_says_what_is_missing(team: People) -> None:
    blank = dict.fromkeys(FIELDS, "") | {"customer": "Litware", "started": None, "ended": None, "users": None}
    row = add_reference(team.partner, MEETINGS, team.owner, blank)
    assert row.missing == ["tenant", "contact_name", "contact_email", "work", "workload", "started", "ended", "users"]
    assert change_reference(row, fields(1)).missing == []


def test_customer_is_named_once_for_one_specialization_of_a_partner(team: People) -> None:
    first = drafted(team.partner, team.owner)
    with pytest.raises(CustomerNamedAlready, match="already; each customer counts once"):
        drafted(team.partner, team.owner, contact_name="Someone else")
    second = drafted(team.partner, team.owner, 2)
    with pytest.raises(CustomerNamedAlready):
        change_reference(second, fields(1))
    second.refresh_from_db()
    assert (second.tenant, Reference.objects.count()) == ("t2", 2)
    add_reference(team.partner, "cloud_security", team.owner, fields(1))
    drafted(PartnerFactory(), team.owner)
    drafted(team.partner, team.owner, tenant="")
    drafted(team.partner, team.owner, tenant="")
    assert Reference.objects.filter(tenant=first.tenant).count() == 3


def test_refusal_of_a_customer_who_approved_says_from_when_it_may_be_named_again(
    ready: People, settings: Settings
) -> None:
    row = approved(ready.partner, ready.owner)
    told = r"once\. It may be named again from 25 Jul 2025 on, when its approval ends\."
    with pytest.raises(CustomerNamedAlready, match=told):
        drafted(ready.partner, ready.owner)
    review_reference(row, "accept", ready.manager)
    with pytest.raises(CustomerNamedAlready, match=told):
        drafted(ready.partner, ready.owner)
    settings.DEMO_TODAY = date(2025, 7, 25)
    end_references()
    assert drafted(ready.partner, ready.owner).state == "draft"


@pytest.mark.parametrize("state", Reference.State.values)
def test_customer_may_be_named_again_once_the_first_reference_is_over(team: People, state: str) -> None:
    """As the database itself sees to it."""
    drafted(team.partner, team.owner)
    Reference.objects.update(state=state)
    if state in {"rejected", "declined", "expired"}:
        assert drafted(team.partner, team.owner).state == "draft"
        return
    again = Reference(
        partner=team.partner, specialization=MEETINGS, tenant="t1", created_at=datetime(2023, 7, 25, tzinfo=UTC)
    )
    with pytest.raises(IntegrityError, match="reference_customer_once"), transaction.atomic():
        again.save()


@pytest.mark.django_db(transaction=True)
def test_draft_is_deleted_with_its_documents() -> None:
    team = people()
    row = drafted(team.partner, team.owner)
    attach(row, upload(PNG, "rooms.png"), team.owner)
    delete_reference(row)
    assert (Reference.objects.count(), Document.objects.count(), list(documents.root().iterdir())) == (0, 0, [])


def test_sent_reference_is_changed_deleted_and_attached_to_no_more(ready: People) -> None:
    row = drafted(ready.partner, ready.owner)
    document = attach(row, upload(PNG), ready.owner)
    send_reference(row, ready.owner)
    tries: list[Callable[[], object]] = [
        lambda: change_reference(row, fields(1, users=9)),
        lambda: delete_reference(row),
        lambda: attach(row, upload(PNG), ready.owner),
        lambda: detach(row, document),
    ]
    for attempt in tries:
        with pytest.raises(NotPossible, match="was sent and cannot be changed"):
            attempt()
    assert list(row.documents.all()) == [document]


def test_reference_has_at_most_ten_documents(team: People) -> None:
    row = drafted(team.partner, team.owner)
    for number in range(10):
        attach(row, upload(PNG + bytes([number])), team.owner)
    with pytest.raises(NotPossible, match="at most 10 documents"):
        attach(row, upload(PNG), team.owner)
    detach(row, row.documents.all()[0])
    attach(row, upload(PNG), team.owner)
    assert (row.documents.count(), Document.objects.count()) == (10, 10)


# Sending


def test_sending_writes_one_letter_with_a_link_of_which_only_the_digest_is_kept(ready: People) -> None:
    row = sent(ready.partner, ready.owner)
    assert (row.state, row.sent_by, row.sent_at and row.sent_at.date(), steps(row)) == (
        "awaiting",
        ready.owner,
        DAY,
        ["send"],
    )
    (link, letter) = (ReferenceLink.objects.get(), Letter.objects.get())
    assert (letter.to, letter.about, letter.key) == (
        "mei@litware.example.com",
        f"reference:{row.pk}",
        f"reference:{row.pk}:link-{link.pk}:mei@litware.example.com",
    )
    assert link_of(letter.secret) == link
    assert letter.secret not in str(ReferenceLink.objects.values()) + letter.text
    assert (link.expires_at - link.sent_at) == timedelta(days=30)


def test_incomplete_reference_is_not_sent(ready: People) -> None:
    row = drafted(ready.partner, ready.owner, contact_email="")
    with pytest.raises(NotPossible, match="something is not filled in"):
        send_reference(row, ready.owner)
    assert (Letter.objects.count(), steps(row)) == (0, [])


def test_reference_is_sent_once_everything_else_is_met(team: People) -> None:
    row = drafted(team.partner, team.owner)
    with pytest.raises(NotPossible) as refused:
        send_reference(row, team.owner)
    assert str(refused.value) == (
        "References are sent once every other requirement is met. Still open: Solutions Partner designation (not yet), "
        "Performance (needs the programme's word), Skilling (needs the programme's word)."
    )
    qualified(team.partner, team.manager)
    assert send_reference(row, team.owner).state == "awaiting"


@pytest.mark.parametrize(("day", "expected"), [("2023-07-10", "awaiting"), ("2023-07-11", None)])
def test_order_is_asked_for_from_the_edition_of_july_2023_on(
    team: People, settings: Settings, day: str, expected: str | None
) -> None:
    settings.DEMO_TODAY = date.fromisoformat(day)
    row = drafted(team.partner, team.owner)
    if expected:
        assert send_reference(row, team.owner).state == expected
        return
    with pytest.raises(NotPossible, match="Still open: Solutions Partner designation"):
        send_reference(row, team.owner)


def test_reference_of_a_specialization_with_an_audit_is_neither_begun_nor_sent(team: People) -> None:
    with pytest.raises(NotPossible, match="not validated by customer references"):
        add_reference(team.partner, "kubernetes", team.owner, fields(1))
    drafted(team.partner, team.owner)
    Reference.objects.update(specialization="kubernetes")
    with pytest.raises(NotPossible, match="not validated by customer references"):
        send_reference(Reference.objects.get(), team.owner)


def test_reference_is_sent_again_after_seven_days_and_the_first_link_is_dead(ready: People, settings: Settings) -> None:
    row = sent(ready.partner, ready.owner)
    first = link_to(row)
    settings.DEMO_TODAY = DAY + timedelta(days=6)
    with pytest.raises(NotPossible, match=r"It can be sent again from 1 Aug 2023 on\."):
        send_reference(row, ready.owner)
    settings.DEMO_TODAY = DAY + timedelta(days=7)
    send_reference(row, ready.partner_admin)
    with pytest.raises(LinkUsedUp):
        answer_reference(first, "approve")
    assert answer_reference(link_to(row), "approve").state == "approved"
    assert (steps(row), Letter.objects.filter(to="mei@litware.example.com").count()) == (
        ["send", "resend", "approve"],
        2,
    )


# The customer's answer


def test_answer_uses_the_link_up(ready: People) -> None:
    row = sent(ready.partner, ready.owner)
    link = link_to(row)
    answer_reference(link, "reject", "We had twenty rooms.")
    row.refresh_from_db()
    assert (row.state, row.answer, row.answered_at and row.answered_at.date()) == (
        "rejected",
        "We had twenty rooms.",
        DAY,
    )
    with pytest.raises(LinkUsedUp):
        answer_reference(link, "approve")


def test_rejection_needs_a_reason(ready: People) -> None:
    row = sent(ready.partner, ready.owner)
    with pytest.raises(NotPossible, match="needs words"):
        answered(row, "reject", "  ")
    row.refresh_from_db()
    assert row.state == "awaiting"


@pytest.mark.parametrize(("seconds", "good"), [(-1, True), (0, False)])
def test_link_works_until_it_expires(ready: People, settings: Settings, seconds: int, good: bool) -> None:
    settings.REFERENCE_LINK_DAYS = 3
    link = link_to(sent(ready.partner, ready.owner))
    assert link.expires_at - link.sent_at == timedelta(days=3)
    assert queries.is_good(link, link.expires_at + timedelta(seconds=seconds)) is good


def test_step_of_the_programme_cannot_be_taken_by_a_link(ready: People) -> None:
    row = sent(ready.partner, ready.owner)
    with pytest.raises(NotPossible, match="Awaiting approval"):
        answered(row, "accept")


@pytest.mark.django_db(transaction=True)
def test_fifty_clicks_on_approve_at_once_make_one_approval(settings: Settings) -> None:
    team = people()
    qualified(team.partner, team.manager)
    row = sent(team.partner, team.owner)
    token = token_of(row)

    def approve(_number: int) -> int:
        try:
            return Client().post(reverse("reference-answer", args=[token]), {"step": "approve"}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        told = list(pool.map(approve, range(50)))
    assert (told.count(200), told.count(410)) == (1, 49)
    assert steps(row) == ["send", "approve"]
    letters = Letter.objects.filter(subject__startswith="Approved").values_list("to", flat=True)
    assert sorted(letters) == sorted([team.owner.email, team.reviewer.email])


# What counts


def test_third_customer_makes_it_active_for_two_years(ready: People) -> None:
    for number in (1, 2):
        approved(ready.partner, ready.owner, number)
    assert (standing(ready.partner).status, standing(ready.partner).checks[-1].state) == ("not_started", "not_met")
    approved(ready.partner, ready.owner, 3)
    found = standing(ready.partner)
    assert (found.status, found.checks[-1].state, found.checks[-1].until) == ("active", "met", date(2025, 7, 25))
    assert {day: standing(ready.partner, day).checks[-1].met for day in (date(2025, 7, 24), date(2025, 7, 25))} == {
        date(2025, 7, 24): True,
        date(2025, 7, 25): False,
    }


def test_rejection_and_waiting_count_nothing(ready: People) -> None:
    answered(sent(ready.partner, ready.owner, 1), "reject", "No.")
    sent(ready.partner, ready.owner, 2)
    assert standing(ready.partner).checks[-1].measured == 0


def test_approval_counts_on_no_day_before_it_and_declining_on_none_after_it(ready: People, settings: Settings) -> None:
    row = approved(ready.partner, ready.owner)
    settings.DEMO_TODAY = DAY + timedelta(days=10)
    review_reference(row, "decline", ready.manager, "The contact is the partner's own.")
    counts = {days: standing(ready.partner, DAY + timedelta(days=days)).checks[-1].measured for days in (-1, 0, 9, 10)}
    assert counts == {-1: 0, 0: 1, 9: 1, 10: 0}


def test_programme_accepts_what_a_customer_approved_and_may_decline_it_later(ready: People) -> None:
    row = approved(ready.partner, ready.owner)
    review_reference(row, "accept", ready.manager)
    assert standing(ready.partner).checks[-1].measured == 1
    row = review_reference(row, "decline", ready.manager, "It was withdrawn by telephone.")
    assert (row.state, row.review, row.reviewed_by) == ("declined", "It was withdrawn by telephone.", ready.manager)
    with pytest.raises(NotPossible, match="Declined by the programme"):
        review_reference(row, "accept", ready.manager)


def test_declining_needs_a_reason(ready: People) -> None:
    row = approved(ready.partner, ready.owner)
    with pytest.raises(NotPossible, match="needs words"):
        review_reference(row, "decline", ready.manager)
    assert steps(row) == ["send", "approve"]


def test_programme_decides_nothing_before_the_customer(ready: People) -> None:
    row = sent(ready.partner, ready.owner)
    with pytest.raises(NotPossible, match="Awaiting approval"):
        review_reference(row, "accept", ready.manager)
