"""What a profile can say of a partner, in our own words: each list has keys that stay, and labels that are translated."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Labels = Mapping[str, "str | Promise"]

INDUSTRIES: Labels = {
    "agriculture": _("Agriculture and food"),
    "automotive": _("Automotive and mobility"),
    "construction": _("Construction and real estate"),
    "education": _("Education"),
    "energy": _("Energy and utilities"),
    "financial_services": _("Financial services"),
    "government": _("Government"),
    "health": _("Health and care"),
    "hospitality": _("Hospitality and travel"),
    "insurance": _("Insurance"),
    "legal": _("Legal and accounting"),
    "logistics": _("Logistics and transport"),
    "manufacturing": _("Manufacturing"),
    "media": _("Media and telecommunications"),
    "nonprofit": _("Non-profit organisations"),
    "retail": _("Retail and consumer goods"),
}
PRODUCTS: Labels = {
    "azure": "Azure",
    "azure_ai": "Azure AI",
    "azure_sql": "Azure SQL",
    "azure_virtual_desktop": "Azure Virtual Desktop",
    "business_central": "Dynamics 365 Business Central",
    "customer_service": "Dynamics 365 Customer Service",
    "defender": "Microsoft Defender",
    "entra": "Microsoft Entra",
    "exchange": "Exchange",
    "finance": "Dynamics 365 Finance",
    "github": "GitHub",
    "intune": "Microsoft Intune",
    "microsoft_365": "Microsoft 365",
    "power_apps": "Power Apps",
    "power_automate": "Power Automate",
    "power_bi": "Power BI",
    "purview": "Microsoft Purview",
    "sales": "Dynamics 365 Sales",
    "sentinel": "Microsoft Sentinel",
    "sharepoint": "SharePoint",
    "sql_server": "SQL Server",
    "supply_chain": "Dynamics 365 Supply Chain Management",
    "surface": "Surface",
    "synapse": "Azure Synapse Analytics",
    "teams": "Microsoft Teams",
    "windows": "Windows",
    "windows_server": "Windows Server",
}
SERVICES: Labels = {
    "adoption": _("Training and adoption"),
    "advice": _("Advice and strategy"),
    "assessment": _("Assessment"),
    "custom_software": _("Custom software"),
    "deployment": _("Deployment and migration"),
    "devices": _("Hardware and devices"),
    "integration": _("Integration"),
    "intellectual_property": _("Packaged solutions"),
    "licensing": _("Licensing"),
    "managed_services": _("Managed services"),
    "project_management": _("Project management"),
    "security_services": _("Security services"),
    "support": _("Support"),
}
SIZES: Labels = {
    "1-9": _("1 to 9 employees"),
    "10-50": _("10 to 50 employees"),
    "51-250": _("51 to 250 employees"),
    "251-1000": _("251 to 1,000 employees"),
    "1001-5000": _("1,001 to 5,000 employees"),
    "5001-10000": _("5,001 to 10,000 employees"),
    "10001-20000": _("10,001 to 20,000 employees"),
    "20001+": _("More than 20,000 employees"),
}
# What a listing is marked with: the list, and the letter that stands for it before the key.
INDUSTRY, PRODUCT, SERVICE, SIZE, DESIGNATION, SPECIALIZATION = "i", "p", "s", "z", "d", "x"


def tag(kind: str, key: str) -> str:
    """How a listing is marked with an entry of a list."""
    return f"{kind}:{key}"


def tags(kind: str, keys: Iterable[str]) -> list[str]:
    """How a listing is marked with these."""
    return [tag(kind, key) for key in keys]


def labels(known: Labels, keys: Iterable[str]) -> list[str]:
    """What these are called, in the order of the list; keys that the list does not have any more are left out."""
    chosen = set(keys)
    return [str(label) for key, label in known.items() if key in chosen]


def in_every_language(known: Labels, keys: Iterable[str]) -> list[str]:
    """What these are called in all languages of the installation, so that each finds them."""
    found: list[str] = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found += labels(known, keys)
    return found
