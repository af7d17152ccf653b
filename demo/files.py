"""Writes the demo's export files: the same seed gives the same bytes."""

import csv
import gzip
import io
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from demo import azure, business_apps, layouts, managed, microsoft_365, trainings
from demo.people import Organisation
from demo.story import Delivery, Story, months
from partnerhub.rulebook.text import normalise

Row = dict[str, object]

SEED = 2023
TITLES = {
    "azure_usage": "AzureUsage",
    "business_apps_revenue": "BusinessApplicationsRevenue",
    "business_apps_usage": "BusinessApplicationsUsage",
    "mobility_usage": "EnterpriseMobility",
    "office_usage": "OfficeUsage",
    "trainings": "TrainingCompletions",
    "daily_rated_usage": "DailyRatedUsage",
    "invoice_recon": "Reconciliation",
    "access_grants": "Access",
}
CLAIMS_TITLE = "CPOR-M365Usage"


def file_name(story: Story, delivery: Delivery) -> str:
    """The file's name: report, partner, period."""
    first, last = f"{delivery.first:%Y-%m}", f"{delivery.last:%Y-%m}"
    period = first if first == last else f"{first}_{last}"
    if delivery.dataset == "trainings":
        period = f"until_{delivery.last}"
    title = CLAIMS_TITLE if delivery.layout == "claims" else TITLES[delivery.dataset]
    name = f"{title}_{story.mpn_id}_{period}{'_restated' if delivery.restates else ''}"
    return name + (".tsv" if delivery.tabs else ".csv") + (".gz" if delivery.packed else "")


def write(folder: Path, story: Story, owner: Organisation, delivery: Delivery, seed: int = SEED) -> Path:
    """Write the file of a delivery into a folder. Returns its path."""
    path = folder / file_name(story, delivery)
    text = _table(delivery, _rows(story, owner, delivery, seed)).encode()
    # A packed file would otherwise carry its name and the time of packing.
    path.write_bytes(gzip.compress(text, mtime=0) if delivery.packed else text)
    return path


def _rows(story: Story, owner: Organisation, delivery: Delivery, seed: int) -> Iterable[Row]:
    if delivery.dataset == "trainings":
        return trainings.completions(story, owner, delivery.last, seed)
    first_told = not delivery.restates
    tell: dict[str, Callable[[date], Iterable[Row]]] = {
        "azure_usage": lambda month: azure.usage(story, owner, month, seed, first_told=first_told),
        "business_apps_revenue": lambda month: business_apps.revenue(story, owner, month, seed, first_told=first_told),
        "business_apps_usage": lambda month: business_apps.usage(story, owner, month, seed),
        "mobility_usage": lambda month: microsoft_365.mobility(story, owner, month, seed),
        "office_usage": lambda month: microsoft_365.office(story, owner, month, seed),
        "daily_rated_usage": lambda month: managed.daily(story.managed, owner, month),
        "invoice_recon": lambda month: managed.recon(story.managed, owner, month),
        "access_grants": lambda month: managed.grants(story.access, month),
    }
    rows = [row for month in months(delivery.first, delivery.last) for row in tell[delivery.dataset](month)]
    return azure.spoiled(rows) if delivery.spoiled else rows


def _table(delivery: Delivery, rows: Iterable[Row]) -> str:
    header = layouts.columns(delivery.dataset, delivery.layout)
    keys = [normalise(column) for column in header]
    text = io.StringIO(newline="")
    lines = csv.writer(text, delimiter="\t" if delivery.tabs else ",", lineterminator="\r\n")
    lines.writerow(header)
    lines.writerows([_cell(row.get(key, ""), delivery.layout) for key in keys] for row in rows)
    return text.getvalue()


def _cell(value: object, layout: str) -> object:
    """The first generation wrote its days the American way."""
    if isinstance(value, date):
        return f"{value.month}/{value.day}/{value.year}" if layout == "v1" else value.isoformat()
    return value
