"""Leads: from the public form through their states to the day on which who wrote is forgotten."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from directory import chores, lead_actions
from directory.models import BusinessProfile, Lead
from directory.refusals import NotPossible
from partnerhub import clock
from partnerhub.models import Letter, User
from partnerhub.permissions import Role
from tests.directory.profiles import FIELDS, MESSAGE, draft, listing, published, wrote
from tests.factories import UserFactory, person
from tests.html import check_page

pytestmark = pytest.mark.django_db
COLUMNS = (
    "Referral ID,Creation Date,Updated Date,PartnerID,Customer Country,Customer City,Customer Name,Lead Type,Lead Source,"
    "Call to action,Referral program,Business profile ID,Offer ID,Offer name,Lead currency,Lead value,Lead value (USD),Status,"
    "Status Reason"
)


@pytest.fixture
def profile(demo_day: date) -> BusinessProfile:
    return published()


@pytest.fixture
def admin(profile: BusinessProfile) -> User:
    return person(profile.partner, Role.BUSINESS_PROFILE_ADMIN)


@pytest.fixture
def client(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def write(profile: BusinessProfile, address: str = "192.0.2.1", **fields: str) -> Any:
    url = reverse("directory-contact", args=[listing(profile).pk])
    return Client(REMOTE_ADDR=address).post(url, MESSAGE | fields)


def step(client: Client, lead: Lead, **body: str) -> str:
    response = client.post(reverse("lead-step", args=[lead.partner.mpn_id, lead.pk]), body, follow=True)
    lead.refresh_from_db()
    return str(response.content.decode())


# Received


def test_message_becomes_a_lead_and_a_letter(profile: BusinessProfile) -> None:
    assert write(profile).status_code == 302
    lead, letter = Lead.objects.get(), Letter.objects.get()
    assert (lead.organisation, lead.state, lead.city, lead.country) == ("Litware", "received", "Munich", "DE")
    assert letter.to == FIELDS["lead_email"]
    assert "forty servers" in letter.text and "mei@litware.example.com" in letter.text
    assert reverse("lead", args=[profile.partner.mpn_id, lead.pk]) in letter.text


@pytest.mark.parametrize("field", ["organisation", "name", "email", "message"])
def test_message_that_lacks_something_is_told_beside_the_field(profile: BusinessProfile, field: str) -> None:
    response = write(profile, **{field: ""})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    check_page(response)
    assert Lead.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("message", "x" * 2001),
        ("message", "a\0b"),
        ("email", "nobody"),
        ("email", "a@b.example\nBcc: c@d.example"),
        ("organisation", "x" * 201),
        ("size", "huge"),
    ],
)
def test_message_that_is_unusable_is_refused(profile: BusinessProfile, field: str, value: str) -> None:
    assert (write(profile, **{field: value}).status_code, Lead.objects.count(), Letter.objects.count()) == (422, 0, 0)


def test_message_with_markup_stays_text(profile: BusinessProfile, client: Client) -> None:
    write(profile, message="<script>alert(1)</script>", organisation="=HYPERLINK(1)")
    lead = Lead.objects.get()
    page = client.get(reverse("lead", args=[profile.partner.mpn_id, lead.pk])).content.decode()
    assert "&lt;script&gt;" in page and "<script>alert" not in page
    file = b"".join(client.get(reverse("leads-download", args=[profile.partner.mpn_id])).streaming_content)  # type: ignore[attr-defined]
    assert b",'=HYPERLINK(1)," in file


def test_message_of_a_program_is_thanked_for_and_thrown_away(profile: BusinessProfile) -> None:
    response = write(profile, homepage="https://spam.example.com/")
    assert (response.status_code, Lead.objects.count(), Letter.objects.count()) == (302, 0, 0)


def test_sixth_message_of_an_hour_from_one_connection_is_refused(profile: BusinessProfile) -> None:
    assert [write(profile).status_code for _ in range(6)] == [302] * 5 + [429]
    assert write(profile, address="192.0.2.2").status_code == 302
    Lead.objects.update(received_at=clock.now() - timedelta(hours=1, minutes=1))
    assert write(profile).status_code == 302


def test_flood_on_one_profile_is_refused(profile: BusinessProfile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lead_actions, "PER_PROFILE", 2)
    codes = [write(profile, address=f"192.0.2.{number}").status_code for number in range(3)]
    assert codes == [302, 302, 429]


def test_sender_is_kept_as_a_digest_for_a_day(profile: BusinessProfile) -> None:
    write(profile)
    lead = Lead.objects.get()
    assert (len(lead.sender), "192" in lead.sender) == (64, False)
    Lead.objects.update(received_at=clock.now() - timedelta(days=1, minutes=1))
    chores.nightly(clock.now())
    lead.refresh_from_db()
    assert (lead.sender, lead.name) == ("", "Mei Lin")


def test_profile_that_is_not_published_takes_no_message(demo_day: date) -> None:
    draft()
    assert Client().post(reverse("directory-contact", args=[1])).status_code == 404


# Its life


def test_lead_is_accepted_once(profile: BusinessProfile, client: Client, admin: User) -> None:
    lead = wrote(profile)
    step(client, lead, step="accept")
    assert (lead.state, lead.accepted_by) == ("accepted", admin)
    assert "accepted already" in step(client, lead, step="accept")


def test_lead_is_archived_with_its_end_and_never_opened_again(profile: BusinessProfile, client: Client) -> None:
    lead = wrote(profile)
    assert "This field is required" in step(client, lead, step="archive")
    assert "Archived." in step(client, lead, step="archive", reason="not_suited")
    assert (lead.state, lead.reason) == ("archived", "not_suited")
    assert "cannot be opened again" in step(client, lead, step="accept")
    assert "cannot be opened again" in step(client, lead, step="archive", reason="won")
    assert (lead.state, lead.reason) == ("archived", "not_suited")


def test_lead_expires_after_fourteen_days_also_before_the_night(profile: BusinessProfile, client: Client) -> None:
    lead = wrote(profile)
    lead.received_at = clock.now() - timedelta(days=14) + timedelta(minutes=5)
    lead.save()
    assert not lead_actions.is_over(lead, clock.now())
    lead.received_at -= timedelta(minutes=5)
    lead.save()
    assert "has expired" in step(client, lead, step="accept")
    page = client.get(reverse("leads", args=[profile.partner.mpn_id]), {"state": "expired"}).content.decode()
    assert "Mei Lin" in page
    chores.nightly(clock.now())
    lead.refresh_from_db()
    assert (lead.state, lead.ended_at is None) == ("expired", False)
    assert "has expired" in step(client, lead, step="archive", reason="won")


def test_lead_that_is_accepted_does_not_expire(profile: BusinessProfile) -> None:
    lead = wrote(profile, days_ago=13)
    lead_actions.accept(lead, UserFactory())
    Lead.objects.update(received_at=clock.now() - timedelta(days=60))
    chores.nightly(clock.now())
    lead.refresh_from_db()
    assert lead.state == "accepted"
    lead_actions.archive(lead, "won")


def test_lead_written_in_the_meantime_is_looked_at_anew(profile: BusinessProfile) -> None:
    stale = wrote(profile)
    lead_actions.archive(Lead.objects.get(), "spam")
    with pytest.raises(NotPossible, match="archived"):
        lead_actions.accept(stale, UserFactory())


# Forgotten


@pytest.mark.parametrize(("days", "kept"), [(89, True), (90, False)])
def test_person_in_a_lead_is_forgotten_some_time_after_its_end(
    profile: BusinessProfile, client: Client, settings: Settings, days: int, kept: bool
) -> None:
    settings.LEAD_PERSON_DAYS = 90
    lead = wrote(profile)
    lead_actions.archive(lead, "won")
    Lead.objects.update(ended_at=clock.now() - timedelta(days=days))
    chores.nightly(clock.now())
    lead.refresh_from_db()
    gone = ("", "", "", "")
    there = ("Mei Lin", "mei@litware.example.com", "", MESSAGE["message"])
    assert (lead.name, lead.email, lead.phone, lead.message) == (there if kept else gone)
    assert (Letter.objects.count(), lead.organisation, lead.reason) == (int(kept), "Litware", "won")
    page = client.get(reverse("lead", args=[profile.partner.mpn_id, lead.pk])).content.decode()
    assert ("is deleted: the matter ended" in page) == (not kept)


def test_person_in_a_lead_that_has_not_ended_stays(profile: BusinessProfile) -> None:
    lead = wrote(profile, days_ago=400)
    Lead.objects.update(state="accepted")
    chores.nightly(clock.now())
    lead.refresh_from_db()
    assert lead.name == "Mei Lin"


# The list


def test_list_has_tabs_and_filters_that_keep_to_each_other(profile: BusinessProfile, client: Client) -> None:
    vienna = published(profile.partner, "Vienna", country="AT")
    wrote(profile, organisation="Litware")
    wrote(profile, organisation="Proseware", days_ago=20)
    lead_actions.accept(wrote(vienna, organisation="Fourth Coffee"), UserFactory())
    url = reverse("leads", args=[profile.partner.mpn_id])

    def shown(**query: str) -> list[str]:
        return [row.lead.organisation for row in client.get(url, query).context["page"].rows]

    assert [(tab.label, tab.count) for tab in client.get(url).context["page"].tabs] == [
        ("All", 3), ("Received", 1), ("Accepted", 1), ("Archived", 0), ("Expired", 1),
    ]  # fmt: skip
    assert (shown(state="received"), shown(state="expired")) == (["Litware"], ["Proseware"])
    assert (shown(country="AT"), shown(country="AT", state="received")) == (["Fourth Coffee"], [])
    assert (shown(q="prose"), shown(q="mei"), shown(q="%")) == (
        ["Proseware"],
        ["Fourth Coffee", "Litware", "Proseware"],
        [],
    )
    assert len(shown(state="\0", country="\0", q="\0")) == 3


def test_download_has_the_columns_of_the_programme_and_the_rows_of_the_list(
    profile: BusinessProfile, client: Client
) -> None:
    lead_actions.archive(wrote(profile), "no_answer")
    wrote(profile, organisation="Proseware")
    url = reverse("leads-download", args=[profile.partner.mpn_id])
    response = client.get(url, {"state": "archived"})
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert (lines[0], len(lines)) == (COLUMNS, 2)
    cells = lines[1].split(",")
    assert cells[3:7] == [profile.partner.mpn_id, "", "Ulm", "Litware"]
    assert cells[-2:] == ["Archived", "No answer"]
    assert "Mei" not in "".join(lines)


@pytest.mark.parametrize(
    ("role", "status"), [(Role.SALES_AGENT, 200), (Role.REFERRALS_ADMIN, 200), (Role.GLOBAL_ADMIN, 403)]
)
def test_leads_are_for_those_who_work_with_them(profile: BusinessProfile, role: Role, status: int) -> None:
    client = Client()
    client.force_login(person(profile.partner, role))
    assert client.get(reverse("leads", args=[profile.partner.mpn_id])).status_code == status


def test_lead_of_another_partner_is_not_there(profile: BusinessProfile, client: Client) -> None:
    lead = wrote(published())
    assert client.get(reverse("lead", args=[profile.partner.mpn_id, lead.pk])).status_code == 404
