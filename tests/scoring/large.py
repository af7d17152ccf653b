"""A partner as large as those of the programme's own pictures: 400 customers in every dataset, thousands of certificates."""

from collections.abc import Iterator
from datetime import date, timedelta

from scoring.periods import shift
from tests.scoring.drawn import BOOK, Row, spellings
from tests.scoring.generated import Facts

PARTNER = "7001"
NEWEST, MONTHS = date(2023, 6, 1), 26
CERTIFICATES_EACH = 4
_SERVICES = ("Virtual Machines", "SQL Database", "Security Center", "Key Vault", "Storage")
_SOLD = ("Sales", "Power Apps", "Business Central", "Finance", "Commerce", "Marketing")
_USED = ("Business Central", "Power Apps", "Customer Service", "Sales")
_SEATED = ("Exchange", "Teams", "Intune", "SharePoint", "Microsoft Defender for Office 365")
_ASSOCIATIONS = ("Partner admin link", "CSP Tier 1", "CPOR", "Partner of record", "Deal registration")


def facts(customers: int, certificates: int) -> Facts:
    """Two years of months of so many customers, and so many certificates: some grow, some left, some never count."""
    months = [shift(NEWEST, -back) for back in range(MONTHS)]
    return {
        "azure_usage": list(_azure(customers, months)),
        "office_usage": list(_office(customers, months)),
        "mobility_usage": list(_mobility(customers, months)),
        "business_apps_revenue": list(_revenue(customers, months)),
        "business_apps_usage": list(_usage(customers, months)),
        "trainings": list(_trainings(certificates)),
    }


def _customers(customers: int, months: list[date], kind: int) -> Iterator[tuple[int, int, Row]]:
    """(customer, months back, what all its rows have): every seventh left a while ago, every fifth is new."""
    for number in range(customers):
        text = _ASSOCIATIONS[(number + kind) % len(_ASSOCIATIONS)]
        common: Row = {"partner": PARTNER, "tenant": f"tenant-{number:04}", "customer": f"Contoso {number}"}
        common |= {"association_text": text, "association": BOOK.association(text)}
        for back, month in enumerate(months):
            if not (number % 7 == 0 and back < 5) and not (number % 5 == 0 and back > 8):
                yield number, back, common | {"month": month}


def _azure(customers: int, months: list[date]) -> Iterator[Row]:
    for number, back, row in _customers(customers, months, 0):
        for place in (number, number + 1):
            service = _SERVICES[place % len(_SERVICES)]
            yield row | {"service_level_2": service, "service_level_4": service, "acr": 40 * (number % 60) - 7 * back}


def _office(customers: int, months: list[date]) -> Iterator[Row]:
    for number, back, row in _customers(customers, months, 1):
        for place in (number, number + 2):
            seats = number * 3 % 700
            active = seats * (40 - back) // 80
            yield row | {"workload": _SEATED[place % len(_SEATED)], "seats": seats, "active": active}


def _mobility(customers: int, months: list[date]) -> Iterator[Row]:
    for number, back, row in _customers(customers, months, 1):
        if number % 3 == 0:
            yield row | {"aadp_seats": number, "aadp_active": max(number - 4 * back, 0), "intune_seats": number}


def _revenue(customers: int, months: list[date]) -> Iterator[Row]:
    for number, back, row in _customers(customers, months, 2):
        for place in (number, number + 3):
            yield row | {"workload": _SOLD[place % len(_SOLD)], "revenue": number * 30 % 7000 - back}


def _usage(customers: int, months: list[date]) -> Iterator[Row]:
    for number, back, row in _customers(customers, months, 3):
        yield row | {"workload": _USED[number % len(_USED)], "mau": max(number - back, 0), "mac": number * 50}


def _trainings(certificates: int) -> Iterator[Row]:
    """Every person has four, of all that the rulebook knows and of one that it does not; some end soon, some are over."""
    known = spellings("certificates")
    titles = [known[key][0] for key in sorted(known)] + ["Contoso Certified Baker"]
    for number in range(certificates):
        person, title = number // CERTIFICATES_EACH, titles[number * 7 % len(titles)]
        completed = date(2022, 1, 3) + timedelta(days=number * 13 % 560)
        yield {
            "partner": PARTNER,
            "month": completed.replace(day=1),
            "person": f"person{person}@example.com",
            "email": f"person{person}@example.com",
            "first_name": "Gilda",
            "last_name": f"Ashgrove {person}",
            "title": title,
            "certificate": BOOK.certificate(title),
            "training_type": "Certification",
            "completed": completed,
            "expires": completed + timedelta(days=420) if number % 6 else None,
        }
