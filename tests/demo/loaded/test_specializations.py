"""The three partners' Infra and Database Migration."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from demo.story import TODAY
from evidence.customers import customers
from specializations.models import Reference
from specializations.queries import standings
from tests.demo.loaded.reading import (
    CONTOSO,
    FABRIKAM,
    TAILSPIN,
    partner,
    requirements,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_contoso_may_schedule_its_audit() -> None:
    found = standings(partner(CONTOSO), TODAY)["infra_and_database_migration"]

    assert (found.status, found.can_schedule_audit) == ("not_started", True)
    assert {key: (check.state, check.measured, check.customers) for key, check in requirements(CONTOSO).items()} == {
        "designation": ("met", Decimal(2), None),
        "windows_acr": ("met", Decimal(41_200), 5),
        "linux_acr": ("met", Decimal(18_450), 4),
        "sql_acr": ("met", Decimal(11_300), 4),
        "open_source_acr": ("met", Decimal(5_020), 6),
        "skilling": ("attested", None, None),
        "audit": ("not_met", None, None),
    }
    assert [part.measured for part in requirements(CONTOSO)["sql_acr"].parts] == [Decimal(4_100)]


def test_fabrikam_linux_is_1050_short() -> None:
    checks = requirements(FABRIKAM)

    assert (checks["linux_acr"].state, checks["linux_acr"].short) == ("not_met", Decimal(1_050))
    assert {key: check.measured for key, check in checks.items() if check.kind == "performance" and check.met} == {
        "windows_acr": Decimal(31_800),
        "sql_acr": Decimal(9_450),
        "open_source_acr": Decimal(4_720),
    }
    assert checks["skilling"].state == "unpublished"


def test_tailspin_azure_usage_is_unknown_and_not_zero() -> None:
    window = (date(2023, 6, 1), date(2023, 5, 1), date(2023, 4, 1))

    assert {
        (check.state, check.measured, check.missing)
        for check in requirements(TAILSPIN).values()
        if check.kind == "performance"
    } == {("no_evidence", None, window)}


def test_fabrikam_has_a_reference_of_every_kind_and_two_count() -> None:
    rows = Reference.objects.order_by("pk").values_list("customer", "state", "partner__mpn_id")
    assert list(rows) == [
        ("Bellows College", "accepted", FABRIKAM),
        ("Coho Vineyard", "approved", FABRIKAM),
        ("First Up Consultants", "rejected", FABRIKAM),
        ("Fincher Architects", "awaiting", FABRIKAM),
        ("VanArsdel", "draft", FABRIKAM),
    ]
    check = standings(partner(FABRIKAM), TODAY)["adoption_and_change_management"].checks[-1]
    assert (check.key, check.state, check.measured) == ("references", "unpublished", Decimal(2))


def test_customers_of_references_are_those_of_the_files() -> None:
    known = customers(partner(FABRIKAM))
    assert {row.tenant: row.customer for row in Reference.objects.all()}.items() <= known.items()


def test_restated_linux_month_is_replayed_as_it_was_known() -> None:
    key = "infra_and_database_migration"
    linux = [
        {
            check.key: check
            for check in standings(partner(FABRIKAM), TODAY, known_at=moment, specialization=key)[key].checks
        }["linux_acr"].measured
        for moment in (datetime(2023, 7, 5, tzinfo=UTC), datetime(2023, 7, 7, tzinfo=UTC))
    ]

    assert linux == [Decimal(9_550), Decimal(9_100)]  # April and May; June's file came on 24 July
