"""Contoso's managed Azure: what its two months earn, and that every verdict a direct-bill partner can get is there."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from credit import actions, queries, reconciliation, verdicts
from credit.models import CreditMonth
from demo import files, managed
from demo.actions import owner_of
from demo.stories import CONTOSO
from evidence.actions import import_file
from evidence.datasets import DATASETS
from partnerhub.models import Partner
from tests.factories import PartnerFactory

JUNE, JULY = date(2023, 6, 1), date(2023, 7, 1)
BILLING = ("access_grants", "daily_rated_usage", "invoice_recon")


@pytest.fixture
def contoso(db: None, tmp_path: Path) -> Partner:
    owner = owner_of(CONTOSO)
    partner = PartnerFactory(mpn_id=owner.mpn_id, kind=owner.kind)
    for place in owner.places:
        partner.locations.create(mpn_id=place.mpn_id, city=place.city, country=place.country)
    for delivery in sorted(CONTOSO.deliveries, key=lambda one: one.recorded_at):
        if delivery.dataset in BILLING:
            path = files.write(tmp_path, CONTOSO, owner, delivery)
            assert import_file(partner, path, recorded_at=delivery.recorded_at).run.rejected == 0
    return partner


@pytest.fixture
def june(contoso: Partner) -> CreditMonth:
    for month in (JUNE, JULY):
        actions.take_month([contoso], month)
    found = queries.newest(contoso, JUNE)
    assert found is not None
    return found


def test_billing_files_are_small() -> None:
    owner = owner_of(CONTOSO)
    assert set(BILLING) <= set(DATASETS)
    assert sum(len(list(managed.daily(CONTOSO.managed, owner, month))) for month in (JUNE, JULY)) < 1_200


def test_june_shows_every_verdict_of_a_direct_bill_partner(june: CreditMonth) -> None:
    assert set(verdicts.ORDER) - set(june.details["verdicts"]) == {verdicts.PARTNER_KIND, verdicts.AGREEMENT}
    reasons = {one["reason"] for one in queries.by_reason(june) if one["verdict"] == verdicts.EXCLUDED_PRODUCT}
    assert reasons == {verdicts.SPOT, verdicts.RESERVATION, verdicts.THIRD_PARTY}
    assert june.details["unknown_roles"] == {"Contoso Laboratory Operator": 1}


def test_customer_who_removed_access_earns_until_the_day_before(june: CreditMonth) -> None:
    shares = june.shares.filter(customer="Adventure Works").values_list("verdict", "lines")
    assert dict(shares) == {verdicts.EARNED: 36, verdicts.PART_OF_DAY: 2, verdicts.NO_ACCESS: 22}


def test_billed_and_due_differ_where_the_story_says_so(june: CreditMonth) -> None:
    found = {
        (one.kind, one.verdict): one.lines for one in queries.reconciled(june) if one.kind != reconciliation.AGREES
    }
    assert found == {
        # Humongous Insurance until 10 June; what the newest list of access has no longer; a line that stands twice.
        (reconciliation.NOT_BILLED, verdicts.EARNED): 10,
        (reconciliation.BILLED_WITHOUT_ACCESS, verdicts.NO_ACCESS): 30,
        (reconciliation.BILLED_THOUGH_EXCLUDED, verdicts.DUPLICATE): 1,
    }
    assert june.missed == Decimal("0.192") * 24 * 10 * Decimal("0.15")


def test_access_that_ends_and_access_that_went_are_told(contoso: Partner, june: CreditMonth) -> None:
    (soon,) = queries.ending_soon(contoso, date(2023, 7, 25))
    assert (soon["customer"], soon["ends"].date()) == ("Litware", date(2023, 8, 31))
    (gone,) = queries.removed(contoso, JUNE)
    assert gone.scope.endswith("/resourcegroups/rg-stock")
    assert gone.monthly == Decimal("0.192") * 24 * 30 * Decimal("0.15")
