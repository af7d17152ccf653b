"""The pages of a reference: the partner's, and the reviewers' desk."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from partnerhub.models import Document, Letter
from specializations.models import Reference
from specializations.overview import overview
from specializations.reference_actions import attach, change_reference
from tests.html import check_page
from tests.lake_rows import put
from tests.people import People
from tests.specializations.reference_browsers import address, answer_url, attached, browser, text, whole
from tests.specializations.references import (
    DAY,
    FIELDS,
    MEETINGS,
    approved,
    drafted,
    qualified,
    sent,
    steps,
)
from tests.uploads import PNG, pdf, upload

TYPED = {key: str(value) for key, value in FIELDS.items()}


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


@pytest.fixture
def ready(team: People) -> People:
    qualified(team.partner, team.manager)
    return team


def new(team: People) -> str:
    return reverse("reference-new", args=[team.partner.mpn_id, MEETINGS])


# The partner's side


def test_reference_is_begun_from_a_customer_that_evidence_knows(team: People) -> None:
    put(team.partner, {"azure_usage": [{"month": date(2023, 6, 1), "tenant": "t9", "customer": "Proseware"}]})
    client = browser(team.owner)
    assert '<option value="t9">Proseware (t9)</option>' in client.get(new(team)).content.decode()
    client.post(new(team), {"known": "t9", "do": "save"})
    row = Reference.objects.get()
    assert (row.tenant, row.customer, row.state, row.created_by) == ("t9", "Proseware", "draft", team.owner)
    page = client.get(address("reference", row)).content.decode()
    assert '<option value="t9" selected>' in page


def test_one_of_many_customers_is_searched_for_with_and_without_a_script(team: People) -> None:
    usage = [{"month": date(2023, 6, 1), "tenant": f"t{n}", "customer": f"Proseware {n:03}"} for n in range(200)]
    put(team.partner, {"azure_usage": usage})
    client, url = browser(team.owner), reverse("reference-customers", args=[team.partner.mpn_id])
    page = client.get(new(team))
    check_page(page)
    assert (f'hx-get="{url}"' in page.content.decode(), page.content.decode().count("<option")) == (True, 51)
    assert '<p class="small muted" id="customers-told" role="status">The first 50 of 200' in page.content.decode()
    part = client.get(url, {"find": "ware 19", "known": "t7"}).content.decode()
    assert re.findall(r'<option value="(\w*)"( selected)?', part) == [
        ("", ""), ("t7", " selected"), *((f"t{n}", "") for n in range(190, 200)),
    ]  # fmt: skip
    assert "Matches 10 of 200 customers." in part
    asked = client.post(new(team), {"find": "ware 19", "work": "Forty rooms", "do": "save"})
    assert (asked.status_code, asked.content.decode().count("<option")) == (422, 11)
    assert "Forty rooms" in asked.content.decode()
    check_page(asked)
    client.post(new(team), {"find": "ware 19", "known": "t195", "work": "Forty rooms", "do": "save"})
    row = Reference.objects.get()
    assert (row.tenant, row.customer, row.work) == ("t195", "Proseware 195", "Forty rooms")
    assert '<option value="t195" selected>' in client.get(address("reference", row)).content.decode()


def test_new_reference_is_sent_at_once_where_nothing_is_missing(ready: People) -> None:
    response = browser(ready.owner).post(new(ready), {**TYPED, "do": "send"}, follow=True)
    assert (Reference.objects.get().state, "Sent to the customer." in text(response)) == ("awaiting", True)
    assert "The customer's link works until 24 Aug 2023; it can be sent again from 1 Aug 2023 on." in text(response)


def test_incomplete_reference_is_kept_and_what_is_missing_is_said_beside_each_field(ready: People) -> None:
    response = browser(ready.owner).post(new(ready), {"customer": "Litware", "do": "send"}, follow=True)
    assert (response.redirect_chain[-1][0][-7:], Reference.objects.get().state) == ("/?check", "draft")
    assert text(response).count("Fill this in; the customer has to read it.") == 8
    assert "Saved as a draft, not sent: below stands what is still open." in text(response)
    check_page(response)


def test_sending_is_offered_once_everything_else_is_met(team: People) -> None:
    row, client = drafted(team.partner, team.owner), browser(team.owner)
    for url in (new(team), address("reference", row)):
        page = text(client.get(url))
        assert ("Send to the customer" in page, "Still open: " in page) == (False, True)
    assert overview(team.partner, DAY).needs == []
    qualified(team.partner, team.manager)
    for url in (new(team), address("reference", row)):
        page = text(client.get(url))
        assert ("Send to the customer" in page, "Still open: " in page) == (True, False)
    assert [(need.text, need.label) for need in overview(team.partner, DAY).needs] == [
        ("Litware 1: complete, but not sent yet.", "Send")
    ]


def test_complete_reference_is_kept_until_everything_else_is_met(team: People) -> None:
    response = browser(team.owner).post(new(team), {**TYPED, "do": "send"}, follow=True)
    assert Reference.objects.get().state == "draft"
    assert text(response).count("Still open: Solutions Partner designation (not yet)") == 1


@pytest.mark.parametrize("known", [True, False])
def test_customer_named_twice_is_said_beside_the_field_and_nothing_typed_is_lost(team: People, known: bool) -> None:
    if known:
        put(team.partner, {"azure_usage": [{"month": date(2023, 6, 1), "tenant": "t1", "customer": "Litware"}]})
    drafted(team.partner, team.owner)
    body = {**TYPED, **({"known": "t1", "tenant": "", "customer": ""} if known else {})}
    response = browser(team.owner).post(new(team), body)
    assert response.status_code == 422
    errors = {
        "known" if known else "tenant": [
            "This customer has a reference for this specialization already; each customer counts once."
        ]
    }
    assert response.context["form"].errors == errors
    assert "Forty meeting rooms" in response.content.decode()
    assert Reference.objects.count() == 1


def test_draft_with_a_mistake_keeps_what_was_typed(team: People) -> None:
    row = drafted(team.partner, team.owner)
    url = address("reference-save", row)
    response = browser(team.owner).post(url, {**TYPED, "work": "Sixty rooms", "ended": "2021-01-01"})
    assert (response.status_code, response.context["form"].errors) == (
        422,
        {"ended": ["The end lies before the start."]},
    )
    assert "Sixty rooms" in response.content.decode()
    check_page(response)
    browser(team.owner).post(url, {**TYPED, "work": "Sixty rooms"})
    row.refresh_from_db()
    assert row.work == "Sixty rooms"


def test_reference_that_was_sent_meanwhile_is_not_changed(ready: People) -> None:
    row = sent(ready.partner, ready.owner)
    for body in ({**TYPED, "work": "Other"}, {"known": "no such customer"}):
        response = browser(ready.owner).post(address("reference-save", row), body, follow=True)
        assert "was sent and cannot be changed any more" in text(response)
        assert "Forty meeting rooms" in text(response)
    response = browser(ready.owner).post(address("reference-attach", row), {"documents": upload(PNG)}, follow=True)
    assert "was sent and cannot be changed any more" in text(response)


def test_good_files_are_kept_and_each_bad_one_is_named(team: People) -> None:
    row, url = drafted(team.partner, team.owner), "reference-attach"
    files = [
        upload(pdf(), "report.pdf"),
        upload(b"MZ", "setup.exe"),
        upload(PNG, "rooms.png"),
        upload(b"", "empty.pdf"),
    ]
    response = browser(team.owner).post(address(url, row), {"documents": files})
    assert response.status_code == 422
    assert [error.split(" is ")[0] for error in response.context["attach"].errors["documents"]] == [
        "setup.exe",
        "empty.pdf",
    ]
    assert list(row.documents.values_list("name", flat=True)) == ["report.pdf", "rooms.png"]
    check_page(response)
    response = browser(team.owner).post(address(url, row))
    assert response.context["attach"].errors == {"documents": ["This field is required."]}


def test_manager_reads_a_draft_and_has_no_form_of_it(team: People) -> None:
    row = drafted(team.partner, team.owner, contact_name="", contact_email="", users=None, ended=None)
    response = browser(team.manager).get(address("reference", row))
    told = text(response)
    assert "1 Jan 2022 – ?" in told and "None" not in told
    assert ("Save the draft" in told, "Delete" in told) == (False, False)
    check_page(response)


def test_link_that_ended_unanswered_is_told(ready: People, settings: Settings) -> None:
    row = sent(ready.partner, ready.owner)
    settings.DEMO_TODAY = DAY + timedelta(days=31)
    told = text(browser(ready.owner).get(address("reference", row)))
    assert "The customer's link ended on 24 Aug 2023; it can be sent again from 1 Aug 2023 on." in told


def test_document_is_taken_off_a_draft(team: People) -> None:
    row = drafted(team.partner, team.owner)
    document = attach(row, upload(PNG), team.owner)
    other = attach(drafted(team.partner, team.owner, 2), upload(PNG), team.owner)
    client, url = browser(team.owner), address("reference-step", row)
    for number in (other.pk, "x", ""):
        assert client.post(url, {"step": "detach", "document": number}).status_code == 404
    client.post(url, {"step": "detach", "document": document.pk})
    assert list(Document.objects.all()) == [other]


def test_draft_is_deleted_and_the_list_says_so(team: People) -> None:
    row = drafted(team.partner, team.owner)
    response = browser(team.owner).post(address("reference-step", row), {"step": "delete"}, follow=True)
    assert (Reference.objects.count(), "The draft is deleted." in text(response)) == (0, True)
    assert browser(team.owner).post(address("reference-step", row), {"step": "delete"}).status_code == 404


def test_sending_again_is_offered_after_seven_days(ready: People, settings: Settings) -> None:
    row, client = sent(ready.partner, ready.owner), browser(ready.owner)
    assert "Send again" not in text(client.get(address("reference", row)))
    settings.DEMO_TODAY = DAY + timedelta(days=7)
    assert "Send again" in text(client.get(address("reference", row)))
    response = client.post(address("reference-step", row), {"step": "resend"}, follow=True)
    assert ("the earlier link is dead" in text(response), steps(row)) == (True, ["send", "resend"])
    response = client.post(address("reference-step", row), {"step": "resend"}, follow=True)
    assert "It can be sent again from 8 Aug 2023 on." in text(response)


def test_draft_whose_customer_was_asked_this_week_says_from_when_it_can_be_sent(
    ready: People, settings: Settings
) -> None:
    row, client = sent(ready.partner, ready.owner), browser(ready.owner)
    client.post(address("reference-step", row), {"step": "forget"})
    response = client.post(address("reference-save", row), {**TYPED, "do": "send"}, follow=True)
    told = "Its customer was asked already; it can be sent again from 1 Aug 2023 on."
    assert (text(response).count(told), "Delete the draft" in text(response)) == (1, False)
    check_page(response)
    response = client.post(address("reference-step", row), {"step": "delete"}, follow=True)
    assert "it can be deleted from 1 Aug 2023 on." in text(response)
    settings.DEMO_TODAY = DAY + timedelta(days=7)
    assert "Delete the draft" in text(client.get(address("reference", row)))
    client.post(address("reference-save", row), {**TYPED, "do": "send"})
    assert steps(row) == ["send", "forget", "send"]


def test_unknown_step_does_not_exist(team: People) -> None:
    row = drafted(team.partner, team.owner)
    assert browser(team.owner).post(address("reference-step", row), {"step": "accept"}).status_code == 404


def test_references_are_listed_by_state(ready: People) -> None:
    drafted(ready.partner, ready.owner, 1)
    approved(ready.partner, ready.owner, 2)
    client, url = browser(ready.owner), reverse("references", args=[ready.partner.mpn_id])
    found = {state: text(client.get(url, {"state": state})) for state in ("", "draft", "approved", "declined", "x")}
    named = {state: [name for name in ("Litware 1", "Litware 2") if name in told] for state, told in found.items()}
    assert named == {
        "": ["Litware 1", "Litware 2"],
        "draft": ["Litware 1"],
        "approved": ["Litware 2"],
        "declined": [],
        "x": ["Litware 1", "Litware 2"],
    }
    assert "Counts until 25 Jul 2025." in found["approved"]


def test_newest_reference_comes_first_in_the_list_and_on_the_card(team: People) -> None:
    """Rows that are written again move in the database's own order."""
    for number in range(1, 8):
        drafted(team.partner, team.owner, number)
    for row in Reference.objects.filter(tenant__in=["t2", "t5"]):
        change_reference(row, {**FIELDS, "tenant": row.tenant, "customer": row.customer})
    urls = [
        reverse("references", args=[team.partner.mpn_id]),
        reverse("specialization", args=[team.partner.mpn_id, MEETINGS]),
    ]
    for url in urls:
        told = re.findall(r">(Litware \d)</a>", browser(team.owner).get(url).content.decode())
        assert told == [f"Litware {number}" for number in range(7, 0, -1)]


def test_card_on_the_specialization_counts_and_tells_what_is_next(ready: People) -> None:
    for number in (1, 2):
        approved(ready.partner, ready.owner, number)
    drafted(ready.partner, ready.owner, 3)
    url = reverse("specialization", args=[ready.partner.mpn_id, MEETINGS])
    told = text(browser(ready.owner).get(url))
    for words in ("2 of 3", "Complete, but not sent yet.", "Add a reference", "Litware 1: Approved by the customer"):
        assert words in told
    manager = text(browser(ready.manager).get(url))
    assert ("2 of 3" in manager, "Add a reference" in manager) == (True, False)


def test_pages_ask_no_more_the_more_references_there_are(ready: People) -> None:
    client, found = browser(ready.owner), list[list[int]]()
    urls = [
        reverse("specialization", args=[ready.partner.mpn_id, MEETINGS]),
        address("reference", drafted(ready.partner, ready.owner)),
        address("reference", approved(ready.partner, ready.owner, 2)),
    ]
    for more in (0, 5):
        for number in range(more):
            approved(ready.partner, ready.owner, 10 + number)
        found.append([])
        for url in urls:
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            found[-1].append(len(queries))
    assert (found[0], found[0] == found[1]) == ([12, 12, 7], True)


# Who sees whom


def test_contact_is_shown_to_admins_and_the_programme_manager_alone(ready: People) -> None:
    row = attached(ready)
    urls = [address("reference", row), address("reference-document", row, row.documents.get().pk)]
    asked = {
        "owner": ready.owner, "partner admin": ready.partner_admin, "manager": ready.manager, "teammate": ready.teammate,
        "stranger": ready.stranger, "auditor": ready.auditor, "reviewer": ready.reviewer, "anonymous": None,
    }  # fmt: skip
    found = {who: [status(browser(user), url) for url in urls] for who, user in asked.items()}
    assert found == {
        "owner": [200, 200], "partner admin": [200, 200], "manager": [200, 200], "teammate": [403, 403],
        "stranger": [404, 404], "auditor": [404, 404], "reviewer": [404, 404], "anonymous": [302, 302],
    }  # fmt: skip


def status(client: Client, url: str) -> int:
    return whole(client.get(url)).status_code  # type: ignore[no-any-return]


# The reviewers' desk


def test_reviewer_confirms_what_a_customer_approved(ready: People) -> None:
    row = approved(ready.partner, ready.owner)
    client, url = browser(ready.reviewer), reverse("reference-review", args=[row.pk])
    assert "Litware 1" in text(client.get(reverse("reference-reviews")))
    assert "mei@litware.example.com" in text(client.get(url))
    assert "Recorded." in text(client.post(url, {"step": "accept"}, follow=True))
    assert "None here." in text(client.get(reverse("reference-reviews")))
    assert "Accepted by the programme" in text(client.get(reverse("reference-reviews"), {"show": "decided"}))


def test_declining_needs_a_reason_that_the_partner_reads(ready: People) -> None:
    row = approved(ready.partner, ready.owner)
    client, url = browser(ready.reviewer), reverse("reference-review", args=[row.pk])
    assert client.post(url, {"step": "decline"}).status_code == 422
    client.post(url, {"step": "decline", "note": "The contact works for the partner."})
    assert "The contact works for the partner." in text(browser(ready.owner).get(address("reference", row)))
    response = client.post(url, {"step": "accept"}, follow=True)
    assert "not possible now" in text(response)


def test_reviewer_sees_nothing_before_the_customer_has_approved(ready: People) -> None:
    client = browser(ready.reviewer)
    for row in (drafted(ready.partner, ready.owner, 1), sent(ready.partner, ready.owner, 2)):
        assert client.get(reverse("reference-review", args=[row.pk])).status_code == 404
    assert "None here." in text(client.get(reverse("reference-reviews")))


def test_reviewer_deletes_the_contact_on_request(ready: People) -> None:
    row = approved(ready.partner, ready.owner)
    url = reverse("reference-review", args=[row.pk])
    response = browser(ready.reviewer).post(url, {"step": "forget"}, follow=True)
    row.refresh_from_db()
    assert (row.contact_email, row.state, Letter.objects.count()) == ("", "approved", 0)
    assert "deleted" in text(response)


def test_reviewer_downloads_the_documents(ready: People) -> None:
    row = attached(ready)
    url = reverse("reference-review-document", args=[row.pk, row.documents.get().pk])
    assert browser(ready.reviewer).get(url).status_code == 404
    browser().post(answer_url(row), {"step": "approve"})
    response = whole(browser(ready.reviewer).get(url))
    assert response.headers["Content-Type"] == "image/png"
