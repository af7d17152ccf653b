"""Who is in the demo's directory: the three partners, and made-up providers elsewhere whom nobody signs in for."""

from dataclasses import dataclass

from demo.people import CONTOSO, FABRIKAM, TAILSPIN

SMALL, MEDIUM, LARGE = (
    ("1-9", "10-50", "51-250"),
    ("51-250", "251-1000", "1001-5000"),
    ("1001-5000", "5001-10000", "20001+"),
)


@dataclass(frozen=True)
class Provider:
    """A published profile. ``towns``: pairs of town and street. ``held``: designations, ``special``: specializations."""

    mpn_id: str
    name: str
    country: str
    towns: tuple[tuple[str, str], ...]
    colours: tuple[str, str]
    description: str
    industries: tuple[str, ...]
    products: tuple[str, ...]
    services: tuple[str, ...]
    solutions: str
    sizes: tuple[str, ...]
    held: tuple[str, ...] = ()
    special: tuple[str, ...] = ()
    lead_email: str = ""


PARTNERS = (
    Provider(
        CONTOSO,
        "Contoso Consulting",
        "DE",
        (("Munich", "Lindwurmstraße 117"), ("Hamburg", "Große Elbstraße 40")),
        ("#0b5a8a", "#f2b233"),
        "Contoso Consulting moves the business systems of mid-sized companies to the cloud and looks after them there.\n\n"
        "Our people know Dynamics 365 from the inside: they plan, migrate, train and stay. Three quarters of our customers have "
        "been with us for more than five years.",
        ("manufacturing", "retail", "logistics"),
        ("azure", "business_central", "sales", "power_apps", "azure_sql"),
        ("advice", "deployment", "adoption", "managed_services"),
        "Cloud migration, ERP renewal, Kubernetes platforms, Landing zones",
        MEDIUM,
        lead_email="petra.hollowell@contoso.example.com",
    ),
    Provider(
        FABRIKAM,
        "Fabrikam Services",
        "IE",
        (("Dublin", "12 Harbour Yard"),),
        ("#5c2d91", "#d8c4f0"),
        "Fabrikam Services runs workplaces: devices, identities and meetings, for people who want to work and not to wait.",
        ("education", "health", "nonprofit"),
        ("microsoft_365", "teams", "intune", "entra"),
        ("deployment", "support", "managed_services", "devices"),
        "Meeting rooms, Device management, Service desk",
        SMALL,
        lead_email="sorcha.vinterby@fabrikam.example.com",
    ),
    Provider(
        TAILSPIN,
        "Tailspin Partners",
        "FR",
        (("Lyon", "8 quai des Tisserands"),),
        ("#107c10", "#c9e7c8"),
        "Tailspin Partners builds applications on the Power Platform together with those who will use them.",
        ("retail", "hospitality", "government"),
        ("power_apps", "power_automate", "power_bi", "sharepoint"),
        ("custom_software", "adoption", "integration"),
        "Paperless offices, Field service, Dashboards",
        MEDIUM,
        lead_email="odile.fernhollow@tailspin.example.com",
    ),
)

_PLATFORM = ("azure", "azure_sql", "windows_server", "sql_server")
_WORK = ("microsoft_365", "teams", "intune", "sharepoint")
_BUSINESS = ("business_central", "sales", "finance", "power_apps")
_SECURE = ("sentinel", "defender", "entra", "purview")
_DATA = ("synapse", "power_bi", "azure_ai", "azure_sql")
_MOVE, _RUN, _MAKE = ("assessment", "deployment"), ("managed_services", "support"), ("custom_software", "integration")
# What each kind of provider says of itself.
_KINDS = {
    "platform": (
        _PLATFORM,
        "{name} plans and runs platforms that nobody has to think about: servers, databases and networks.",
    ),
    "work": (_WORK, "{name} sets up workplaces and teaches people to use them well, in the office and outside of it."),
    "business": (
        _BUSINESS,
        "{name} brings orders, stock and accounts into one system, and the people who work with it along.",
    ),
    "secure": (
        _SECURE,
        "{name} watches over identities, devices and data by day and by night, and answers when something happens.",
    ),
    "data": (_DATA, "{name} turns what companies know into what they can see: warehouses, reports and models."),
}
_COLOURS = (
    *(("#8a3b12", "#f6d3b8"), ("#0f6cbd", "#cfe4f7"), ("#6b4c00", "#ffe9a8"), ("#8f1c24", "#f7c9cc")),
    *(("#0b5a0b", "#cdeac9"), ("#3b3a39", "#e1dfdd"), ("#5c2d91", "#e2d3f3"), ("#004b50", "#bfe5e7")),
)
# Name, town, country, kind, industries, services, sizes, solutions, designations and specializations held.
_ROWS: tuple[tuple[str, str, str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...], str, str, str], ...] = (
    ("Adventure Works Cloud", "Seattle", "US", "platform", ("retail", "manufacturing"), _MOVE + _RUN, LARGE,
     "Data centre exit",
     "infrastructure", "infra_and_database_migration"),
    ("Alpine Ski House IT", "Zürich", "CH", "work", ("hospitality", "financial_services"), _RUN, MEDIUM,
     "Seasonal workplaces",
     "modern_work", ""),
    ("Bellows Data", "Amsterdam", "NL", "data", ("energy", "government"), _MOVE + _MAKE, LARGE, "Data warehouses", "data_ai",
     "analytics"),
    ("Best For You Systems", "Rotterdam", "NL", "business", ("agriculture", "retail"), _MOVE, SMALL,
     "Fresh food logistics", "", ""),
    ("Blue Yonder Security", "London", "GB", "secure", ("financial_services", "insurance"), (*_RUN, "security_services"), LARGE,
     "Security operations centre", "security", "threat_protection"),
    ("City Power Consulting", "Birmingham", "GB", "data", ("energy",), _MOVE, LARGE, "Smart meters", "", ""),
    ("Coho Cloud", "Bordeaux", "FR", "platform", ("agriculture", "hospitality"), _MOVE + _RUN, SMALL,
     "Kubernetes platforms", "", ""),
    ("Consolidated Messaging", "Brussels", "BE", "work", ("government", "nonprofit"), _RUN, LARGE, "Telephony", "modern_work",
     "calling_for_microsoft_teams"),
    ("First Up Advisers", "Antwerp", "BE", "business", ("logistics", "manufacturing"), ("advice", *_MOVE), MEDIUM,
     "Port logistics",
     "business_applications", ""),
    ("Fourth Coffee Digital", "Vienna", "AT", "business", ("hospitality", "retail"), _MAKE, SMALL, "Points of sale", "", ""),
    ("Graphic Design Platforms", "Salzburg", "AT", "data", ("media",), _MAKE, SMALL, "Image recognition", "", ""),
    ("Humongous Protection", "Frankfurt am Main", "DE", "secure", ("insurance", "financial_services"), _RUN, LARGE,
     "Zero trust",
     "security", ""),
    ("Lamna Health IT", "Cologne", "DE", "platform", ("health",), _MOVE + _RUN, MEDIUM, "Hospital platforms", "", ""),
    ("Litware Systems", "Augsburg", "DE", "business", ("manufacturing", "automotive"), _MOVE + _MAKE, MEDIUM,
     "Production planning",
     "business_applications", ""),
    ("Lucerne Works", "Lausanne", "CH", "work", ("media", "education"), ("adoption", *_RUN), MEDIUM,
     "Hybrid teaching", "", ""),
    ("Margie's Mobility", "Madrid", "ES", "work", ("hospitality", "logistics"), _RUN, MEDIUM, "Devices on the road", "", ""),
    ("Munson's Integration", "Barcelona", "ES", "data", ("agriculture", "retail"), _MAKE, SMALL, "Forecasts", "data_ai", ""),
    ("Nod Platforms", "Dublin", "IE", "platform", ("media", "education"), _MOVE, SMALL, "Archives", "", ""),
    ("Northwind Cloud", "Hamburg", "DE", "platform", ("logistics", "retail"), _MOVE + _RUN, MEDIUM,
     "Kubernetes platforms, Container terminals",
     "infrastructure", "kubernetes"),
    ("Proseware Consulting", "Berlin", "DE", "secure", ("government", "legal"), ("advice", "assessment"), MEDIUM,
     "Data protection", "", ""),
    ("Relecloud", "Stockholm", "SE", "platform", ("media", "energy"), _RUN + _MAKE, LARGE,
     "Streaming", "digital_app_innovation", ""),
    ("Southridge Studios", "Copenhagen", "DK", "data", ("media",), _MAKE, SMALL, "Recommendations", "", ""),
    ("Tailwind Commerce", "Paris", "FR", "business", ("retail",), _MOVE + _MAKE, MEDIUM, "Online shops", "", ""),
    ("The Voice Company", "Toulouse", "FR", "work", ("government", "health"), _RUN, MEDIUM, "Call centres", "", ""),
    ("Trey Analytics", "Milan", "IT", "data", ("health", "education"), ("advice", *_MAKE), LARGE,
     "Research data", "data_ai", ""),
    ("VanArsdel Engineering", "Turin", "IT", "platform", ("automotive", "manufacturing"), _MOVE, LARGE, "Simulation", "", ""),
    ("Wide World Logistics", "New York City", "US", "business", ("logistics",), _MOVE + _MAKE, LARGE, "Customs", "", ""),
    ("Wingtip Platforms", "Toronto", "CA", "platform", ("retail",), _RUN, MEDIUM, "Peak loads", "infrastructure", ""),
    ("Woodgrove Trust", "Singapore", "SG", "secure", ("financial_services",), _RUN, LARGE,
     "Payment security", "security", ""),
    ("Fincher Architects", "Sydney", "AU", "work", ("construction",), ("adoption", *_MOVE), SMALL,
     "Building sites online", "", ""),
)  # fmt: skip


def _provider(number: int) -> Provider:
    name, town, country, kind, industries, services, sizes, solutions, held, special = _ROWS[number]
    products, words = _KINDS[kind]
    return Provider(
        str(1_000_101 + number),
        name,
        country,
        ((town, ""),),
        _COLOURS[number % len(_COLOURS)],
        words.format(name=name),
        industries,
        products,
        services,
        solutions,
        sizes,
        tuple(filter(None, (held,))),
        tuple(filter(None, (special,))),
        f"hello@{name.split()[0].lower().removesuffix(chr(39) + 's')}.example.com",
    )


OTHERS = tuple(_provider(number) for number in range(len(_ROWS)))
