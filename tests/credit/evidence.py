"""Usage and access of one partner for tests, imported through the same door as a user's."""

from datetime import date, datetime
from pathlib import Path

from evidence.models import Run
from partnerhub.models import Partner
from tests.cases_format import import_table
from tests.evidence_files import KNOWN

JULY = date(2023, 7, 1)
VM = "/subscriptions/s1/resourceGroups/rg-1/providers/Microsoft.Compute/virtualMachines/vm1"


def joined(*headers: str) -> str:
    return " | ".join(headers)


COLUMNS = joined(
    *("CustomerId", "CustomerName", "UsageDate", "EntitlementId", "EntitlementDescription", "ResourceURI", "UnitPrice"),
    *("Quantity", "PartnerEarnedCreditPercentage", "BillingCurrency", "PCToBCExchangeRate"),
)
USAGE = f"""{COLUMNS}
    t1 | Fabrikam | 7/{{1..10}}/2023  | s1 | Production | {VM} | 10 | 1 | 15 | EUR | 0.9
    t1 | Fabrikam | 7/{{11..12}}/2023 | s1 | Production | {VM} | 10 | 1 | 0  | EUR | 0.9
    t2 | Tailwind | 7/1/2023          | s2 | Test       |      | 20 | 1 | 15 | EUR | 0.8
    t2 | Tailwind | 7/2/2023          | s2 | Test       |      | 20 | 1 | 0  | EUR | 0.8
"""
HEADER = "CustomerTenantId | Scope | Kind | HolderMpnId | AzureRole | PartnerIdLinked | ValidFrom | ValidUntil | Deny"
OWNER = "t1 | s1 | aobo | MPN1 | Owner | | | 2023-08-15T00:00:00Z |"
READER = "t2 | s2 | direct | MPN1 | Reader | yes | | |"
CUSTOM = "t2 | s2 | direct | MPN1 | Contoso Operator | yes | 2023-07-02T00:00:00Z | |"


def usage(folder: Path, partner: Partner, text: str = USAGE, known: datetime = KNOWN) -> Run:
    return import_table(folder, partner, "daily_rated_usage", text, known=known)


def access(folder: Path, partner: Partner, *rows: str, known: datetime = KNOWN) -> Run:
    text = "\n".join([HEADER, *(rows or (OWNER, READER, CUSTOM))])
    return import_table(folder, partner, "access_grants", text, known=known)
