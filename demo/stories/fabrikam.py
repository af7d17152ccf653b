"""Fabrikam Services: close, and then something expired, came late or stopped.

On 25 July 2023, June against June 2022:

- Business Applications 68 on the SMB track, with a metric at zero, as both experts stopped to count in July: 5
  workloads added, 1 lost; 4 people and nobody advanced; consumption up from 50,000 to 62,000; 6 deployments against 2.
  July's files already show what would qualify.
- Data & AI 40 and due for renewal since 10 July: it had 72 on 20 June, before the second of the two architects that it
  needs expired, and has 72 again in July's files. 2 customers added and 1 lost (10 points of 30); consumption of twelve
  months up from 600,000 to 756,000 USD, which is 26 % (20 of 20); many services (10 of 10); 8 of 10 people who would
  earn 32 of 40. Its Azure file of June came four days late, so that on 20 July all of this was unknown.
- Infrastructure 48 with 2 of 5 people, Digital & App Innovation 44 with 1 of 5; neither has its two architects.
- Modern Work 5, as Office 365 usage stopped with May: unknown, where on 20 June it had 28 on the SMB track (4
  customers, 1 of 2 people, with CSP 500 of 2,000 users and 3 of 10 deployments). Security 0: unknown too, and without
  an Azure Security Engineer.

For Infra and Database Migration its Linux line is 1,050 USD short, and skilling has not been attested.

For Adoption and Change Management it asked four customers before 11 July, when that was possible at any time: one reference is
accepted, one approved, one rejected, one waits; a fifth is a draft.
"""

from datetime import date

from demo import services
from demo.story import (
    FIRST,
    NEWEST,
    PREVIEW,
    Acr,
    AcrLine,
    Certificate,
    Delivery,
    Enrolled,
    Filler,
    Referenced,
    Revenue,
    Seats,
    Story,
    Told,
    Usage,
    at,
    by_month,
    usd,
)

PAL, DPOR, CSP_T2 = "Partner admin link", "Partner of record", "CSP Tier 2"
APRIL, MAY, JUNE = date(2023, 4, 1), date(2023, 5, 1), NEWEST
JANUARY = date(2023, 1, 1)

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

# Twelve months of 600,000 USD, twelve of 756,000 USD, and 23 days of July.
AZURE = by_month(
    FIRST,
    "46,000", "46,500", "47,000", "47,500", "48,500", "49,500", "50,000", "51,000", "52,000", "53,000", "54,000", "55,000",
    "57,000", "58,000", "59,500", "60,500", "61,500", "62,500", "63,500", "64,500", "65,500", "66,500", "68,000", "69,000",
    "54,000",
)  # fmt: skip

# Customers of the larger lines: at the floor of 1,000 USD in every month, however a line is split among them.
_STEADY = (
    "Bellows College", "Coho Vineyard", "First Up Consultants", "VanArsdel",
    "Lamna Healthcare", "Relecloud", "The Phone Company", "Best For You Organics",
)  # fmt: skip

ACR_ROWS = (
    *(Acr(name, services.STORAGE, usd("1,040.00"), CSP_T2) for name in _STEADY),
    # Added since June 2022, and lost.
    Acr("Munson's Pickles and Preserves Farm", services.LINUX_VM_MS_SERIES, usd("1,260.00"), PAL, since=JANUARY),
    Acr("Liberty's Delightful Sinful Bakery & Cafe", services.STORAGE, usd("1,090.00"), DPOR, since=date(2022, 10, 1)),
    Acr("Nod Publishers", services.STORAGE, usd("1,320.00"), CSP_T2, until=date(2022, 12, 1)),
    # Near misses: 60 short; a duplicate; an association that does not count.
    Acr("Southridge Video", services.LOGS, usd("940.00"), CSP_T2, since=JANUARY),
    Acr("Bellows College", services.WINDOWS_VM, usd("1,150.00"), CSP_T2, since=JANUARY, duplicate=True),
    Acr("Coho Vineyard", services.LINUX_VM, usd("1,400.00"), "Transacting partner of record", since=JANUARY),
)

OFFICE = (
    # There in May 2022 already, and deployments since.
    Seats("Bellows College", "Teams", CSP_T2, 280, 100, until=date(2022, 10, 1)),
    Seats("Bellows College", "Teams", CSP_T2, 280, 250, since=date(2022, 11, 1)),
    Seats("Coho Vineyard", "Exchange", CSP_T2, 240, 60, until=date(2023, 1, 1)),
    Seats("Coho Vineyard", "Exchange", CSP_T2, 240, 200, since=date(2023, 2, 1)),
    # Added since; the first is a deployment too.
    Seats("First Up Consultants", "Exchange", CSP_T2, 150, 90, since=date(2022, 9, 1)),
    Seats("Fincher Architects", "Microsoft 365 Apps", CSP_T2, 95, 35, since=date(2022, 12, 1)),
    Seats("Munson's Pickles and Preserves Farm", "Exchange", CSP_T2, 45, 15, since=date(2023, 2, 1)),
    Seats("VanArsdel", "Teams", CSP_T2, 220, 70, since=APRIL),
    # Near misses: two seats short; an association of the other track; a duplicate.
    Seats("Southridge Video", "Exchange", CSP_T2, 9, 7, since=date(2022, 8, 1)),
    Seats("School of Fine Art", "Teams", DPOR, 130, 77, since=date(2022, 6, 1)),
    Seats("Bellows College", "Teams", DPOR, 280, 250, since=date(2022, 11, 1), duplicate=True),
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

ADMINISTRATOR = "Microsoft Certified: Azure Administrator Associate"
AZURE_ARCHITECT = "Microsoft Certified: Azure Solutions Architect Expert"
ENGINEER = "Microsoft Certified: Azure Data Engineer Associate"
DATABASE = "Microsoft Certified: Azure Database Administrator Associate"
SCIENTIST = "Microsoft Certified: Azure Data Scientist Associate"
AI = "Microsoft Certified: Azure AI Engineer Associate"
COSMOS = "Microsoft Certified: Azure Cosmos DB Developer Specialty"

CLOUD_CERTIFICATES = (
    # Two architects are needed: one expired on 30 June, the next one counts from 28 July.
    Certificate("Jory Lambswick", AZURE_ARCHITECT, date(2023, 2, 9), date(2024, 2, 9)),
    Certificate("Ines Kestrelby", AZURE_ARCHITECT, date(2022, 6, 30), date(2023, 6, 30)),
    Certificate("Moss Oakhurst", AZURE_ARCHITECT, date(2023, 7, 18), date(2024, 7, 18)),
    Certificate("Arlo Cloverfield", ADMINISTRATOR, date(2022, 10, 5), date(2023, 10, 5)),
    Certificate("Kim Moorcroft", ADMINISTRATOR, date(2023, 1, 18), date(2024, 1, 18)),
    # Data & AI, besides the analyst of Business Applications.
    Certificate("Arlo Cloverfield", ENGINEER, date(2023, 3, 15), date(2024, 3, 15)),
    Certificate("Bryn Dovecote", DATABASE, date(2022, 12, 6), date(2023, 12, 6)),
    Certificate("Cleo Emberly", SCIENTIST, date(2022, 9, 27), date(2023, 9, 27)),
    Certificate("Jory Lambswick", ENGINEER, date(2022, 11, 2), date(2023, 11, 2)),
    Certificate("Kim Moorcroft", AI, date(2023, 4, 12), date(2024, 4, 12)),
    Certificate("Ines Kestrelby", ENGINEER, date(2022, 8, 30), date(2023, 8, 30)),
    Certificate("Lena Nettlecombe", COSMOS, date(2023, 2, 22), date(2024, 2, 22)),
    # Others' designations.
    Certificate(
        "Kim Moorcroft", "Microsoft Certified: Azure Network Engineer Associate", date(2022, 10, 19), date(2023, 10, 19)
    ),
    Certificate("Lena Nettlecombe", "Microsoft Certified: Windows Server Hybrid Administrator Associate",
                date(2023, 5, 4), date(2024, 5, 4)),
    Certificate("Bryn Dovecote", "Microsoft Certified: Azure Developer Associate", date(2023, 1, 26), date(2024, 1, 26)),
    Certificate("Lena Nettlecombe", "Microsoft Certified: Identity and Access Administrator Associate",
                date(2022, 12, 20), date(2023, 12, 20)),
    Certificate("Jory Lambswick", "Microsoft Certified: Security Operations Analyst Associate",
                date(2022, 9, 8), date(2023, 9, 8)),
)  # fmt: skip

_BUSINESS_APPS = ("business_apps_revenue", "business_apps_usage")

DELIVERIES = (
    *(
        Delivery(name, FIRST, date(2023, 3, 1), at(2023, 4, 21, 10, 5))
        for name in ("azure_usage", "business_apps_revenue", "business_apps_usage")
    ),
    Delivery("trainings", FIRST, date(2023, 4, 20), at(2023, 4, 21, 10, 10), tabs=True),
    # Office 365 usage ends with May.
    Delivery("office_usage", date(2022, 4, 1), date(2023, 3, 1), at(2023, 4, 21, 10, 20), layout="v2"),
    Delivery("office_usage", APRIL, APRIL, at(2023, 5, 12, 15, 50)),
    Delivery("office_usage", MAY, MAY, at(2023, 6, 14, 9, 10)),
    Delivery("azure_usage", APRIL, APRIL, at(2023, 5, 12, 15, 30), spoiled=True),
    *(Delivery(name, APRIL, APRIL, at(2023, 5, 12, 15, 40)) for name in _BUSINESS_APPS),
    *(Delivery(name, MAY, MAY, at(2023, 6, 14, 9, 0)) for name in ("azure_usage", *_BUSINESS_APPS)),
    Delivery("trainings", FIRST, date(2023, 6, 13), at(2023, 6, 14, 9, 5), tabs=True),
    Delivery("azure_usage", MAY, MAY, at(2023, 7, 6, 11, 20), restates=True, packed=True),
    *(Delivery(name, JUNE, JUNE, at(2023, 7, 17, 16, 45)) for name in _BUSINESS_APPS),
    # Four days after the programme's own publication.
    Delivery("azure_usage", JUNE, JUNE, at(2023, 7, 24, 9, 40)),
    Delivery("trainings", FIRST, date(2023, 7, 23), at(2023, 7, 24, 10, 0), tabs=True),
    *(Delivery(name, PREVIEW, PREVIEW, at(2023, 7, 24, 10, 15)) for name in ("azure_usage", *_BUSINESS_APPS)),
)

ADOPTION = "adoption_and_change_management"
REFERENCES = (
    Referenced(
        ADOPTION, "Bellows College", "Aino Westergreen",
        "All lecturers moved their courses to Teams, with trainings in every faculty and a help desk for two terms.",
        "Teams", date(2022, 8, 1), date(2023, 3, 31), 280, date(2023, 5, 22),
        (Told("send", date(2023, 5, 23)), Told("approve", date(2023, 5, 30)), Told("accept", date(2023, 6, 6))),
    ),
    Referenced(
        ADOPTION, "Coho Vineyard", "Marek Stonebrook",
        "Mail moved to Exchange Online; champions in each of six houses were trained and met every week.",
        "Exchange", date(2022, 11, 1), date(2023, 4, 30), 240, date(2023, 6, 26),
        (Told("send", date(2023, 6, 26)), Told("approve", date(2023, 7, 3), "We would do it again.")),
    ),
    Referenced(
        ADOPTION, "First Up Consultants", "Noor Hillfarrow",
        "Exchange for everyone within a quarter, with a survey before and after.",
        "Exchange", date(2022, 9, 1), date(2022, 12, 31), 150, date(2023, 6, 26),
        (Told("send", date(2023, 6, 28)), Told("reject", date(2023, 7, 5), "There was no survey after the change.")),
    ),
    Referenced(
        ADOPTION, "Fincher Architects", "Ilse Tarnwood",
        "Microsoft 365 Apps on every desk, and a course for each of three studios.",
        "Microsoft 365 Apps", date(2022, 12, 1), date(2023, 5, 31), 95, date(2023, 7, 10),
        (Told("send", date(2023, 7, 10)),),
    ),
    Referenced(
        ADOPTION, "VanArsdel", "Bram Oxendale", "Teams for the workshops; trainings are still going on.",
        "Teams", date(2023, 4, 3), date(2023, 9, 30), 220, date(2023, 7, 24),
    ),
)  # fmt: skip

FABRIKAM = Story(
    mpn_id="1000002",
    country="Ireland",
    csp=CSP_T2,
    revenue=REVENUE,
    usage=USAGE,
    consumption=CONSUMPTION,
    azure=AZURE,
    acr=ACR,
    acr_rows=ACR_ROWS,
    office=OFFICE,
    certificates=(*CERTIFICATES, *CLOUD_CERTIFICATES),
    filler=Filler(customers=100, above=(40, 260, 1_450), below=(70, 30, 225), users=30, azure=(10, 45), office=24),
    deliveries=DELIVERIES,
    # The programme named the anniversary of an older membership when accounts were merged.
    enrolled=(Enrolled("data_ai", date(2022, 12, 5), ends=date(2023, 7, 10)),),
    references=REFERENCES,
)
