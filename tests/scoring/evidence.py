"""A partner on the Enterprise track with 77.5 points on 25 July 2023, from real files."""

from datetime import date
from pathlib import Path

from partnerhub.models import Partner
from tests.cases_format import import_table
from tests.factories import PartnerFactory

BA = "business_applications"
DAY = date(2023, 7, 25)
REVENUE = """
    FiscalMonthName | CustomerTenantID | CustomerName | Workloads | PartnerAssociationType | AdjustedRevenueAmtCD
    202{2..3}-06    | big      | Litware   | {Commerce,Finance,Marketing,Sales,Supply Chain} | CSP Tier 1 | 5000.01
    2023-06         | t{1..5}  | Fabrikam  | Sales                                           | CSP Tier 1 | 1500
    2023-06         | near     | Contoso   | Sales                                           | CSP Tier 1 | 1499.5
"""
USAGE = """
    FiscalMonthName | CustomerTenantID | Workload          | PartnerAssociationType | MAU | MAC
    2022-06         | t{1..25}         | Business Central  | Partner of record      | 4   |
    2023-06         | t{1..5}          | Business Central  | Partner of record      | 12  |
    2023-06         | t{6..15}         | Business Central  | Partner of record      | 4   |
    2023-06         | c{1..2}          | Customer Insights | Partner admin link     |     | 18750
"""
TRAININGS = """
    TrainingTitle                            | TrainingType  | TrainingCompletionDate | MCPID
    Power Platform Developer Associate       | Certification | 2023-01-16             | p{1..20}
    Power Platform Solution Architect Expert | Certification | 2023-01-16             | p{1..7}
"""


def enterprise(folder: Path) -> Partner:
    """15 for five adds, 20 and 15 for people, 7.5 for growth, 20 for five deployments."""
    found = PartnerFactory(mpn_id="1000001")
    import_table(folder, found, "business_apps_revenue", REVENUE)
    import_table(folder, found, "business_apps_usage", USAGE)
    import_table(folder, found, "trainings", TRAININGS)
    return found
