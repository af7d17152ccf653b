"""Fabrikam Services: close. 68 points on the SMB track, and one metric at zero: both of its experts stopped to count in July.

On 25 July 2023, June against June 2022: 5 workloads added, 1 lost; 4 people and nobody advanced; consumption up from 50,000 to
62,000; 6 deployments against 2. July's files already show what would qualify. For Infra and Database Migration its Linux line is
1,050 USD short, and skilling has not been attested.
"""

from datetime import date

from demo import services
from demo.story import (
    FIRST,
    NEWEST,
    PREVIEW,
    AcrLine,
    Certificate,
    Delivery,
    Enrolled,
    Filler,
    Revenue,
    Story,
    StrayAcr,
    Usage,
    at,
    by_month,
    usd,
)

PAL, DPOR, CSP_T2 = "Partner admin link", "Partner of record", "CSP Tier 2"
APRIL, MAY, JUNE = date(2023, 4, 1), date(2023, 5, 1), NEWEST

REVENUE = (
    # Three workloads above 5,000 USD in both years, and one exactly at it: SMB.
    Revenue("Bellows College", "Business Central", CSP_T2, usd("8,200.00")),
    Revenue("Coho Vineyard", "Sales", CSP_T2, usd("6,300.00")),
    Revenue("Lamna Healthcare", "Power BI", CSP_T2, usd("5,640.00")),
    Revenue("First Up Consultants", "Finance", DPOR, usd("5,000.00")),
    # Added since June 2022; one exactly at the floor of 250.
    Revenue("Fincher Architects", "Business Central", CSP_T2, usd("460.00"), since=date(2022, 9, 1)),
    Revenue("Best For You Organics", "Power Apps", CSP_T2, usd("310.00"), since=date(2022, 12, 1)),
    Revenue("Munson's Pickles and Preserves Farm", "Sales", DPOR, usd("255.00"), since=date(2023, 2, 1)),
    Revenue("VanArsdel", "Customer Service", CSP_T2, usd("250.00"), since=APRIL),
    Revenue("The Phone Company", "Field Service", CSP_T2, usd("380.00"), since=JUNE),
    # Lost since.
    Revenue("Nod Publishers", "Power BI", CSP_T2, usd("300.00"), until=date(2022, 11, 1)),
    # In July's file only.
    Revenue("Relecloud", "Business Central", CSP_T2, usd("640.00"), since=PREVIEW),
    # Near misses: by 0.01, by 12.50, an association that does not count, a workload that left the list in June.
    Revenue("Southridge Video", "Power BI", CSP_T2, usd("249.99"), since=date(2023, 1, 1)),
    Revenue("School of Fine Art", "Sales", CSP_T2, usd("237.50"), since=date(2022, 10, 1)),
    Revenue("Liberty's Delightful Sinful Bakery & Cafe", "Business Central", PAL, usd("1,930.00"), since=MAY),
    Revenue("Consolidated Messenger", "Customer Voice", CSP_T2, usd("420.00"), since=date(2022, 8, 1)),
)

USAGE = (
    # At the floor of 5,000 in both years.
    Usage("Bellows College", "Business Central", CSP_T2, 6),
    Usage("Coho Vineyard", "Finance & Operations", DPOR, 60),
    # Added since.
    Usage("Fincher Architects", "Business Central", CSP_T2, 5, since=date(2022, 10, 1)),
    Usage("Lamna Healthcare", "Power Automate", PAL, 30, since=date(2023, 1, 1)),
    Usage("First Up Consultants", "Guides", CSP_T2, 5, since=date(2023, 3, 1)),
    Usage("The Phone Company", "Finance & Operations", DPOR, 56, since=MAY),
    # Near misses: 200 short of the floor; an association of the other family; a workload without a published rate.
    Usage("VanArsdel", "Finance & Operations", DPOR, 48),
    Usage("Southridge Video", "Business Central", PAL, 9, counts=False),
    Usage("School of Fine Art", "Portals", PAL, 40, counts=False),
)

CONSUMPTION = (
    44_000, 44_600, 45_200, 45_800, 46_400, 47_000, 47_400, 48_000, 48_600, 49_000, 49_400, 50_000,
    50_000, 50_400, 51_200, 52_000, 53_000, 54_200, 55_400, 56_800, 58_200, 59_400, 60_400, 62_000,
    63_600,
)  # fmt: skip

ACR = (
    # Windows Server VM: 31,800 USD from April to June.
    AcrLine(
        services.WINDOWS_VM,
        ("Bellows College", "Coho Vineyard", "First Up Consultants", "VanArsdel"),
        by_month(APRIL, "10,400", "10,600", "10,800", "8,100"),
    ),
    # Linux VM: 13,950 USD, 1,050 short; with July's file in place of April's 15,400. May's first file had said 5,100.
    AcrLine(
        services.LINUX_VM,
        ("Lamna Healthcare", "Relecloud", "The Phone Company", "Best For You Organics"),
        by_month(APRIL, "4,450", "4,650", "4,850", "5,900"),
        first_told={MAY: usd("5,100")},
    ),
    # SQL family: 9,450 USD, of which 3,500 managed.
    AcrLine(
        services.SQL_DATABASE, ("Bellows College", "Lamna Healthcare"), by_month(APRIL, "900", "950", "1,000", "700")
    ),
    AcrLine(services.SQL_MANAGED_INSTANCE, ("Coho Vineyard",), by_month(APRIL, "200", "200", "250", "180")),
    AcrLine(services.SQL_VM, ("Bellows College", "Coho Vineyard"), by_month(APRIL, "1,950", "1,980", "2,020", "1,500")),
    # Open-source databases: 4,720 USD.
    AcrLine(services.MYSQL, ("Fincher Architects", "VanArsdel"), by_month(APRIL, "700", "720", "760", "560")),
    AcrLine(services.POSTGRESQL, ("Relecloud",), by_month(APRIL, "810", "850", "880", "640")),
)

STRAYS = (
    StrayAcr("Bellows College", services.WINDOWS_VM, usd("1,150.00"), CSP_T2, duplicate=True),
    StrayAcr("Coho Vineyard", services.LINUX_VM, usd("1,400.00"), "Transacting partner of record"),
    StrayAcr("Munson's Pickles and Preserves Farm", services.LINUX_VM_MS_SERIES, usd("1,260.00"), PAL),
)

CENTRAL = "Microsoft Certified: Dynamics 365 Business Central Functional Consultant Associate"
SALES = "Microsoft Certified: Dynamics 365 Sales Functional Consultant Associate"
PLATFORM = "Microsoft Certified: Power Platform Functional Consultant Associate"
DEVELOPER = "Microsoft Certified: Power Platform Developer Associate"
ANALYST = "Microsoft Certified: Power BI Data Analyst Associate"
ARCHITECT = "Microsoft Certified: Power Platform Solution Architect Expert"
EARLIER_ARCHITECT = "Microsoft Certified: Dynamics 365 + Power Platform Solution Architect Expert"

CERTIFICATES = (
    Certificate("Arlo Cloverfield", CENTRAL, date(2022, 2, 24), date(2024, 2, 24)),
    Certificate("Bryn Dovecote", SALES, date(2022, 6, 9), date(2024, 6, 9)),
    Certificate("Cleo Emberly", PLATFORM, date(2022, 11, 17), date(2023, 11, 17)),
    Certificate("Dov Foxglove", ANALYST, date(2023, 3, 30), date(2024, 3, 30)),
    # Not counted on 25 July: expired on the 14th; too recent (counts from the 28th).
    Certificate("Elia Gorseland", CENTRAL, date(2022, 7, 14), date(2023, 7, 14)),
    Certificate("Faye Heathercote", DEVELOPER, date(2023, 7, 18), date(2024, 7, 18)),
    # Advanced, and none of them counts: expired on 10 July; off the list since 1 July; too recent (counts from the 27th).
    Certificate("Bryn Dovecote", ARCHITECT, date(2022, 7, 10), date(2023, 7, 10)),
    Certificate("Cleo Emberly", EARLIER_ARCHITECT, date(2021, 5, 12), date(2024, 5, 12)),
    Certificate("Gus Ivybridge", ARCHITECT, date(2023, 7, 17), date(2024, 7, 17)),
    # Others.
    Certificate("Arlo Cloverfield", SALES, date(2022, 9, 20), date(2023, 9, 20)),
    Certificate("Hedy Larchmont", PLATFORM, date(2022, 12, 5), date(2023, 12, 5), status="Inactive"),
    Certificate("Gus Ivybridge", "Microsoft Certified: Azure Fundamentals", date(2022, 4, 4), date(9999, 12, 31)),
    Certificate(
        "Faye Heathercote", "Create a model-driven app", date(2023, 6, 1), date(9999, 12, 31), kind="Learning path"
    ),
)

_BUSINESS_APPS = ("business_apps_revenue", "business_apps_usage")

DELIVERIES = (
    *(
        Delivery(name, FIRST, date(2023, 3, 1), at(2023, 4, 21, 10, 5))
        for name in ("azure_usage", "business_apps_revenue", "business_apps_usage")
    ),
    Delivery("trainings", FIRST, date(2023, 4, 20), at(2023, 4, 21, 10, 10), tabs=True),
    Delivery("azure_usage", APRIL, APRIL, at(2023, 5, 12, 15, 30), spoiled=True),
    *(Delivery(name, APRIL, APRIL, at(2023, 5, 12, 15, 40)) for name in _BUSINESS_APPS),
    *(Delivery(name, MAY, MAY, at(2023, 6, 14, 9, 0)) for name in ("azure_usage", *_BUSINESS_APPS)),
    Delivery("trainings", FIRST, date(2023, 6, 13), at(2023, 6, 14, 9, 5), tabs=True),
    Delivery("azure_usage", MAY, MAY, at(2023, 7, 6, 11, 20), restates=True, packed=True),
    *(Delivery(name, JUNE, JUNE, at(2023, 7, 17, 16, 45)) for name in ("azure_usage", *_BUSINESS_APPS)),
    Delivery("trainings", FIRST, date(2023, 7, 23), at(2023, 7, 24, 10, 0), tabs=True),
    *(Delivery(name, PREVIEW, PREVIEW, at(2023, 7, 24, 10, 15)) for name in ("azure_usage", *_BUSINESS_APPS)),
)

FABRIKAM = Story(
    mpn_id="1000002",
    country="Ireland",
    csp=CSP_T2,
    revenue=REVENUE,
    usage=USAGE,
    consumption=CONSUMPTION,
    acr=ACR,
    strays=STRAYS,
    certificates=CERTIFICATES,
    filler=Filler(customers=100, above=(40, 260, 1_450), below=(70, 30, 225), users=30, azure=55),
    deliveries=DELIVERIES,
    enrolled=(Enrolled("data_ai", date(2022, 12, 5)),),
)
