"""Tailspin Partners: new. Revenue since March, no month of a year ago, usage of June late, Azure usage stopped in March.

What compares years is unknown (no evidence), not zero; two certified people are all that counts on 25 July 2023.
"""

from datetime import date

from demo import services
from demo.story import NEWEST, AcrLine, Certificate, Delivery, Filler, Revenue, Story, Usage, at, by_month, usd

CSP_T2, PAL = "CSP Tier 2", "Partner admin link"
BEGINNING, MARCH, MAY = date(2023, 2, 1), date(2023, 3, 1), date(2023, 5, 1)

REVENUE = (
    Revenue("Fourth Coffee", "Business Central", CSP_T2, usd("520.00")),
    Revenue("Wingtip Toys", "Sales", CSP_T2, usd("410.00")),
    Revenue("Graphic Design Institute", "Power BI", CSP_T2, usd("275.00"), since=date(2023, 4, 1)),
    Revenue("Margie's Travel", "Power Apps", CSP_T2, usd("248.00")),
)
USAGE = (
    Usage("Fourth Coffee", "Business Central", CSP_T2, 5),
    Usage("Wingtip Toys", "Power Automate", PAL, 22),
)
ACR = (
    AcrLine(services.LINUX_VM, ("Fourth Coffee", "Wingtip Toys"), by_month(BEGINNING, "780", "820")),
    AcrLine(services.POSTGRESQL, ("Margie's Travel",), by_month(BEGINNING, "140", "155")),
)
CERTIFICATES = (
    Certificate("Iris Maplethorpe", "Microsoft Certified: Power Platform Functional Consultant Associate",
                date(2023, 2, 21), date(2024, 2, 21)),
    Certificate("Joss Nightingate", "Microsoft Certified: Dynamics 365 Business Central Functional Consultant Associate",
                date(2023, 4, 6), date(2024, 4, 6)),
    Certificate("Kit Orchardson", "Microsoft Certified: Power BI Data Analyst Associate", date(2023, 7, 20), date(2024, 7, 20)),
    Certificate("Joss Nightingate", "Microsoft Certified: Azure Fundamentals", date(2023, 3, 3), date(9999, 12, 31)),
)  # fmt: skip

TAILSPIN = Story(
    mpn_id="1000003",
    country="France",
    csp=CSP_T2,
    revenue=REVENUE,
    usage=USAGE,
    # Only the months of its files matter: March to May 2023.
    consumption=(*[0] * 20, 15_400, 16_000, 16_800, 17_200, 17_600),
    azure=by_month(BEGINNING, "11,000", "11,600"),
    acr=ACR,
    acr_rows=(),
    certificates=CERTIFICATES,
    filler=Filler(customers=36, above=(12, 260, 1_450), below=(20, 30, 240), users=14, azure=(4, 12)),
    deliveries=(
        Delivery("azure_usage", BEGINNING, MARCH, at(2023, 5, 10, 12, 0)),
        Delivery("business_apps_revenue", MARCH, date(2023, 4, 1), at(2023, 5, 10, 12, 10)),
        Delivery("business_apps_usage", MARCH, date(2023, 4, 1), at(2023, 5, 10, 12, 15)),
        Delivery("trainings", BEGINNING, date(2023, 5, 9), at(2023, 5, 10, 12, 20)),
        Delivery("business_apps_revenue", MAY, MAY, at(2023, 6, 13, 8, 0)),
        Delivery("business_apps_usage", MAY, MAY, at(2023, 6, 13, 8, 5)),
        Delivery("business_apps_revenue", NEWEST, NEWEST, at(2023, 7, 14, 8, 0)),
        Delivery("trainings", BEGINNING, date(2023, 7, 23), at(2023, 7, 24, 8, 20)),
    ),
)
