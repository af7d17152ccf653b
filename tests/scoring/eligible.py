"""A partner with customers and people of every kind, from real files: one of each dataset that a designation reads."""

from pathlib import Path

from partnerhub.models import Partner
from tests.cases_format import import_table
from tests.factories import PartnerFactory

# Adatum grows everywhere, Fabrikam left, Litware is new, Northwind lacks a little, Wingtip's association never counts.
FILES = {
    "azure_usage": """
        Month              | CustomerTenantId | CustomerName | ServiceLevel2 | ServiceLevel4 | PartnerAttributionType  | ACR_USD
        202{2..3}-06       | adatum           | Adatum       | Storage       | Sentinel      | Partner admin link      | 1500
        2023-06            | adatum           | Adatum       | Storage       | Storage       | Partner admin link      | 500
        2022-06            | fabrikam         | Fabrikam     | Storage       | Storage       | Partner admin link      | 1200
        2023-06            | litware          | Litware      | Storage       | Storage       | CSP Tier 1              | 1000
        2023-06            | northwind        | Northwind    | Storage       | Storage       | Partner admin link      | 999.5
        2023-06            | wingtip          |              | Storage       | Storage       | Partner as end-customer | 9000
    """,
    "office_usage": """
        Month | CustomerTenantId | WorkloadName | PartnerAttributionType | PaidAvailableUnits | MonthlyActiveUsers
        2022-06      | adatum           | Exchange                | CPOR                   | 400                | 100
        2023-06      | adatum           | Exchange                | CPOR                   | 400                | 1300
        2023-06      | litware          | Exchange                | Partner of record      | 900                | 350
        2023-06      | northwind        | Exchange                | CPOR                   | 300                | 10
        2023-06      | northwind        | Defender for Office 365 | CPOR                   | 24                 | 24
        202{2..3}-06 | adatum           | Defender for Office 365 | CPOR                   | 25                 | 25
    """,
    "business_apps_revenue": """
        FiscalMonthName | CustomerTenantID | CustomerName | Workloads | PartnerAssociationType | AdjustedRevenueAmtCD
        2022-06         | adatum           | Adatum       | Sales     | CSP Tier 1             | 249
        2023-06         | adatum           | Adatum       | Sales     | CSP Tier 1             | 9000
        2022-06         | fabrikam         | Fabrikam     | Sales     | CSP Tier 1             | 9000
        2023-06         | northwind        | Northwind    | Sales     | CSP Tier 1             | 249.5
        2023-07         | northwind        | Northwind    | Sales     | CSP Tier 1             | 9000
    """,
    "business_apps_usage": """
        FiscalMonthName | CustomerTenantID | CustomerName | Workload         | PartnerAssociationType | MAU
        2022-06         | adatum           | Adatum       | Business Central | CSP Tier 1             | 100
        2023-06         | adatum           | Adatum       | Business Central | CSP Tier 1             | 150
        2023-06         | litware          | Litware      | Contoso Ledger   | CSP Tier 1             | 999
    """,
    # Two architects and two administrators open the way; Ines is no administrator after 10 August, and Milo no developer.
    "trainings": """
        TrainingTitle                      | TrainingType  | TrainingCompletionDate | ExpirationDate | IndividualFirstName | MCPID
        Azure Solutions Architect Expert   | Certification | 2022-09-01             | 2023-10-01     | Alma                | 1
        Azure Solutions Architect Expert   | Certification | 2022-09-01             |                | Bram                | 2
        Azure Administrator Associate      | Certification | 2022-09-01             | 2024-01-01     | Alma                | 1
        Azure Administrator Associate      | Certification | 2022-09-01             | 2023-08-10     | Ines                | 3
        Azure Data Engineer Associate      | Certification | 2022-09-01             | 2023-09-20     | Ines                | 3
        Data Analyst Associate             | Certification | 2022-09-01             |                | Ines                | 3
        Azure Data Engineer Associate      | Certification | 2022-09-01             | 2023-07-24     | Milo                | 4
        Power Platform Developer Associate | Certification | 2022-09-01             | 2023-08-10     | Milo                | 4
        Contoso Certified Baker            | Certification | 2022-09-01             |                | Milo                | 4
        Contoso Certified Baker            | Certification | 2022-10-01             |                | Milo                | 4
        Describe cloud concepts            | Course        | 2022-09-01             |                | Milo                | 4
""",
}


def eligible(folder: Path, partner: Partner | None = None) -> Partner:
    """The partner, with all its files imported."""
    found = partner or PartnerFactory(mpn_id="1000001")
    for dataset, rows in FILES.items():
        import_table(folder, found, dataset, rows)
    return found
