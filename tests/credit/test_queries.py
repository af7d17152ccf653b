"""What pages read: what is kept of a month, a resource's days, access that ends or went, and the files beside each other."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from credit import actions, queries, reconciliation
from credit.models import CreditMonth
from partnerhub.models import Partner
from tests.cases_format import import_table
from tests.credit.evidence import JULY, OWNER, READER, VM, access, joined, usage
from tests.evidence_files import KNOWN
from tests.factories import PartnerFactory


@pytest.fixture
def partner(db: None, tmp_path: Path) -> Partner:
    found = PartnerFactory(mpn_id="MPN1", kind=Partner.Kind.DIRECT_BILL)
    usage(tmp_path, found)
    access(tmp_path, found)
    return found


@pytest.fixture
def kept(partner: Partner) -> CreditMonth:
    actions.take_month([partner], JULY)
    found = queries.newest(partner, JULY)
    assert found is not None
    return found


def amount(text: str) -> Decimal:
    return Decimal(text)


def test_month_is_kept_with_everything_that_pages_add_up(kept: CreditMonth) -> None:
    assert (kept.lines, kept.earned, kept.billed, kept.missed) == (14, amount("18"), amount("18"), amount("3"))
    assert (kept.possible, kept.at_risk) == (amount("24"), amount("18"))
    assert kept.details["unknown_roles"] == {"Contoso Operator": 1}
    assert kept.details["exchange_rates"] == {"EUR": ["0.8", "0.9"]}
    assert kept.details["verdicts"]["role_not_eligible"] == {"lines": 1, "amount": "3.00"}


def test_shares_of_a_month_add_up_to_it_by_customer_subscription_and_reason(kept: CreditMonth) -> None:
    customers = queries.by_customer(kept)
    assert [(one["customer"], sums.lost, sums.earned) for one, sums in customers] == [
        ("Tailwind", amount("6"), amount("0")),
        ("Fabrikam", amount("0"), amount("18")),
    ]
    subscriptions = queries.by_subscription(kept)
    for found in (customers, subscriptions):
        assert sum(sums.earned for _one, sums in found) == kept.earned
        assert sum(sums.possible for _one, sums in found) == kept.possible
        assert sum(sums.lines for _one, sums in found) == kept.lines
    assert [one["subscription_name"] for one, _sums in queries.by_subscription(kept, "t1")] == ["Production"]
    reasons = queries.by_reason(kept)
    assert [(one["verdict"], one["lines"], one["amount"]) for one in reasons] == [
        ("role_not_eligible", 1, amount("3")),
        ("role_unknown", 1, amount("3")),
    ]
    assert [sum(one["amount"] for one in reasons)] == [amount("6")]
    assert queries.by_reason(kept, tenant="t1") == []


def test_reconciliation_tells_every_difference_with_its_reason(kept: CreditMonth) -> None:
    found = [(one.kind, one.verdict, one.lines, one.amount) for one in queries.reconciled(kept)]
    assert found == [
        (reconciliation.NOT_BILLED, "earned", 2, amount("3")),
        (reconciliation.BILLED_WITHOUT_ACCESS, "role_not_eligible", 1, amount("-3")),
        (reconciliation.AGREES, "earned", 10, amount("0")),
        (reconciliation.AGREES, "role_unknown", 1, amount("0")),
    ]
    assert sum(one[3] for one in found) == 0


def test_lines_of_a_subscription_tell_amount_verdict_and_difference(partner: Partner) -> None:
    rows = queries.lines(partner, JULY, only=("subscription", "S2"))
    assert [(row["day"].day, row["verdict"], row["amount"], row["credited"], row["difference"]) for row in rows] == [
        (1, "role_not_eligible", amount("3"), amount("3"), "billed_without_access"),
        (2, "role_unknown", amount("3"), amount("0"), "agrees"),
    ]


def test_calendar_of_a_resource_tells_what_reached_it_day_by_day(partner: Partner) -> None:
    days = queries.calendar(partner, JULY, VM)
    assert [one.day.day for one in days] == list(range(1, 13))
    assert {len(one.lines) for one in days} == {1}
    (grant,) = days[0].access
    told = {name: grant[name] for name in ("scope", "kind", "holder", "azure_role", "ours", "counts")}
    assert told == {
        "scope": "/subscriptions/s1",
        "kind": "aobo",
        "holder": "MPN1",
        "azure_role": "Owner",
        "ours": True,
        "counts": True,
    }
    assert queries.calendar(partner, JULY, "/subscriptions/s9") == []


def test_ending_access_is_told_with_what_it_earns_a_month(partner: Partner, kept: CreditMonth) -> None:
    (one,) = queries.endings(partner, JULY)
    assert (one.area, one.customer, one.monthly, one.lines) == ("/subscriptions/s1", "Fabrikam", amount("18"), 12)
    assert [grant["azure_role"] for grant in one.grants] == ["Owner"]
    (soon,) = queries.ending_soon(partner, date(2023, 8, 15))
    assert (soon["tenant"], soon["monthly"], soon["ends"]) == ("t1", amount("18"), datetime(2023, 8, 15, tzinfo=UTC))
    assert queries.ending_soon(partner, date(2023, 8, 16)) == []
    assert queries.ending_soon(partner, JULY) == [soon]
    kept.shares.update(ends=datetime.combine(JULY + queries.SOON + timedelta(days=1), datetime.min.time(), UTC))
    assert queries.ending_soon(partner, JULY) == []


def test_access_that_another_assignment_goes_on_with_does_not_end(partner: Partner, tmp_path: Path) -> None:
    later = KNOWN + timedelta(days=1)
    access(
        tmp_path, partner, OWNER, "t1 | s1 | direct | MPN1 | Contributor | yes | 2023-08-10T00:00:00Z | |", known=later
    )
    assert queries.endings(partner, JULY) == []
    access(
        tmp_path,
        partner,
        OWNER,
        "t1 | s1 | direct | MPN1 | Contributor | yes | 2023-08-20T00:00:00Z | |",
        known=later + timedelta(days=1),
    )
    assert [one.ends.day for one in queries.endings(partner, JULY)] == [15]


def test_removed_assignment_is_told_with_what_places_below_it_lose(partner: Partner, tmp_path: Path) -> None:
    assert queries.removed(partner, JULY) == []
    later = KNOWN + timedelta(days=3)
    access(tmp_path, partner, READER, known=later)
    found = [(one.scope, one.azure_role, one.monthly, one.since) for one in queries.removed(partner, JULY)]
    assert found == [
        ("/subscriptions/s1", "Owner", amount("18"), later),
        ("/subscriptions/s2", "Contoso Operator", amount("0"), later),
    ]
    assert queries.removed(partner, JULY, known_at=KNOWN) == []


def test_unknown_roles_are_listed(partner: Partner) -> None:
    assert queries.unknown_roles(partner, JULY) == [
        {"partner": "MPN1", "azure_role": "Contoso Operator", "assignments": 1, "customers": 1}
    ]


def test_invoice_is_set_beside_the_daily_lines_product_by_product(db: None, tmp_path: Path) -> None:
    partner = PartnerFactory(mpn_id="MPN1", kind=Partner.Kind.DIRECT_BILL)
    product = ("SubscriptionId", "ProductId", "SkuId", "AvailabilityId", "ProductName", "UnitPrice")
    daily = joined("CustomerId", "UsageDate", "EntitlementId", *product, "Quantity", "PartnerEarnedCreditPercentage")
    usage(
        tmp_path,
        partner,
        f"""{daily}
        t1 | 7/{{1..2}}/2023 | s1 | B1 | p1 | k1 | a1 | Machines | 10 | 1 | 15
        t1 | 7/1/2023        | s1 | B1 | p2 | k1 | a1 | Disks    | 10 | 1 | 0
        """,
    )
    access(tmp_path, partner, OWNER)
    recon = joined(
        "CustomerId", "ChargeStartDate", "InvoiceNumber", *product, "BillableQuantity", "PriceAdjustmentDescription"
    )
    import_table(
        tmp_path,
        partner,
        "invoice_recon",
        f"""{recon}
        t1 | 7/1/2023 | G1 | b1 | P1 | K1 | A1 | Machines | 10 | 2 | ["15.0% Partner earned credit for services managed"]
        t1 | 7/1/2023 | G1 | b1 | P3 | K1 | A1 | Backup   | 10 | 1 | ["100.0% Tier discount"]
        """,
    )
    found = [(one.product, one.invoices, one.due, one.daily, one.invoiced) for one in queries.invoices(partner, JULY)]
    assert found == [
        ("Disks", (), amount("1.50"), amount("0"), None),
        ("Backup", ("G1",), None, None, amount("0")),
        ("Machines", ("G1",), amount("3"), amount("3"), amount("3")),
    ]


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ('["15.0% Partner earned credit for services managed"]', "0.15"),
        ('["100.0% Tier discount", "15% partner-earned credit for services managed"]', "0.15"),
        ('["100.0% Tier discount"]', "0"),
        (None, "0"),
    ],
)
def test_adjustment_text_tells_the_share_of_credit(text: str | None, share: str) -> None:
    assert reconciliation.adjusted(text) == Decimal(share)


def test_history_has_the_newest_answer_of_each_month(kept: CreditMonth, partner: Partner, tmp_path: Path) -> None:
    access(tmp_path, partner, READER, known=KNOWN + timedelta(days=1))
    actions.take_month([partner], JULY)
    assert [(one.month, one.earned) for one in queries.history(partner)] == [(JULY, amount("0"))]
    assert CreditMonth.objects.count() == 2
