"""Letters about a reference: the link for the customer alone, the answer for who sent it."""

import pytest
from django.urls import reverse
from pytest_django import Settings

from partnerhub import outbox
from partnerhub.models import Letter, Member
from partnerhub.permissions import Role
from specializations.reference_actions import review_reference
from tests.factories import person
from tests.people import People
from tests.postbox import postbox, smtp
from tests.specializations.references import DAY, MEETINGS_TITLE, answered, approved, qualified, sent, token_of


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY
    settings.PUBLIC_URL = "https://partnerhub.example.com"


@pytest.fixture
def ready(team: People) -> People:
    qualified(team.partner, team.manager)
    return team


def told(prefix: str) -> list[str]:
    """Whom the letters tell whose subject begins so."""
    return sorted(Letter.objects.filter(subject__startswith=prefix).values_list("to", flat=True))


def test_customer_gets_the_link_through_the_mail_server_and_the_outbox_forgets_it(ready: People) -> None:
    token = token_of(sent(ready.partner, ready.owner))
    with postbox() as box, smtp(box):
        outbox.send_due()
    (message,) = box.to("mei@litware.example.com")
    text = message.get_content().replace("\r\n", "\n")
    assert f"https://partnerhub.example.com{reverse('reference-answer', args=[token])}\n" in text
    assert message["Subject"] == f"{ready.partner.name} asks you to confirm a reference"
    for words in ("Hello Mei Lin,", MEETINGS_TITLE, "It works until 24 Aug 2023, and once", "not affiliated"):
        assert words in text
    assert token not in str(Letter.objects.values())


def test_answer_is_told_to_who_sent_it_with_its_reason(ready: People) -> None:
    answered(sent(ready.partner, ready.partner_admin), "reject", "We had twenty rooms.")
    assert told("Rejected by the customer: Litware 1") == [ready.partner_admin.email]
    text = Letter.objects.get(to=ready.partner_admin.email).text
    assert ("We had twenty rooms." in text, "https://partnerhub.example.com/partners/" in text) == (True, True)


def test_approval_is_told_to_the_reviewers_too(ready: People) -> None:
    person(None, Role.REFERENCE_REVIEWER, is_active=False)
    row = approved(ready.partner, ready.owner)
    assert told("Approved by the customer") == sorted([ready.owner.email, ready.reviewer.email])
    desk = Letter.objects.get(to=ready.reviewer.email)
    assert reverse("reference-review", args=[row.pk]) in desk.text
    review_reference(row, "accept", ready.reviewer)
    assert told("Accepted by the programme") == [ready.owner.email]


def test_answer_goes_to_the_admins_where_who_sent_it_has_gone(ready: People) -> None:
    row = sent(ready.partner, ready.owner)
    Member.objects.filter(user=ready.owner).delete()
    answered(row)
    assert told("Approved by the customer") == sorted([ready.partner_admin.email, ready.reviewer.email])
