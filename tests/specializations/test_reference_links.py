"""The customer's personal link: read at will, answered once, and dead afterwards without a word of what it was about."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from specializations.reference_actions import attach, send_reference
from tests.html import check_page
from tests.people import People
from tests.specializations.reference_browsers import address, answer_url, attached, browser, text, whole
from tests.specializations.references import DAY, drafted, qualified, sent, steps, token_of
from tests.uploads import pdf, upload


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


@pytest.fixture
def ready(team: People) -> People:
    qualified(team.partner, team.manager)
    return team


def test_customer_reads_everything_and_approves(ready: People) -> None:
    row = attached(ready)
    client, url = browser(), answer_url(row)
    response = client.get(url)
    told = text(response)
    for words in ("Forty meeting rooms", "Mei Lin", "Teams Rooms", "1 Jan 2022 – 30 Jun 2023", "1,200", "rooms.png"):
        assert words in told
    check_page(response, referrer="no-referrer")
    assert 'class="navigation"' not in response.content.decode()
    response = client.post(url, {"step": "approve"})
    row.refresh_from_db()
    assert (row.state, "You approved the reference." in text(response)) == ("approved", True)


def test_link_survives_being_looked_at(ready: People) -> None:
    """Programs that examine mail open every link in it."""
    row = sent(ready.partner, ready.owner)
    client, url = browser(), answer_url(row)
    assert [client.get(url).status_code for _ in range(5)] == [200] * 5
    row.refresh_from_db()
    assert (row.state, steps(row)) == ("awaiting", ["send"])


def test_rejection_without_a_reason_is_asked_again_and_with_one_is_told(ready: People) -> None:
    row = sent(ready.partner, ready.owner)
    client, url = browser(), answer_url(row)
    response = client.post(url, {"step": "reject", "note": " "})
    assert (response.status_code, "This field is required." in text(response)) == (422, True)
    response = client.post(url, {"step": "reject", "note": "We had twenty rooms."})
    assert "You rejected the reference." in text(response)
    assert "We had twenty rooms." in text(browser(ready.owner).get(address("reference", row)))


def test_answers_of_a_link_are_never_kept_nor_told_on(ready: People) -> None:
    row = attached(ready)
    client, url = browser(), answer_url(row)
    document = reverse("reference-answer-document", args=[token_of(row), row.documents.get().pk])
    answers = [client.get(url), whole(client.get(document)), client.post(url, {"step": "approve"}), client.get(url)]
    for response in answers:
        assert "no-store" in response.headers["Cache-Control"]
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert response.cookies.keys() == set()
    assert [response.status_code for response in answers] == [200, 200, 200, 410]
    assert answers[1].headers["Content-Disposition"] == 'attachment; filename="rooms.png"'


def test_form_of_the_link_needs_no_cookie(ready: People) -> None:
    """A browser that is told no referrer says of a form that it comes from nowhere."""
    row = sent(ready.partner, ready.owner)
    client = Client(enforce_csrf_checks=True, headers={"Origin": "null"})
    assert client.post(answer_url(row), {"step": "approve"}).status_code == 200


@pytest.mark.parametrize("why", ["used", "expired", "superseded", "forgotten"])
def test_dead_link_says_so_and_tells_nothing(ready: People, settings: Settings, why: str) -> None:
    row = attached(ready)
    url, token = answer_url(row), token_of(row)
    document = reverse("reference-answer-document", args=[token, row.documents.get().pk])
    client = browser()
    if why == "used":
        client.post(url, {"step": "approve"})
    if why == "forgotten":
        browser(ready.owner).post(address("reference-step", row), {"step": "forget"})
    settings.DEMO_TODAY = DAY + timedelta(days={"expired": 31, "superseded": 7}.get(why, 0))
    if why == "superseded":
        send_reference(row, ready.owner)
    before = steps(row)
    answers = [client.get(url), client.post(url, {"step": "reject", "note": "No."}), client.get(document)]
    assert [one.status_code for one in answers] == [410] * 3
    told = " ".join(one.content.decode() for one in answers)
    assert [words for words in ("Litware", "Contoso", "Meeting", "Mei") if words in told] == []
    assert steps(row) == before
    check_page(answers[0], referrer="no-referrer")


def test_unknown_link_is_not_found(db: None) -> None:
    client, url = browser(), reverse("reference-answer", args=["x" * 43])
    assert [client.get(url).status_code, client.post(url, {"step": "approve"}).status_code] == [404, 404]


def test_link_opens_no_document_of_another_reference(ready: People) -> None:
    row, other = attached(ready), drafted(ready.partner, ready.owner, 2)
    foreign = attach(other, upload(pdf()), ready.owner)
    assert browser().get(reverse("reference-answer-document", args=[token_of(row), foreign.pk])).status_code == 404


@pytest.mark.parametrize("step", ["accept", "decline", "expire", "send", "x", ""])
def test_link_takes_no_other_step(ready: People, step: str) -> None:
    row = sent(ready.partner, ready.owner)
    assert browser().post(answer_url(row), {"step": step, "note": "x"}).status_code == 404
    assert steps(row) == ["send"]
