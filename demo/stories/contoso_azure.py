"""Contoso's Azure consumption, and the people certified for it: three designations with the same figures but for their skilling.

On 25 July 2023: 3 customers added and 1 lost (20 points of 30); twelve months of consumption up from 1,500,000 to 1,680,000 USD,
which is 12 % (12 of 20); many more than 5 services (10 of 10). To these 42 come

- for Data & AI 8 of 10 people (32 of 40), with both prerequisites just met;
- for Infrastructure 4 of 5 people (16 of 20), and nobody advanced since the only certificate expired on 14 July;
- for Digital & App Innovation 2 and 3 of 5 people (8 and 12 of 20), all of them known from Business Applications.

July's files bring one customer and one person more.
"""

from datetime import date

from demo import services
from demo.story import FIRST, PREVIEW, Acr, AcrLine, Certificate, by_month, usd

PAL, DPOR, CSP_T1, CSP_T2 = "Partner admin link", "Partner of record", "CSP Tier 1", "CSP Tier 2"
APRIL, MAY = date(2023, 4, 1), date(2023, 5, 1)
JANUARY = date(2023, 1, 1)

# Twelve months of 1,500,000 USD, twelve of 1,680,000 USD, and 23 days of July.
TOTALS = by_month(
    FIRST,
    "118,000", "118,500", "119,500", "121,000", "122,500", "124,000",
    "125,000", "127,000", "128,500", "130,500", "132,000", "133,500",
    "133,500", "134,000", "135,000", "136,000", "137,000", "138,500",
    "140,000", "141,500", "143,500", "145,500", "147,000", "148,500",
    "110,000",
)  # fmt: skip

ACR = (
    # Windows Server VM: 41,200 USD from April to June.
    AcrLine(
        services.WINDOWS_VM,
        ("Adventure Works", "Wide World Importers", "Woodgrove Bank", "Litware", "City Power & Light"),
        by_month(APRIL, "13,100", "13,700", "14,400", "10,300"),
    ),
    # Linux VM: 18,450 USD.
    AcrLine(
        services.LINUX_VM,
        ("Northwind Traders", "Proseware", "Trey Research", "Relecloud"),
        by_month(APRIL, "5,900", "6,100", "6,450", "4,700"),
    ),
    # SQL family: 11,300 USD, of which 4,100 managed.
    AcrLine(
        services.SQL_DATABASE,
        ("Adventure Works", "Woodgrove Bank", "A. Datum Corporation"),
        by_month(APRIL, "700", "750", "800", "600"),
    ),
    AcrLine(services.SQL_MANAGED_INSTANCE, ("Wide World Importers",), by_month(APRIL, "600", "610", "640", "480")),
    AcrLine(
        services.SQL_VM, ("Wide World Importers", "Woodgrove Bank"), by_month(APRIL, "2,300", "2,400", "2,500", "1,800")
    ),
    # Open-source databases: 5,020 USD.
    AcrLine(services.MYSQL, ("Fourth Coffee", "VanArsdel"), by_month(APRIL, "500", "520", "540", "400")),
    AcrLine(services.POSTGRESQL, ("Northwind Traders", "Relecloud"), by_month(APRIL, "600", "620", "640", "470")),
    AcrLine(services.COSMOS_DB, ("Blue Yonder Airlines",), by_month(APRIL, "400", "420", "430", "320")),
    AcrLine(services.MARIADB, ("Consolidated Messenger",), by_month(APRIL, "110", "115", "125", "90")),
)

# Customers of the larger lines: at the floor of 1,000 USD in every month, however a line is split among them.
_STEADY = (
    "Adventure Works", "Wide World Importers", "Woodgrove Bank", "Litware", "City Power & Light",
    "Northwind Traders", "Proseware", "Trey Research", "Relecloud",
)  # fmt: skip
# The first generation of the file has no column that names a security service.
_NAMED_SINCE = date(2021, 8, 1)

ROWS = (
    *(Acr(name, services.STORAGE, usd("1,150.00"), CSP_T1) for name in _STEADY),
    # Customers added since June 2022, one of them exactly at the floor, and one lost.
    Acr("Coho Winery", services.LINUX_VM_MS_SERIES, usd("3,420.00"), PAL, since=JANUARY),
    Acr("Graphic Design Institute", services.APP_SERVICE, usd("1,640.00"), DPOR, since=date(2022, 11, 1)),
    Acr("Humongous Insurance", services.LOGS, usd("1,000.00"), CSP_T2, since=MAY),
    Acr("School of Fine Art", services.STORAGE, usd("1,480.00"), CSP_T1, until=date(2022, 12, 1)),
    # In July's file only.
    Acr("Southridge Video", services.DATA_FACTORY, usd("1,210.00"), DPOR, since=PREVIEW),
    # Near misses: by a cent; an offer that never counts; a duplicate; associations that do not count; nobody's.
    Acr("Alpine Ski House", services.LOGS, usd("999.99"), CSP_T1, since=date(2022, 9, 1)),
    Acr("Wingtip Toys", services.APP_SERVICE, usd("1,900.00"), CSP_T1, since=MAY, offer="Trial"),
    Acr("Adventure Works", services.WINDOWS_VM, usd("1,980.00"), CSP_T1, since=JANUARY, duplicate=True),
    Acr("Tailwind Traders", services.WINDOWS_VM, usd("2,750.00"), "Transacting partner of record", since=JANUARY),
    Acr("Contoso Consulting", services.LINUX_VM, usd("640.00"), "Partner as end-customer", since=JANUARY),
    Acr("", services.SQL_DATABASE, usd("1,200.00"), "Deal registration", since=MAY),
    # Security, where only PAL counts. At 12,000 USD a year in both years; now, and 120 short the year before.
    Acr("Wide World Importers", services.FIREWALL, usd("1,150.00"), PAL, since=_NAMED_SINCE),
    Acr("Woodgrove Bank", services.SENTINEL, usd("1,080.00"), PAL, since=_NAMED_SINCE),
    Acr("Adventure Works", services.KEY_VAULT, usd("90.00"), PAL, since=_NAMED_SINCE),
    # Added, the first at 12,000 too, the last exactly at 100 USD a year; half a dollar short of it; lost.
    Acr("Northwind Traders", services.SENTINEL, usd("1,010.00"), PAL, since=date(2022, 7, 1)),
    Acr("City Power & Light", services.KEY_VAULT, usd("45.00"), PAL, since=date(2022, 9, 1)),
    Acr("Proseware", services.KEY_VAULT, usd("30.00"), PAL, since=date(2022, 10, 1)),
    Acr("Trey Research", services.KEY_VAULT, usd("20.00"), PAL, since=date(2023, 2, 1)),
    Acr("Litware", services.KEY_VAULT, usd("19.90"), PAL, since=date(2023, 2, 1)),
    Acr("Lucerne Publishing", services.FIREWALL, usd("571.90"), PAL, since=_NAMED_SINCE, until=date(2021, 12, 1)),
)

ADMINISTRATOR = "Microsoft Certified: Azure Administrator Associate"
ARCHITECT = "Microsoft Certified: Azure Solutions Architect Expert"
ENGINEER = "Microsoft Certified: Azure Data Engineer Associate"
SCIENTIST = "Microsoft Certified: Azure Data Scientist Associate"
AI = "Microsoft Certified: Azure AI Engineer Associate"
DATABASE = "Microsoft Certified: Azure Database Administrator Associate"
COSMOS = "Microsoft Certified: Azure Cosmos DB Developer Specialty"
NETWORK = "Microsoft Certified: Azure Network Engineer Associate"
HYBRID = "Microsoft Certified: Windows Server Hybrid Administrator Associate"
STACK = "Microsoft Certified: Azure Stack Hub Operator Associate"
DESKTOP = "Microsoft Certified: Azure Virtual Desktop Specialty"

CERTIFICATES = (
    # The prerequisites: two of each.
    Certificate("Zeno Bramblecote", ADMINISTRATOR, date(2023, 2, 14), date(2024, 2, 14)),
    Certificate("Alma Brightwater", ADMINISTRATOR, date(2022, 11, 8), date(2023, 11, 8)),
    Certificate("Benno Castleford", ARCHITECT, date(2022, 9, 20), date(2023, 9, 20)),
    Certificate("Clio Dewhurst", ARCHITECT, date(2023, 3, 21), date(2024, 3, 21)),
    # Data & AI, besides the three analysts of Business Applications.
    Certificate("Benno Castleford", ENGINEER, date(2022, 10, 11), date(2023, 10, 11)),
    Certificate("Dario Eastleigh", SCIENTIST, date(2023, 1, 24), date(2024, 1, 24)),
    Certificate("Esme Fairbourne", ENGINEER, date(2023, 2, 28), date(2024, 2, 28)),
    Certificate("Fynn Gladwell", AI, date(2022, 12, 13), date(2023, 12, 13)),
    Certificate("Greta Holloway", DATABASE, date(2023, 4, 18), date(2024, 4, 18)),
    # A second one of the same person; too recent (counts from 29 July); expired on 30 June.
    Certificate("Dario Eastleigh", ENGINEER, date(2022, 8, 9), date(2023, 8, 9)),
    Certificate("Clio Dewhurst", COSMOS, date(2023, 7, 19), date(2024, 7, 19)),
    Certificate("Alma Brightwater", AI, date(2022, 6, 30), date(2023, 6, 30)),
    # Infrastructure: four people, and the one specialist whose certificate expired on 14 July.
    Certificate("Alma Brightwater", NETWORK, date(2023, 1, 10), date(2024, 1, 10)),
    Certificate("Henrik Ivyleaf", HYBRID, date(2022, 10, 25), date(2023, 10, 25)),
    Certificate("Inga Kingsley", NETWORK, date(2023, 5, 16), date(2024, 5, 16)),
    Certificate("Jonas Lindenby", STACK, date(2022, 9, 6), date(2023, 9, 6)),
    Certificate("Henrik Ivyleaf", DESKTOP, date(2022, 7, 14), date(2023, 7, 14)),
)
