"""Credit's pages: amounts that add up, each with the lines behind it; what is said of access; what is recorded."""

from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from credit import actions, queries
from credit.models import AgreementLapse
from partnerhub.models import Job, Partner, User
from partnerhub.permissions import Role
from tests.cases_format import import_table
from tests.credit.evidence import COLUMNS, JULY, OWNER, VM, access, joined, usage
from tests.factories import PartnerFactory, person
from tests.html import Html, check_page

pytestmark = pytest.mark.once

RIGHT = "never press a customer for access"


@pytest.fixture
def partner(db: None, demo_day: date, tmp_path: Path) -> Partner:
    found = PartnerFactory(mpn_id="MPN1", kind=Partner.Kind.DIRECT_BILL)
    usage(tmp_path, found)
    access(tmp_path, found)
    actions.take_month([found], JULY)
    return found


@pytest.fixture
def admin(partner: Partner) -> User:
    return person(partner, Role.GLOBAL_ADMIN)


@pytest.fixture
def reader(partner: Partner, client: Client) -> Client:
    """The browser of a Billing admin."""
    client.force_login(person(partner, Role.BILLING_ADMIN))
    return client


def shown(client: Client, name: str, *args: str, **asked: str) -> str:
    """What a page says, in one line."""
    response = client.get(f"{reverse(name, args=['MPN1', *args])}?{urlencode(asked)}")
    assert response.status_code == 200
    check_page(response)
    return " ".join(Html(response.content.decode()).text("main").split())


def test_overview_without_a_month_says_which_files_it_needs(db: None, client: Client) -> None:
    empty = PartnerFactory(mpn_id="MPN1")
    client.force_login(person(empty, Role.BILLING_ADMIN))
    told = shown(client, "credit")
    assert [
        word in told for word in ("No month is known yet", "Daily rated usage", "list of access", "Import a file")
    ] == [
        *([True] * 3),
        False,
    ]
    client.force_login(person(empty, Role.GLOBAL_ADMIN))
    assert "Import a file" in shown(client, "credit")
    assert "Where nothing says why" in shown(client, "credit-steps")


def test_overview_tells_earned_of_possible_and_what_to_do(partner: Partner, reader: Client) -> None:
    told = shown(reader, "credit")
    for word in ("18.00 USD", "of 24.00 USD", "75%", "The month is not over", "The role does not earn", RIGHT):
        assert word in told, word


@pytest.mark.parametrize(
    ("by", "rows"),
    [
        ("customer", ["Tailwind t2 6.00 0.00 6.00 0.00 2", "Fabrikam t1 0.00 18.00 18.00 18.00 12"]),
        ("subscription", ["Test Tailwind 6.00 0.00 6.00 0.00 2", "Production Fabrikam 0.00 18.00 18.00 18.00 12"]),
        ("reason", ["role does not earn", "role unknown"]),
    ],
)
def test_month_lists_where_credit_was_lost_largest_first(
    partner: Partner, reader: Client, by: str, rows: list[str]
) -> None:
    told = shown(reader, "credit-month", "2023-07", by=by)
    places = [told.find(row) for row in rows]
    assert places == sorted(places)
    assert min(places) > 0
    assert ("Contoso Operator" in told, RIGHT in told) == (True, True)


def test_list_of_a_month_is_searched_and_sorted_in_its_address(partner: Partner, reader: Client) -> None:
    assert "Fabrikam" not in shown(reader, "credit-month", "2023-07", q="tailw")
    told = shown(reader, "credit-month", "2023-07", sort="-earned")
    assert told.find("Fabrikam t1") < told.find("Tailwind t2")


def test_list_of_a_month_is_paged_by_the_database(partner: Partner, reader: Client) -> None:
    kept = queries.newest(partner, JULY)
    assert kept is not None
    share = kept.shares.filter(tenant="t2")[0]
    for number in range(40):
        share.pk, share.tenant, share.customer = None, f"more{number:02}", f"More {number:02}"
        share.save()
    told = shown(reader, "credit-month", "2023-07", page="2")
    assert ("26 to 42 of 42" in told, told.count("more")) == (True, 16)


@pytest.mark.parametrize(
    ("asked", "worth", "amount", "rows"),
    [
        ({}, "160.00 USD", "24.00 USD", 4),
        ({"verdict": "earned"}, "120.00 USD", "18.00 USD", 2),
        ({"verdict": "lost"}, "40.00 USD", "6.00 USD", 2),
        ({"verdict": "at_risk"}, "120.00 USD", "18.00 USD", 2),
        ({"verdict": "possible", "customer": "t1"}, "120.00 USD", "18.00 USD", 2),
        ({"difference": "not_billed"}, "20.00 USD", "3.00 USD", 1),
        ({"subscription": "s2", "verdict": "role_unknown"}, "20.00 USD", "3.00 USD", 1),
        ({"verdict": "horoscope", "difference": "sideways", "reason": "spot"}, "160.00 USD", "24.00 USD", 4),
        ({"customer": "t\0", "verdict": "denied"}, "0.00 USD", "0.00 USD", 0),
    ],
)
def test_why_has_the_lines_that_add_up_to_an_amount(
    partner: Partner, reader: Client, asked: dict[str, str], worth: str, amount: str, rows: int
) -> None:
    response = reader.get(reverse("credit-why", args=["MPN1", "2023-07"]), asked)
    check_page(response)
    page = response.context["page"]
    assert (page.worth, page.amount, len(page.rows)) == (worth, amount, rows)
    assert "15% of the list price" in response.content.decode()
    lines = reader.get(page.download_url).getvalue().decode().splitlines()
    assert str(len(lines) - 1) == page.lines


def test_calendar_tells_of_every_day_who_covered_it(partner: Partner, reader: Client) -> None:
    told = shown(reader, "credit-resource", "2023-07", VM[1:].lower())
    for word in (
        "Owner",
        "Admin on behalf of",
        "15 Aug 2023",
        "earns",
        "1 Jul 2023",
        "13 Jul 2023 to 31 Jul 2023",
        RIGHT,
    ):
        assert word in told, word
    assert "1 × 10 = 10.00 USD, at the rate 1.50 USD" in told


def test_file_of_a_line_is_a_link_for_those_who_may_see_files(partner: Partner, admin: User, reader: Client) -> None:
    address = reverse("credit-resource", args=["MPN1", "2023-07", VM[1:].lower()])
    runs = f'href="/partners/MPN1/data/runs/{partner.runs.order_by("pk")[0].pk}/"'
    assert runs not in reader.get(address).content.decode()
    reader.force_login(admin)
    assert runs in reader.get(address).content.decode()


def test_reconciliation_explains_every_difference(partner: Partner, reader: Client, tmp_path: Path) -> None:
    told = shown(reader, "credit-reconciliation", "2023-07")
    for word in (
        "due, not credited",
        "credited, access not known",
        "the same",
        "No reconciliation file",
        "±0.00 USD",
        "11.3% is due and 11.3% billed; the rate is 15%",
    ):
        assert word in told, word
    columns = joined(
        "CustomerId",
        "ChargeStartDate",
        "UnitPrice",
        "Quantity",
        "InvoiceNumber",
        "ProductName",
        "PriceAdjustmentDescription",
    )
    line = (
        't1 | 7/1/2023 | 10 | 12 | G230700001 | Virtual Machines | ["15.0% Partner earned credit for services managed"]'
    )
    import_table(tmp_path, partner, "invoice_recon", f"{columns}\n{line}")
    assert "G230700001" in shown(reader, "credit-reconciliation", "2023-07")


@pytest.mark.parametrize("month", ["2023-08", "2023-7", "july", "2023-13", "0000-01"])
def test_month_that_is_none_is_not_found(partner: Partner, reader: Client, month: str) -> None:
    assert reader.get(reverse("credit-month", args=["MPN1", month])).status_code == 404


@pytest.mark.parametrize("name", ["credit-months-download", "credit-shares-download", "credit-differences-download"])
def test_downloads_are_exact_and_in_english(partner: Partner, reader: Client, name: str) -> None:
    month = [] if name == "credit-months-download" else ["2023-07"]
    lines = reader.get(reverse(name, args=["MPN1", *month]), headers={"Accept-Language": "nl"}).getvalue().decode()
    assert {
        "credit-months-download": "2023-07,USD,14,18,24,6,18,3,18",
        "credit-shares-download": "t1,Fabrikam,s1,Production,earned,,2,3,0,3,0,EUR,0.9,2023-08-15T00:00:00+00:00",
        "credit-differences-download": "not_billed,earned,,2,3,0,3",
    }[name] in lines.splitlines()


def test_formula_in_a_name_is_text_in_a_download(partner: Partner, reader: Client, tmp_path: Path) -> None:
    usage(tmp_path, partner, f"{COLUMNS}\nt1 | =1+1 | 7/1/2023 | s1 | =cmd | {VM} | 10 | 1 | 15 | EUR | 0.9")
    actions.take_month([partner], JULY)
    told = reader.get(reverse("credit-shares-download", args=["MPN1", "2023-07"])).getvalue().decode()
    assert ("'=1+1" in told, ",=1+1" in told) == (True, False)


# Days without an agreement


def test_days_without_an_agreement_are_recorded_and_taken_back(partner: Partner, admin: User, client: Client) -> None:
    client.force_login(admin)
    for _again in range(2):
        client.post(reverse("credit-lapse", args=["MPN1"]), {"starts": "2023-07-01", "ends": "2023-07-02"})
    lapse = AgreementLapse.objects.get()
    assert (lapse.recorded_by, "1 Jul 2023 to 2 Jul 2023" in shown(client, "credit-steps")) == (admin, True)
    assert [job.arguments["months"] for job in Job.objects.filter(task="credit.tasks.recompute")] == [["2023-07"]] * 2
    assert queries.month(partner, JULY).verdicts["agreement"].lines == 4
    client.post(reverse("credit-lapse-back", args=["MPN1", lapse.pk]))
    assert "agreement" not in queries.month(partner, JULY).verdicts
    lapse.refresh_from_db()
    assert (lapse.taken_back_by, "None on record" in shown(client, "credit-steps")) == (admin, True)


def test_lapse_that_was_taken_back_is_known_as_of_before(partner: Partner, admin: User) -> None:
    lapse = actions.record_lapse(partner, admin, starts=JULY)
    actions.take_back_lapse(lapse, admin)
    lapse.refresh_from_db()
    assert "agreement" in queries.month(partner, JULY, known_at=lapse.recorded_at).verdicts
    assert "agreement" not in queries.month(partner, JULY, known_at=lapse.taken_back_at).verdicts


@pytest.mark.parametrize(
    ("starts", "ends", "wrong"),
    [("", "", "starts"), ("2023-07-02", "2023-07-01", "ends"), ("2099-01-01", "", "starts"), ("x", "", "starts")],
)
def test_days_that_make_no_sense_are_refused(
    partner: Partner, admin: User, client: Client, starts: str, ends: str, wrong: str
) -> None:
    client.force_login(admin)
    response = client.post(reverse("credit-lapse", args=["MPN1"]), {"starts": starts, "ends": ends})
    check_page(response)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [wrong])
    assert AgreementLapse.objects.count() == 0


def test_owner_of_a_role_is_not_what_opens_access(partner: Partner, reader: Client) -> None:
    """The Billing admin sees money here, and not the Membership area."""
    assert reader.get(reverse("membership", args=["MPN1"])).status_code == 403
    assert OWNER.split(" | ")[4] in shown(reader, "credit-resource", "2023-07", VM[1:].lower())
