"""The reader's language: chosen on any page, kept, and never anybody else's."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language, ngettext
from django.views.defaults import server_error

from evidence.importing.errors import ImportRefused
from partnerhub import jobs
from partnerhub.celery import app
from partnerhub.languages import each_in_their_language, page_of
from partnerhub.models import Job
from partnerhub.rulebook_words import quantity
from partnerhub.sentence import Sentence
from partnerhub.told import day_range, joined, plural_of, told
from scoring.wording import amount, day, month
from scripts.messages import messages
from specializations import mail, reference_mail
from specializations.models import Audit, Reference, ReferenceLink
from tests import pseudo
from tests.api import Api
from tests.factories import UserFactory
from tests.filled import empty
from tests.html import Html
from tests.people import People
from tests.specializations.references import DAY, rows_of_references

LANGUAGES = ("en", "nl", "fr")
COOKIE = "language"


@pytest.fixture(autouse=True)
def _day(demo_day: date) -> None:
    """Pages show the demo's day."""


def choose(client: Client, language: str, back: str = "/rulebook/", **headers: str) -> Any:
    return client.post("/language/", {"language": language, "next": back}, headers=headers)


def language_of(response: Any) -> list[str | None]:
    """What a page says of its language: in its markup and its headers."""
    page = Html(response.content.decode())
    (lang,) = [attributes.get("lang") for tag, attributes in page.elements if tag == "html"]
    return [lang, response["Content-Language"]]


def hidden_next(response: Any) -> list[str | None]:
    page = Html(response.content.decode())
    return [one.get("value") for tag, one in page.elements if tag == "input" and one.get("name") == "next"]


# Choosing


@pytest.mark.parametrize("language", LANGUAGES)
def test_choice_comes_back_to_the_page_with_its_question(db: None, language: str) -> None:
    client, here = Client(), "/accounts/login/?next=/rulebook/%3Fq%3Dacr"
    assert here in hidden_next(client.get(here))
    response = choose(client, language, here)
    assert (response.status_code, response["Location"]) == (302, here)
    assert language_of(client.get(here)) == [language, language]
    cookie = client.cookies[COOKIE]
    assert (cookie.value, cookie["samesite"], cookie["httponly"]) == (language, "Lax", True)


@pytest.mark.parametrize(
    "back",
    [
        *("https://evil.example.com/", "//evil.example.com/", "/\\evil.example.com", "javascript:alert(1)", ""),
        *("https://testserver.evil.example.com/", "///evil.example.com", "evil", "/\n/evil.example.com"),
    ],
)
def test_choice_goes_home_where_the_way_back_is_not_ours(db: None, back: str) -> None:
    response = choose(Client(), "nl", back)
    assert (response.status_code, response["Location"], response.cookies[COOKIE].value) == (302, "/", "nl")


@pytest.mark.parametrize("language", ["de", "", "nl-BE", "../nl", "NL"])
def test_choice_of_a_language_that_there_is_not_changes_nothing(team: People, language: str) -> None:
    client = Client()
    client.force_login(team.owner)
    response = choose(client, language)
    team.owner.refresh_from_db()
    assert (response.status_code, COOKIE in response.cookies, team.owner.language) == (302, False, "")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example.com"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_choice_that_another_site_sends_changes_nothing(team: People, headers: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(team.owner)
    response = choose(client, "nl", **headers)
    team.owner.refresh_from_db()
    assert (response.status_code, COOKIE in response.cookies, team.owner.language) == (302, False, "")


def test_choice_of_a_signed_in_person_is_kept_with_them(team: People) -> None:
    here, elsewhere = Client(), Client(headers={"Accept-Language": "fr"})
    for client in (here, elsewhere):
        client.force_login(team.owner)
    assert language_of(elsewhere.get("/rulebook/")) == ["fr", "fr"]
    choose(here, "nl")
    team.owner.refresh_from_db()
    assert team.owner.language == "nl"
    assert language_of(elsewhere.get("/rulebook/")) == ["nl", "nl"]


def test_choice_on_a_page_that_answered_a_form_goes_back_to_where_the_form_stands() -> None:
    request = RequestFactory().post(
        "/partners/1/import/", headers={"Referer": "http://testserver/partners/1/data/?a=b"}
    )
    assert page_of(request) == "/partners/1/data/?a=b"
    foreign = RequestFactory().post("/partners/1/import/", headers={"Referer": "https://evil.example.com/data/"})
    assert page_of(foreign) == "/partners/1/import/"


def test_choice_on_a_personal_link_works_although_its_origin_is_hidden(team: People) -> None:
    client = Client(enforce_csrf_checks=True)
    here = f"/references/{rows_of_references(team.partner)['token']}/"
    page = client.get(here)
    assert (page.status_code, page["Referrer-Policy"], hidden_next(page)) == (200, "no-referrer", [here])
    assert choose(client, "fr", here, Origin="null")["Location"] == here
    assert language_of(client.get(here)) == ["fr", "fr"]


def test_choice_stands_on_pages_that_refuse_and_on_those_that_are_not_there(team: People) -> None:
    client = Client()
    client.force_login(team.teammate)
    choose(client, "nl")
    for url, status in ((empty(team).url("membership"), 403), ("/nothing/?at=all", 404)):
        response = client.get(url)
        assert (response.status_code, language_of(response)) == (status, ["nl", "nl"])
        assert {*hidden_next(response)} == {url}


def test_error_of_ours_is_told_in_the_reader_s_language() -> None:
    with translation.override("fr"):
        page = Html(server_error(RequestFactory().get("/")).content.decode())
    assert [one.get("lang") for tag, one in page.elements if tag == "html"] == ["fr"]


# Whose language it is


@pytest.mark.parametrize(
    ("wants", "gets"), [("nl-BE,fr;q=0.5", "nl"), ("fr-CA", "fr"), ("de, en;q=0.1", "en"), ("pt", "en"), ("", "en")]
)
def test_language_of_a_stranger_is_what_their_browser_asks_for(db: None, wants: str, gets: str) -> None:
    assert language_of(Client(headers={"Accept-Language": wants}).get("/accounts/login/")) == [gets, gets]


def test_language_is_named_to_caches(db: None) -> None:
    vary = Client().get("/accounts/login/")["Vary"]
    assert {"Accept-Language", "Cookie"} <= {one.strip() for one in vary.split(",")}


def test_language_ends_with_the_answer(db: None) -> None:
    Client(headers={"Accept-Language": "nl"}).get("/accounts/login/")
    assert get_language() == "en"


def test_api_speaks_english_whoever_asks(team: People) -> None:
    team.owner.language = "fr"
    team.owner.save()
    client = Client(headers={"Accept-Language": "nl"})
    client.force_login(team.owner)
    with pseudo.speaking():
        response = client.get(f"/api/v1/partners/{team.partner.mpn_id}/coverage/?as_of=never")
    assert "⟦" not in response.content.decode()
    assert Api(team.owner).get("partners/nothing/runs/")[1]["error"]["message"] == (
        "There is nothing here that you may see."
    )


def test_download_is_the_same_in_every_language(team: People) -> None:
    client = Client()
    client.force_login(team.owner)
    url = reverse("customers-download", args=[team.partner.mpn_id])
    found = []
    for language in LANGUAGES:
        choose(client, language)
        response = client.get(url)
        found.append((response.status_code, response.getvalue()))
    assert found == [found[0]] * len(LANGUAGES)
    assert found[0][0] == 200


# Letters and work


@pytest.fixture
def speaking() -> Iterator[None]:
    with pseudo.speaking():
        yield


def test_addresses_are_given_each_in_their_language(db: None) -> None:
    dutch, other = UserFactory(language="nl"), UserFactory()
    wanted = [dutch.email, other.email, "nobody@example.com"]
    assert [(one, get_language()) for one in each_in_their_language(wanted)] == list(
        zip(wanted, ["nl", "en", "en"], strict=True)
    )
    assert [get_language() for _one in each_in_their_language(wanted, "fr")] == ["nl", "fr", "fr"]
    assert get_language() == "en"


def test_letter_about_an_audit_is_in_the_language_of_each_reader(team: People, speaking: None) -> None:
    other = team.auditor
    other.language = "nl"
    other.save()
    audit = Audit(partner=team.partner, specialization="sap", contact_email="mei@example.com", requested_by=team.owner)
    audit.requested_at, audit.standing = "2023-07-25T12:00Z", {}
    audit.save()
    (letter,) = mail.of_request(Audit.objects.get(pk=audit.pk))
    assert letter.to == other.email
    assert letter.subject.startswith(pseudo.pseudo("Audit requested"))
    assert pseudo.pseudo("partnerhub is not affiliated with Microsoft.") in letter.text


@pytest.mark.parametrize("language", ["nl", ""])
def test_letter_to_a_customer_is_in_the_language_of_who_asks(team: People, speaking: None, language: str) -> None:
    team.owner.language = language
    team.owner.save()
    rows_of_references(team.partner)
    Reference.objects.update(sent_by=team.owner)
    (letter,) = reference_mail.request(ReferenceLink.objects.select_related("reference__sent_by").get(), "secret")
    text = "Hello %(contact)s," if not language else pseudo.pseudo("Hello %(contact)s,")
    assert letter.text.startswith(text % {"contact": letter.text.split("Mei Lin")[0] and "Mei Lin"})


@app.task(name="tests.languages")
def _task() -> None:
    """Has a name and nothing to do."""


def test_work_is_kept_in_english_and_told_in_the_reader_s_language(db: None, speaking: None) -> None:
    job = jobs.start(_task, Sentence("Import %(file)s", file="usage.csv"))
    refused = ImportRefused("%(file)s: the file is empty. Export the report again.", file="usage.csv")
    Job.objects.filter(pk=job.pk).update(
        step="Reading",
        message=str(refused),
        sentences={**job.sentences, "message": refused.sentence.as_json()},
    )
    job.refresh_from_db()
    english = ["Import usage.csv", "Reading", "usage.csv: the file is empty. Export the report again."]
    assert [job.title, job.step, job.message] == english
    assert [job.told_title, job.told_step, job.told_message] == english
    with translation.override(pseudo.LANGUAGE):
        shown = [job.told_title, job.told_step, job.told_message]
    assert [pseudo.outside(one).split() for one in shown] == [["usage.csv"], [], ["usage.csv"]]


def test_sentence_is_kept_with_all_that_stands_in_it() -> None:
    inner = Sentence("one of %(columns)s", columns="A, B")
    said = Sentence("%(file)s: %(problem)s", file="x.csv", problem=Sentence("%(a)s %(b)s", a=[inner, "C"], b=3))
    assert str(said) == "x.csv: one of A, B; C 3"
    again = Sentence.from_json(said.as_json())
    assert (str(again), told(again)) == (str(said), str(said))
    with pseudo.speaking(), translation.override(pseudo.LANGUAGE):
        assert pseudo.outside(told(again)).split() == ["x.csv", ":", "A,", "B;", "C", "3"] or "A, B" in told(again)


# Days, numbers and money


@pytest.mark.parametrize(
    ("language", "days", "months", "money"),
    [
        ("en", "25 Jul 2023", "June 2023", "41,200.00"),
        ("nl", "25 jul 2023", "juni 2023", "41.200,00"),
        ("fr", "25 juil. 2023", "juin 2023", "41\xa0200,00"),
    ],
)
def test_days_and_numbers_are_written_as_the_language_does(language: str, days: str, months: str, money: str) -> None:
    with translation.override(language):
        assert (day(DAY), month(date(2023, 6, 1)), amount(Decimal(41200), 2)) == (days, months, money)
        assert quantity(Decimal("30.5"), "%") == {"en": "30.5%", "nl": "30,5%", "fr": "30,5\xa0%"}[language]


def test_units_follow_their_number() -> None:
    assert [quantity(Decimal(one), "people") for one in (0, 1, 2)] == ["0 people", "1 person", "2 people"]


def test_pages_name_formats_and_write_none_out() -> None:
    found = [
        path.name
        for path in Path("templates").rglob("*.html")
        if any(f'date:"{form}' in path.read_text() for form in ("j M", "F Y", "M Y", "j F", "H:i", "N j"))
    ]
    assert found == [], 'Write date:"DATE_FORMAT", "DATETIME_FORMAT", "YEAR_MONTH_FORMAT" or "SHORT_MONTH_FORMAT".'


@pytest.mark.parametrize(
    ("language", "singular"),
    [("en", ["1"]), ("nl", ["1"]), ("fr", ["0", "0.5", "1", "1.5"])],
)
def test_points_have_the_plural_of_their_language(language: str, singular: list[str]) -> None:
    with translation.override(language):
        one = ngettext("%(points)s point", "%(points)s points", 1)
        told = [
            number
            for number in ("0", "0.5", "1", "1.5", "2", "2.5")
            if ngettext("%(points)s point", "%(points)s points", plural_of(Decimal(number))) == one
        ]
    assert told == singular


def test_catalogs_hold_nothing_for_rules_that_say_nothing() -> None:
    assert ("", "None", "") not in messages()


@pytest.mark.parametrize(
    ("language", "days", "listed"),
    [
        ("en", "1 Jan 2023 to 2 Feb 2023", "a; b; c"),
        ("nl", "1 jan 2023 t/m 2 feb 2023", "a; b; c"),
        ("fr", "du 1 janv. 2023 au 2 févr. 2023", "a\xa0; b\xa0; c"),
    ],
)
def test_ranges_of_days_and_lists_are_written_as_the_language_does(language: str, days: str, listed: str) -> None:
    with translation.override(language):
        assert day_range(day(date(2023, 1, 1)), day(date(2023, 2, 2))) == days
        assert (joined([]), joined(["a"]), joined("abc")) == ("", "a", listed)
