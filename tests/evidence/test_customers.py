"""The customers that a partner's files name, and a typed tenant id against one of a file."""

from datetime import date

import pytest

from evidence.customers import customers
from evidence.importing.notations import tenant
from partnerhub.models import Partner
from tests.factories import PartnerFactory
from tests.imports import read
from tests.lake_rows import put
from tests.people import People

JUNE = {"month": date(2023, 6, 1)}


def test_customers_of_all_files_are_named_once_and_by_name(team: People) -> None:
    usage = [JUNE | {"tenant": one, "customer": name} for one, name in (("t2", "Litware"), ("t1", "adventure Works"))]
    seats = [JUNE | {"tenant": one, "customer": name} for one, name in (("t2", None), ("t3", None), ("t1", "Adatum"))]
    put(team.partner, {"azure_usage": [*usage, JUNE], "office_usage": seats})
    assert list(customers(team.partner).items()) == [("t1", "adventure Works"), ("t2", "Litware"), ("t3", "")]


def test_customers_of_another_partner_are_not_among_them(team: People) -> None:
    other = Partner.objects.get(members__user=team.stranger)
    put(other, {"azure_usage": [JUNE | {"tenant": "t1", "customer": "Litware"}]})
    assert (customers(team.partner), customers(PartnerFactory())) == ({}, {})


# As spreadsheets and mail programs leave them at an end.
HARD = ["\u00a0t1", "T1\u00a0", "t1 \u00a0", "t1\t", "\u00a0Unknown\u00a0", "\u00a0", "NULL\u00a0"]


@pytest.mark.parametrize("typed", ["t1", " T1 ", "\ttEnAnt-1 ", "", "NULL", "n/a", "unknown", "Unknown", *HARD])
def test_typed_tenant_is_stored_as_the_import_stores_one(typed: str) -> None:
    header = "Month,CustomerTenantId,CustomerName,PartnerAttributionType,ACR_USD\n"
    found = read(f'{header}2023-06,"{typed}",x,CSP Tier 1,5\n', dataset="azure_usage")
    assert [tenant(typed)] == (found.column("tenant") or [""])
