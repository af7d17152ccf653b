"""Access that ends, has ended or has gone from the list: told once, with what it costs, to those who may see credit."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from credit import actions, alerts, queries, refresh
from credit.models import CreditAlert
from partnerhub.models import Letter, Partner
from partnerhub.permissions import Role
from tests.credit.evidence import JULY, OWNER, READER, access, usage
from tests.evidence_files import KNOWN
from tests.factories import PartnerFactory, person

pytestmark = pytest.mark.once

AUGUST = date(2023, 8, 3)
LATER = KNOWN + timedelta(days=1)


@pytest.fixture
def partner(db: None, tmp_path: Path) -> Partner:
    found = PartnerFactory(mpn_id="MPN1", name="Contoso", kind=Partner.Kind.DIRECT_BILL)
    usage(tmp_path, found)
    access(tmp_path, found)
    actions.take_month([found], JULY)
    return found


def told(partner: Partner, on: date = AUGUST) -> list[str]:
    return [one.text for one in alerts.told(partner, on)]


ENDS = "Fabrikam: access to Production ends on 15 Aug 2023. Without it 18.00 USD a month is lost, at the usage of July 2023."
GONE = (
    "Fabrikam: access to Production is no longer on the list of 22 Jul 2023, 08:00. Without it 18.00 USD a month is lost, "
    "at the usage of July 2023."
)


def test_access_that_ends_is_told_once_with_what_it_costs(partner: Partner) -> None:
    assert [actions.take_alerts(partner, AUGUST) for _again in range(2)] == [1, 0]
    assert (told(partner), CreditAlert.objects.get().monthly) == ([ENDS], Decimal(18))
    assert told(partner, date(2023, 8, 16))[0].startswith("Fabrikam: access to Production ended on 15 Aug 2023.")


@pytest.mark.parametrize(("days", "count"), [(0, 1), (1, 0)])
def test_end_is_told_from_sixty_days_before(partner: Partner, tmp_path: Path, days: int, count: int) -> None:
    access(tmp_path, partner, OWNER.replace("2023-08-15", "2023-10-15"), READER, known=LATER)
    assert actions.take_alerts(partner, date(2023, 10, 15) - queries.SOON - timedelta(days=days)) == count


def test_letters_go_once_to_those_who_may_see_credit(partner: Partner) -> None:
    people = {role: person(partner, role) for role in (Role.BILLING_ADMIN, Role.MPN_PARTNER_ADMIN, Role.SALES_AGENT)}
    people[Role.BILLING_ADMIN].language = "nl"
    people[Role.BILLING_ADMIN].save()
    person(partner, Role.GLOBAL_ADMIN, is_active=False)
    person(PartnerFactory(), Role.BILLING_ADMIN)
    for _again in range(2):
        actions.take_alerts(partner, AUGUST)
    letter = Letter.objects.get()
    assert (letter.to, "15 aug 2023" in letter.subject) == (people[Role.BILLING_ADMIN].email, True)
    assert reverse("credit-customer", args=["MPN1", "2023-07", "t1"]) in letter.text


def test_access_that_went_is_told_until_it_is_listed_again(partner: Partner, tmp_path: Path) -> None:
    access(tmp_path, partner, READER, known=LATER)
    actions.take_alerts(partner, AUGUST)
    assert told(partner) == [GONE]
    other = READER.replace("Reader", "Owner")
    access(tmp_path, partner, other, known=LATER + timedelta(days=1))
    actions.take_alerts(partner, AUGUST)
    assert told(partner) == [GONE]
    access(tmp_path, partner, OWNER, other, known=LATER + timedelta(days=2))
    assert (actions.take_alerts(partner, AUGUST), told(partner)) == (1, [ENDS])


def test_end_that_was_put_off_is_told_no_more(partner: Partner, tmp_path: Path) -> None:
    actions.take_alerts(partner, AUGUST)
    access(tmp_path, partner, OWNER.replace("2023-08-15T00:00:00Z", ""), READER, known=LATER)
    actions.take_alerts(partner, AUGUST)
    assert (told(partner), CreditAlert.objects.get().over_on) == ([], AUGUST)
    access(tmp_path, partner, OWNER, READER, known=LATER + timedelta(days=1))
    assert (actions.take_alerts(partner, AUGUST), told(partner)) == (0, [ENDS])


def test_access_that_ended_within_the_month_costs_the_days_after_it_too(partner: Partner, tmp_path: Path) -> None:
    ended = OWNER.replace("2023-08-15", "2023-07-11")
    access(tmp_path, partner, ended, READER, known=LATER)
    actions.take_alerts(partner, AUGUST)
    assert [(one.kind, one.monthly) for one in alerts.kept_open(partner)] == [("ending", Decimal(18))]


def test_job_tells_only_partners_of_whom_there_is_something_to_tell(partner: Partner) -> None:
    other = PartnerFactory()
    ids, ends = ["MPN1", other.mpn_id], date(2023, 8, 15)
    days = (ends - queries.SOON, ends, ends + queries.KEPT)
    assert [[one.mpn_id for one in queries.to_alert(ids, day)] for day in days] == [["MPN1"]] * 3
    assert queries.to_alert(ids, days[0] - timedelta(days=1)) == []
    assert queries.to_alert(ids, days[-1] + timedelta(days=1)) == []
    assert refresh.recompute(["MPN1", other.mpn_id], ["2023-07"], lambda _percent, _step: None)["new"] == 0


def test_partner_without_a_month_is_told_nothing(db: None) -> None:
    assert actions.take_alerts(PartnerFactory(), AUGUST) == 0


def test_action_center_home_and_overview_show_it_to_those_who_may_see_credit(partner: Partner, client: Client) -> None:
    actions.take_alerts(partner, AUGUST)
    pages = {"action-center": ["MPN1"], "home": [], "credit": ["MPN1"]}
    for role, shown in ((Role.GLOBAL_ADMIN, [True, True, True]), (Role.MPN_PARTNER_ADMIN, [False, False, False])):
        client.force_login(person(partner, role))
        answers = [client.get(reverse(name, args=args)).content.decode() for name, args in pages.items()]
        assert ["18.00 USD a month" in answers[0], "1 alert" in answers[1], "18.00 USD a month" in answers[2]] == shown
