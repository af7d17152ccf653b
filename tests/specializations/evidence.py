"""A partner on its way to Infra and Database Migration."""

from datetime import date
from pathlib import Path

from partnerhub.models import Partner, User
from scoring.actions import enrol
from specializations.actions import attest
from tests.cases_format import import_table

IDB = "infra_and_database_migration"
DAY = date(2023, 7, 25)
# Three customers and a little more than enough for each of the four ACR lines.
ENOUGH = """
    Month | CustomerTenantId | CustomerName | ServiceLevel1 | ServiceLevel2 | ServiceLevel4 | ServiceGroup3 | ComputeOS | ComputeCoreSoftware | PartnerAttributionType | ACR_USD
    2023-0{4..6} | {a,b,c} | Contoso | Compute   | Virtual Machines |                          |       | WINDOWS | Core | Partner admin link | 3400
    2023-0{4..6} | {a,b,c} | Contoso | Compute   | Virtual Machines | Red Hat Enterprise Linux |       |         |      | Partner admin link | 1700
    2023-0{4..6} | {a,b,c} | Contoso | Databases | SQL Database     |                          | SQLDB |         |      | Partner admin link | 1100
    2023-0{4..6} | {a,b,c} | Contoso | Databases | PostgreSQL       |                          |       |         |      | Partner admin link | 510.5
"""  # noqa: E501  # a table
# The same, with 29,999 USD for Windows.
TWO_DOLLARS = "2023-06 | a | Contoso | Compute | Virtual Machines | | | WINDOWS | Core | Partner admin link | 2"
SHORT = ENOUGH.replace("| 3400", "| 3333") + TWO_DOLLARS


def measured(partner: Partner, folder: Path, table: str = ENOUGH) -> None:
    """Evidence, and the designation that is asked for."""
    import_table(folder, partner, "azure_usage", table)
    enrol(partner, "infrastructure", None, starts=date(2023, 1, 1), ends=date(2023, 12, 31))


def ready(partner: Partner, folder: Path, manager: User) -> None:
    """Everything met, and the programme's word on skilling, whose number is not published."""
    measured(partner, folder)
    attest(partner, IDB, "skilling", manager, reason="Certificates shown to the programme", valid_from=DAY)
