"""Contoso Consulting: large, and in a different place with each designation. Its audit can be scheduled.

On 25 July 2023, June against June 2022:

- Business Applications 77.5 (shown 78), qualified, on the enterprise track: 7 workloads added, 2 lost; 17 and 7 people;
  consumption up from 400,000 to 458,000; 9 deployments against 5. July's files bring one workload, one person and one
  deployment more.
- Data & AI 74, qualified and enrolled; Infrastructure 58, enrolled; Digital & App Innovation 62: see ``contoso_azure``.
- Two specializations held from before: Kubernetes is open for renewal, Azure Virtual Desktop has its reminder at 90 days.
- Modern Work 64 on its SMB track, 33 on the other; Security 60 2/3 (shown 61): see ``contoso_microsoft_365``.
"""

from datetime import date, datetime

from demo.stories import contoso_azure, contoso_credit, contoso_microsoft_365
from demo.story import (
    FIRST,
    NEWEST,
    PREVIEW,
    Attested,
    Certificate,
    Delivery,
    Enrolled,
    Filler,
    Held,
    Revenue,
    Story,
    Usage,
    at,
    usd,
)

PAL, DPOR, CSP_T1, CSP_T2 = "Partner admin link", "Partner of record", "CSP Tier 1", "CSP Tier 2"
APRIL, MAY, JUNE = date(2023, 4, 1), date(2023, 5, 1), NEWEST

REVENUE = (
    # Six workloads with a customer above 5,000 USD in both years: enterprise.
    Revenue("Adventure Works", "Business Central", CSP_T1, usd("7,210.00")),
    Revenue("Wide World Importers", "Finance", CSP_T1, usd("12,880.40")),
    Revenue("Northwind Traders", "Sales", DPOR, usd("6,402.75")),
    Revenue("Woodgrove Bank", "Customer Service", CSP_T1, usd("9,150.00")),
    Revenue("Litware", "Power Apps", CSP_T2, usd("5,730.20")),
    Revenue("Lucerne Publishing", "Supply Chain", "CPOR RevRec", usd("8,014.60")),
    # Counted in June 2022 already.
    Revenue("Coho Winery", "Business Central", CSP_T2, usd("2,380.00"), since=date(2021, 12, 1)),
    Revenue("Fourth Coffee", "Power BI", CSP_T1, usd("1,960.00"), since=date(2022, 3, 1)),
    # Added since.
    Revenue("Adventure Works", "Power Apps", CSP_T1, usd("1,500.00"), since=date(2022, 8, 1)),
    Revenue("Proseware", "Sales", DPOR, usd("2,240.00"), since=date(2022, 10, 1)),
    Revenue("Trey Research", "Project Operations", CSP_T1, usd("3,115.50"), since=date(2022, 12, 1)),
    Revenue("City Power & Light", "Business Central", CSP_T2, usd("4,210.00"), since=date(2023, 2, 1)),
    Revenue("Blue Yonder Airlines", "Power Automate", "CPOR (OSA)", usd("1,875.00"), since=date(2023, 3, 1)),
    Revenue("Humongous Insurance", "Customer Service", CSP_T1, usd("2,660.00"), since=date(2023, 5, 1)),
    Revenue("Graphic Design Institute", "Marketing", DPOR, usd("1,520.00"), since=date(2023, 6, 1)),
    # Lost since.
    Revenue("Margie's Travel", "Business Central", CSP_T2, usd("2,050.00"), until=date(2022, 9, 1)),
    Revenue("School of Fine Art", "Power BI", CSP_T1, usd("1,640.00"), until=APRIL),
    # In July's file only.
    Revenue("Tailwind Traders", "Field Service", DPOR, usd("2,100.00"), since=PREVIEW),
    # Near misses.
    Revenue("Alpine Ski House", "Sales", CSP_T2, usd("1,499.99")),
    Revenue("Wingtip Toys", "Power BI", CSP_T1, usd("1,422.00")),
    Revenue("Southridge Video", "Business Central", PAL, usd("6,300.00"), since=date(2022, 11, 1)),
    Revenue("Consolidated Messenger", "Customer Voice", CSP_T1, usd("1,780.00")),
    # 2,900.00 in May's first file; a credit note in June's restated it.
    Revenue("Nod Publishers", "Supply Chain", CSP_T1, usd("290.00"), since=MAY, first_told={MAY: usd("2,900.00")}),
)

USAGE = (
    # At the floor of 10,000 in both years.
    Usage("Adventure Works", "Business Central", CSP_T1, 32),
    Usage("Wide World Importers", "Finance & Operations", DPOR, 240),
    Usage("Woodgrove Bank", "Customer Insights", PAL, 150_000, capacity=True),
    Usage("Northwind Traders", "Power Automate", PAL, 80),
    # Lost since June 2022.
    Usage("Lucerne Publishing", "Business Central", CSP_T2, 14, until=date(2022, 12, 1)),
    # Added since.
    Usage("Litware", "Guides", CSP_T1, 12, since=date(2022, 9, 1)),
    Usage("Proseware", "Remote Assist", "CPOR (OSU)", 11, since=date(2022, 11, 1)),
    Usage("Trey Research", "Finance & Operations", DPOR, 150, since=date(2023, 2, 1)),
    Usage("City Power & Light", "Business Central", CSP_T2, 18, since=date(2023, 4, 1)),
    Usage("Blue Yonder Airlines", "Power Automate", PAL, 65, since=date(2023, 6, 1)),
    # In July's file only: exactly at the floor.
    Usage("Humongous Insurance", "Guides", CSP_T1, 10, since=PREVIEW),
    # Near misses: 200 short of the floor; an association of the other family; a workload without a published rate.
    Usage("Humongous Insurance", "Finance & Operations", DPOR, 98),
    Usage("Southridge Video", "Business Central", PAL, 21, counts=False),
    Usage("Graphic Design Institute", "Portals", PAL, 130, counts=False),
)

CONSUMPTION = (
    372_000, 375_000, 378_000, 380_000, 383_000, 386_000, 388_000, 390_000, 393_000, 395_000, 398_000, 400_000,
    403_000, 407_000, 411_000, 414_000, 418_000, 423_000, 428_000, 434_000, 440_000, 446_000, 452_000, 458_000,
    466_000,
)  # fmt: skip

FINANCE = "Microsoft Certified: Dynamics 365 Finance Functional Consultant Associate"
SALES = "Microsoft Certified: Dynamics 365 Sales Functional Consultant Associate"
SERVICE = "Microsoft Certified: Dynamics 365 Customer Service Functional Consultant Associate"
CENTRAL = "Microsoft Certified: Dynamics 365 Business Central Functional Consultant Associate"
FIELD = "Microsoft Certified: Dynamics 365 Field Service Functional Consultant Associate"
PLATFORM = "Microsoft Certified: Power Platform Functional Consultant Associate"
DEVELOPER = "Microsoft Certified: Power Platform Developer Associate"
ANALYST = "Microsoft Certified: Power BI Data Analyst Associate"
ARCHITECT = "Microsoft Certified: Power Platform Solution Architect Expert"
OPERATIONS = "Microsoft Certified: Dynamics 365 Finance and Operations Apps Solution Architect Expert"
CHAIN = "Microsoft Certified: Dynamics 365 Supply Chain Management Functional Consultant Expert"
EARLIER_ARCHITECT = "Microsoft Certified: Dynamics 365 + Power Platform Solution Architect Expert"

INTERMEDIATE = (
    Certificate("Amal Alderfen", FINANCE, date(2021, 9, 14), date(2023, 9, 14)),
    Certificate("Bela Copperhill", SALES, date(2021, 10, 6), date(2023, 10, 6)),
    Certificate("Cato Dunmarsh", SERVICE, date(2021, 8, 4), date(2023, 8, 4)),
    Certificate("Dara Elmsworth", CENTRAL, date(2021, 11, 23), date(2023, 11, 23)),
    Certificate("Edo Fernhollow", CENTRAL, date(2022, 1, 17), date(2024, 1, 17)),
    Certificate("Femi Greywater", FIELD, date(2022, 2, 8), date(2024, 2, 8)),
    Certificate("Gaia Hazelmoor", PLATFORM, date(2022, 8, 16), date(2023, 8, 16)),
    Certificate("Hana Inkwell", PLATFORM, date(2022, 3, 29), date(2024, 3, 29)),
    Certificate("Ilja Juniperson", DEVELOPER, date(2022, 4, 12), date(2024, 4, 12)),
    Certificate("Juno Kettlebrook", DEVELOPER, date(2022, 5, 31), date(2024, 5, 31)),
    Certificate("Kofi Larkfield", ANALYST, date(2022, 6, 15), date(2024, 6, 15)),
    Certificate("Lior Mossbridge", ANALYST, date(2022, 9, 2), date(2023, 9, 2)),
    Certificate("Mika Nettleship", "Microsoft Certified: Dynamics 365 Marketing Functional Consultant Associate",
                date(2022, 12, 2), date(2023, 12, 2)),
    Certificate("Nara Oakenshaw", "Microsoft Certified: Power Automate RPA Developer Associate",
                date(2023, 1, 19), date(2024, 1, 19)),
    Certificate("Odin Pebblewick", SALES, date(2023, 3, 8), date(2024, 3, 8)),
    Certificate("Pia Quillfeather", FINANCE, date(2023, 5, 11), date(2024, 5, 11)),
    # Ten days after 15 July: counts from today.
    Certificate("Quinn Reedmace", ANALYST, date(2023, 7, 15), date(2024, 7, 15)),
)  # fmt: skip

ADVANCED = (
    Certificate("Amal Alderfen", OPERATIONS, date(2021, 12, 7), date(2023, 12, 7)),
    Certificate("Rumi Saltmarsh", OPERATIONS, date(2022, 3, 22), date(2024, 3, 22)),
    Certificate("Ilja Juniperson", ARCHITECT, date(2022, 6, 28), date(2024, 6, 28)),
    Certificate("Sana Thistledown", ARCHITECT, date(2022, 10, 4), date(2023, 10, 4)),
    Certificate("Taro Umberfield", CHAIN, date(2023, 2, 2), date(2024, 2, 2)),
    Certificate("Uma Vellumby", ARCHITECT, date(2023, 4, 25), date(2024, 4, 25)),
    Certificate("Vito Wrenhaven", CHAIN, date(2023, 6, 6), date(2024, 6, 6)),
)

NOT_COUNTED = (
    Certificate("Wren Yarrowby", SERVICE, date(2023, 7, 18), date(2024, 7, 18)),  # too recent: counts from 28 July
    Certificate("Xeni Zephyrton", CENTRAL, date(2022, 7, 24), date(2023, 7, 24)),  # expired yesterday
    Certificate("Dara Elmsworth", SALES, date(2022, 5, 3), date(2023, 9, 3)),  # a second one of the same person
    Certificate("Yael Applegarth", PLATFORM, date(2022, 11, 9), date(2023, 11, 9), status="Inactive"),
    Certificate(
        "Zeno Bramblecote", "Microsoft Certified: Power Platform Fundamentals", date(2023, 1, 10), date(9999, 12, 31)
    ),
    Certificate("Rumi Saltmarsh", EARLIER_ARCHITECT, date(2021, 6, 21), date(2024, 6, 21)),  # off the list since 1 July
    Certificate("Quinn Reedmace", "Discover data analysis", date(2023, 3, 2), date(9999, 12, 31), kind="Learning path"),
)

_BUSINESS_APPS = ("business_apps_revenue", "business_apps_usage")
_MONTHLY = ("azure_usage", *_BUSINESS_APPS, "office_usage", "mobility_usage")
_LAYOUTS = {"azure_usage": "offers", "office_usage": "claims"}


def _month(month: date, recorded_at: datetime) -> tuple[Delivery, ...]:
    return tuple(Delivery(name, month, month, recorded_at, _LAYOUTS.get(name, "v3")) for name in _MONTHLY)


DELIVERIES = (
    Delivery("azure_usage", FIRST, FIRST, at(2023, 4, 21, 8, 2), layout="v1"),
    Delivery("azure_usage", date(2021, 8, 1), date(2021, 9, 1), at(2023, 4, 21, 8, 4), layout="v2", packed=True),
    Delivery("azure_usage", date(2021, 10, 1), date(2023, 3, 1), at(2023, 4, 21, 8, 10)),
    *(Delivery(name, FIRST, date(2023, 3, 1), at(2023, 4, 21, 8, 20)) for name in _BUSINESS_APPS),
    Delivery("trainings", FIRST, date(2023, 4, 20), at(2023, 4, 21, 8, 30)),
    Delivery("office_usage", date(2022, 4, 1), date(2023, 3, 1), at(2023, 4, 21, 8, 40), layout="claims"),
    Delivery("mobility_usage", date(2022, 4, 1), date(2023, 3, 1), at(2023, 4, 21, 8, 50), packed=True),
    *_month(APRIL, at(2023, 5, 9, 7, 40)),
    Delivery("trainings", FIRST, date(2023, 5, 8), at(2023, 5, 9, 7, 45)),
    *_month(MAY, at(2023, 6, 8, 9, 15)),
    Delivery("trainings", FIRST, date(2023, 6, 7), at(2023, 6, 8, 9, 20), tabs=True),
    Delivery("business_apps_revenue", MAY, MAY, at(2023, 6, 26, 13, 5), restates=True),
    *_month(JUNE, at(2023, 7, 11, 8, 30)),
    Delivery("trainings", FIRST, date(2023, 7, 23), at(2023, 7, 24, 6, 55)),
    *_month(PREVIEW, at(2023, 7, 24, 7, 5)),
    # The billing files of a month come with the next one; of the open month there is what was used until now; earlier in one.
    Delivery("daily_rated_usage", contoso_credit.EARLIER, MAY, at(2023, 7, 9, 9, 40), layout="v1"),
    Delivery("access_grants", JUNE, JUNE, at(2023, 7, 9, 9, 50)),
    Delivery("daily_rated_usage", JUNE, JUNE, at(2023, 7, 9, 10, 0), layout="v1"),
    Delivery("invoice_recon", JUNE, JUNE, at(2023, 7, 9, 10, 5), layout="v1"),
    Delivery("access_grants", PREVIEW, PREVIEW, at(2023, 7, 24, 7, 10)),
    Delivery("daily_rated_usage", PREVIEW, PREVIEW, at(2023, 7, 24, 7, 20), layout="v1"),
)

CONTOSO = Story(
    mpn_id="1000001",
    country="Germany",
    csp=CSP_T1,
    revenue=REVENUE,
    usage=USAGE,
    consumption=CONSUMPTION,
    azure=contoso_azure.TOTALS,
    acr=contoso_azure.ACR,
    acr_rows=contoso_azure.ROWS,
    office=contoso_microsoft_365.OFFICE,
    mobility=contoso_microsoft_365.MOBILITY,
    certificates=(
        *INTERMEDIATE,
        *ADVANCED,
        *NOT_COUNTED,
        *contoso_azure.CERTIFICATES,
        *contoso_microsoft_365.CERTIFICATES,
    ),
    filler=Filler(
        customers=200,
        above=(60, 1_600, 4_800),
        below=(120, 260, 1_400),
        users=70,
        azure=(40, 70),
        office=40,
        mobility=16,
    ),
    deliveries=DELIVERIES,
    managed=contoso_credit.MANAGED,
    access=contoso_credit.ACCESS,
    # The second one takes the anniversary of the first.
    enrolled=(Enrolled("infrastructure", date(2022, 11, 14)), Enrolled("data_ai", date(2023, 1, 16))),
    attested=(
        Attested(
            "infra_and_database_migration",
            "skilling",
            "Certificates of the named people were shown to the programme on 3 July 2023.",
            date(2023, 7, 3),
        ),
    ),
    held=(
        # The first anniversary that counts for it is open for renewal; of the second one 90 days remain.
        Held("kubernetes", date(2021, 9, 14), "Award letter of 14 September 2021, shown to the programme."),
        Held(
            "microsoft_azure_virtual_desktop",
            date(2022, 10, 23),
            "Award letter of 23 October 2022, shown to the programme.",
        ),
    ),
)
