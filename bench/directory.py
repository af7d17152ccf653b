"""The directory's search over 100,000 published profiles, against a page that looks a row up by its number.

The profiles lie in the towns of the world by their size, most in Europe, every tenth with three locations; their industries,
products, services, sizes, badges and words are drawn so that some are common and some are rare (``directory.sql``). Then every
search below and a provider's public page are asked for in turns, through the whole product with all its middleware, in one
process that has answered before. The database with them lies beside that of ``DATABASE_URL`` and is dropped in the end.

The median of each search may take 5 times as long as the page.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import psycopg
from psycopg.conninfo import make_conninfo

if TYPE_CHECKING:
    from django.test import Client

PROFILES, ROUNDS = 100_000, 15
MOST_TIMES = 5.0
DATABASE = "partnerhub_bench_directory"
SEARCHES = {
    "everything": "",
    "a town": "place=Munich&within=50",
    "a town, largest radius": "place=Cologne&within=500",
    "the same, nearest first": "place=Cologne&within=500&sort=nearest",
    "a town, size, industry": "place=London&within=100&size=51-250&industry=retail",
    "size and industry": "size=51-250&industry=retail",
    "two industries, a product, a service": "industry=retail&industry=energy&product=azure&service=support",
    "a common word": "q=azure",
    "a rare word": "q=kestrel4711",
    "a word and an industry": "q=migration&industry=health",
    "a company": "name=northwind",
    "a misspelt word": "q=kuberntes",
    "a specialization": "specialization=kubernetes",
    "two badges and a town": "designation=security&specialization=threat_protection&place=Paris&within=250",
    "the last page": "industry=retail&page=40",
    "most responsive": "product=azure&sort=responsive",
}
FILL_SQL = Path(__file__).with_name("directory.sql")
EUROPE = ["AT", "BE", "CH", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "IE", "IT", "NL", "NO", "PL", "PT", "SE"]
NAMES = [
    "Contoso",
    "Fabrikam",
    "Northwind",
    "Adventure",
    "Litware",
    "Proseware",
    "Wingtip",
    "Tailspin",
    "Trey",
    "Coho",
    "Lucerne",
]
KINDS = ["Consulting", "Services", "Partners", "Cloud", "Works", "Systems", "Traders", "Toys", "Research", "Vineyard"]
SKILLS = [
    *(
        "azure migration",
        "kubernetes platform",
        "data warehouse",
        "endpoint security",
        "business central",
        "power platform",
    ),
    *(
        "machine learning",
        "landing zones",
        "sap on cloud",
        "call centre",
        "field service",
        "zero trust",
        "mainframe exit",
    ),
]


def fill(profiles: int) -> int:
    """Publish so many profiles. Returns how many locations they have."""
    from django.db import connection

    from directory import vocabulary
    from directory.actions import relearn
    from directory.models import Listing
    from partnerhub import clock, rules
    from specializations.queries import catalogue

    lists: dict[str, Any] = {"europe": EUROPE, "names": NAMES, "kinds": KINDS, "skills": SKILLS, "profiles": profiles}
    lists |= {"industries": list(vocabulary.INDUSTRIES), "products": list(vocabulary.PRODUCTS)}
    lists |= {"services": list(vocabulary.SERVICES), "sizes": list(vocabulary.SIZES)}
    lists |= {"designations": list(rules.book().designations), "specializations": list(catalogue(clock.today()))}
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        for statement in FILL_SQL.read_text().split(";\n"):
            if statement.strip():
                cursor.execute(statement, lists)
    relearn()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return Listing.objects.count()


def measure(client: "Client") -> dict[str, list[float]]:
    """Seconds of each round: of the page by its number, and of each search. Two rounds before them do not count."""
    from directory.models import Listing

    keys = list(Listing.objects.order_by("-best").values_list("pk", flat=True)[: (ROUNDS + 2) * 3 : 3])
    told: dict[str, list[float]] = {name: [] for name in ("page", *SEARCHES)}
    for number in range(ROUNDS + 2):
        addresses = {"page": f"/directory/{keys[number]}/"}
        addresses |= {name: f"/directory/?{query}" for name, query in SEARCHES.items()}
        for name, address in addresses.items():
            start = time.perf_counter()
            response = client.get(address)
            told[name].append(time.perf_counter() - start)
            if response.status_code != 200:  # noqa: PLR2004
                sys.exit(f"{address} answers {response.status_code}")
    return {name: seconds[2:] for name, seconds in told.items()}


@contextmanager
def database() -> Iterator[str]:
    """A database of its own, on the server that the settings know."""
    from partnerhub.settings import DATABASE_URL

    def execute(statement: str) -> None:
        with psycopg.connect(DATABASE_URL, autocommit=True) as connection:
            connection.execute(statement)

    execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    execute(f"CREATE DATABASE {DATABASE}")
    try:
        yield make_conninfo(DATABASE_URL, dbname=DATABASE)
    finally:
        execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


def run(profiles: int) -> dict[str, list[float]]:
    """Fill, and measure."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "partnerhub.settings", "PARTNERHUB_HTTP": "1"}
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    with database() as address:
        settings = connection.settings_dict
        connection.close()
        settings["NAME"] = psycopg.conninfo.conninfo_to_dict(address)["dbname"]
        call_command("migrate", verbosity=0)
        start = time.perf_counter()
        locations = fill(profiles)
        print(f"{profiles:,} published profiles, {locations:,} locations ({time.perf_counter() - start:.0f} s to fill)")
        seconds = measure(Client(SERVER_NAME="127.0.0.1"))
        connection.close()
    return seconds


def main(arguments: list[str] | None = None) -> None:
    """Measure; exit code 1 when the limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--profiles", type=int, default=PROFILES, metavar="N")
    seconds = run(parser.parse_args(arguments).profiles)
    medians = {name: statistics.median(told) for name, told in seconds.items()}
    page = medians.pop("page")
    print(f"  {'a provider by number':<38} {page * 1000:6.1f} ms ({min(seconds['page']) * 1000:.1f} at best)")
    for name, median in medians.items():
        print(f"  {name:<38} {median * 1000:6.1f} ms, {median / page:5.2f} times (at most {MOST_TIMES:.0f})")
    if max(medians.values()) > MOST_TIMES * page:
        sys.exit(1)


if __name__ == "__main__":
    main()
