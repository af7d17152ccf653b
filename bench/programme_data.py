"""The evidence of a whole programme, written straight into a lake: the same rows for the same number of partners, every time.

About 20 customers each over two years of months, in the six datasets that designations read; one run per dataset and month, as
the programme's monthly files would be, and one for trainings. Growing and lost customers, duplicates, excluded offers,
associations that do not count, blank amounts, names in other spellings: every metric has rows that count and rows that do not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from evidence.datasets import DATASETS
from evidence.importing.conversion import PART, SORTED_BATCH
from evidence.view import run_folder

AS_OF = date(2023, 7, 25)
FIRST_MONTH, MONTHS = date(2021, 7, 1), 24
SMALLEST_ID = 1_000_000

# The n-th number below a limit that belongs to something; the n-th of a list.
_MACROS = (
    "CREATE TEMP MACRO draw(of, n, below) AS (hash(of, n) % below)::INT",
    "CREATE TEMP MACRO one_of(list, number) AS list[1 + number % len(list)]",
    "CREATE TEMP MACRO spelled(name, number) AS CASE number % 25 WHEN 0 THEN upper(name) WHEN 1 THEN replace(name, ' ', '_') ELSE name END",
    "CREATE TEMP MACRO whole(number) AS round(number)::DECIMAL(28,10)",
)

_PARTNERS = """
CREATE TEMP TABLE partners AS
SELECT i, ({smallest} + i)::VARCHAR AS partner, if(draw(i, 1, 100) < 5, 60 + draw(i, 2, 60), 4 + draw(i, 3, 24)) AS customers,
       draw(i, 4, 100) < 70 AS azure, draw(i, 5, 100) < 65 AS microsoft_365, draw(i, 6, 100) < 45 AS business_apps,
       draw(i, 7, 100) < 12 AS large
FROM range({partners}) r(i)
"""

# ``starts`` and ``ends`` are months; ``size`` is in seats, ``spends`` in USD a month.
_CUSTOMERS = """
CREATE TEMP TABLE customers AS
WITH numbered AS (SELECT p.*, unnest(range(customers)) AS n FROM partners p), known AS (SELECT *, hash(i, n) AS c FROM numbered)
SELECT partner, c, large,
       regexp_replace(md5(c::VARCHAR), '(.{8})(.{4})(.{4})(.{4})(.*)', '\\1-\\2-\\3-\\4-\\5') AS tenant, 'Contoso ' || n AS customer,
       azure AND draw(c, 1, 100) < 36 AS azure, microsoft_365 AND draw(c, 2, 100) < 34 AS microsoft_365,
       business_apps AND draw(c, 3, 100) < if(large, 60, 25) AS business_apps,
       if(draw(c, 4, 100) < 55, 0, draw(c, 5, 24)) AS starts, if(draw(c, 6, 100) < 85, 24, draw(c, 7, 24)) AS ends,
       4 * pow(1.45, draw(c, 8, 16)) AS size, 15 * pow(1.5, draw(c, 9, 20)) AS spends, draw(c, 10, 60) / 1000 AS grows
FROM known
"""

_SERVICES = """['Virtual Machines', 'Virtual Machines Licenses', 'Storage', 'SQL Database', 'Azure App Service', 'Azure Kubernetes Service',
    'Bandwidth', 'Backup', 'Azure Monitor', 'Azure Cosmos DB', 'Azure Synapse Analytics', 'Data Factory', 'Cognitive Services', 'Functions',
    'Security Center', 'Azure Active Directory Domain Services', 'Azure Firewall', 'Virtual Network', 'Load Balancer', NULL]"""
_SERIES = """['Dv3 Series', 'Ev4 Series', 'Premium SSD', 'Standard', 'General Purpose', 'Sentinel', 'Key Vault', 'Azure Bastion', 'Advanced Threat Protection',
    'Application Gateway', 'Basic', 'Hot LRS']"""
_PAIRS = """[{code: 'PAL', text: 'Partner admin link'}, {code: 'PAL', text: 'Partner admin link'}, {code: 'PAL', text: 'Partner admin link'},
    {code: 'CSP_T1', text: 'CSP Tier 1'}, {code: 'CSP_T1', text: 'CSP Tier 1'}, {code: 'CSP_T2', text: 'CSP Tier 2'}, {code: 'DPOR', text: 'Partner of record'},
    {code: 'CPOR', text: 'CPOR'}, {code: 'CPOR', text: 'CPOR'}, {code: 'CPOR_OSU', text: 'CPOR (OSU)'}, {code: 'CPOR_REVREC', text: 'CPOR (RevRec)'},
    {code: 'END_CUSTOMER', text: 'Partner as end-customer'}, {code: NULL, text: 'Other'}]"""
_OFFERS = "['Usage', 'Usage', 'Usage', 'Usage', 'Modern', NULL, NULL, NULL, 'Trial', 'Benefit Program']"
_WORKLOADS = """['Exchange', 'Teams', 'SharePoint', 'Microsoft 365 Apps', 'Intune', 'Azure Active Directory Premium', 'Teams Phone', 'Yammer',
    'Microsoft Defender for Office 365', 'Microsoft Defender for Endpoint', 'Viva Insights', 'Windows 365', 'Planner']"""
_SOLD = """['Sales', 'Power Apps', 'Business Central', 'Finance', 'Supply Chain', 'Customer Service', 'Power BI', 'Field Service', 'Marketing', 'Commerce',
    'Portals', 'Contoso Ledger']"""
_USED = """['Business Central', 'Customer Service', 'Power Apps', 'Finance & Operations', 'Sales', 'Customer Insights', 'Power BI', 'Guides', 'Retail',
    'Portals', 'Contoso Ledger']"""
_TITLES = """['Azure Administrator Associate', 'Azure Administrator Associate', 'AZ-104', 'Azure Solutions Architect Expert', 'AZ-305', 'DP-203',
    'Azure Data Engineer Associate', 'Azure Database Administrator Associate', 'Data Analyst Associate', 'PL-300', 'Azure Developer Associate',
    'Power Platform Developer Associate', 'Azure DevOps Engineer Expert', 'Azure Network Engineer Associate', 'Azure Virtual Desktop Specialty',
    'Microsoft 365 Fundamentals', 'Teams Administrator Associate', 'Identity and Access Administrator Associate',
    'Microsoft 365 Enterprise Administrator Expert', 'Azure Security Engineer Associate', 'Security Operations Analyst Associate',
    'Cybersecurity Architect Expert', 'Power Platform Solution Architect Expert', 'MB-700',
    'Dynamics 365 Sales Functional Consultant Associate', 'Contoso Certified Baker', 'Azure Fundamentals']"""


@dataclass(frozen=True)
class _Monthly:
    """A dataset with a file for each month: how many ``rows`` a customer has in it, and what stands in its columns.

    The expressions are over a customer, the month's number ``m`` and the row's number ``k``; ``s`` stands for one service,
    workload or subscription of a customer, the same in every month. ``h`` is that and the month.
    """

    customers: str
    rows: str
    columns: dict[str, str]


_ASSOCIATION = {"association": "pair.code", "association_text": "pair.text"}
_MONTHLY = {
    "azure_usage": _Monthly(
        "azure",
        "1 + draw(c, 20, 3)",
        {
            "service_level_2": f"spelled(one_of({_SERVICES}, draw(s, 1, 1000)), draw(s, 2, 1000))",
            "service_level_4": f"spelled(one_of({_SERIES}, draw(s, 3, 1000)), draw(s, 4, 1000))",
            "segment": "one_of(['SMB', 'Enterprise', 'SM&C Commercial - SMB', 'Corporate'], draw(c, 21, 100))",
            "offer_type": f"one_of({_OFFERS}, draw(s, 5, 1000))",
            "duplicate": "CASE draw(h, 1, 30) WHEN 0 THEN TRUE WHEN 1 THEN NULL ELSE FALSE END",
            "acr": "CASE WHEN draw(h, 2, 120) > 0 THEN (spends * pow(1 + grows, m) * (50 + draw(h, 3, 101)) / 100 / (k + 1))::DECIMAL(28,4) END",
        },
    ),
    "office_usage": _Monthly(
        "microsoft_365",
        "1 + draw(c, 30, 3)",
        {
            "workload": f"spelled(one_of({_WORKLOADS}, draw(s, 1, 1000)), draw(s, 2, 1000))",
            "seats": "CASE WHEN draw(h, 2, 150) > 0 THEN whole(size * (1 + grows * m) * (60 + draw(s, 3, 41)) / 100) END",
            "active": "whole(size * (1 + grows * m) * draw(s, 4, 60) * (40 + 2 * m) / 10000)",
            "duplicate": "CASE draw(h, 1, 30) WHEN 0 THEN TRUE WHEN 1 THEN NULL ELSE FALSE END",
            "claimed": "CASE WHEN draw(c, 31, 100) < 30 AND m >= draw(c, 32, 24) THEN FIRST + to_months(draw(c, 32, 24)) + to_days(9) END::DATE",
        },
    ),
    "mobility_usage": _Monthly(
        "microsoft_365 AND draw(c, 40, 100) < 30",
        "1",
        {
            f"{product}_{what}": f"CASE WHEN draw(c, {number}, 10) < 6 THEN whole(size * (1 + grows * m) * {share}) END"
            for number, product in ((41, "aadp"), (42, "intune"), (43, "azip"))
            for what, share in (("seats", "0.9"), ("active", f"draw(c, {number + 10}, 90) / 100"))
        },
    ),
    "business_apps_revenue": _Monthly(
        "business_apps",
        "if(large, 3, 1) + draw(c, 50, 2)",
        {
            "workload": f"spelled(one_of({_SOLD}, draw(s, 1, 1000)), draw(s, 2, 1000))",
            "revenue": "(if(large, 6, 1) * spends * (50 + draw(h, 3, 101)) / 100 / (k + 1))::DECIMAL(28,2)",
        },
    ),
    "business_apps_usage": _Monthly(
        "business_apps",
        "1 + draw(c, 60, 2)",
        {
            "workload": f"spelled(one_of({_USED}, draw(s, 1, 1000)), draw(s, 2, 1000))",
            "mau": "CASE WHEN draw(s, 3, 10) > 0 THEN whole(size * (1 + grows * m) * (50 + draw(h, 3, 51)) / 100) END",
            "mac": "CASE WHEN draw(s, 3, 10) < 2 THEN whole(size * 1000 * (1 + grows * m)) END",
        },
    ),
}

_ROWS = """
WITH held AS (
    SELECT *, unnest(range({rows})) AS k, {m} AS m FROM customers WHERE {customers} AND starts <= {m} AND {m} < ends
), named AS (SELECT *, hash(c, k, '{dataset}') AS s FROM held),
found AS (SELECT *, hash(s, m) AS h, one_of({pairs}, if(draw(s, 9, 100) < 80, draw(c, 11, 1000), draw(s, 10, 1000))) AS pair FROM named)
SELECT {columns} FROM found
"""

_TRAININGS = """
WITH people AS (SELECT i, partner, unnest(range(1 + draw(i, 70, if(large, 40, 14)))) AS n FROM partners),
held AS (SELECT *, unnest(range(1 + draw(hash(i, n), 71, 3))) AS k FROM people),
found AS (SELECT *, hash(i, n, k) AS h, FIRST + to_days(draw(hash(i, n, k), 1, 754)) AS earned FROM held)
SELECT {columns} FROM found
"""
_TRAINING = {
    "month": "date_trunc('month', earned)::DATE",
    "title": f"spelled(one_of({_TITLES}, draw(h, 2, 1000)), draw(h, 3, 1000))",
    "training_type": "one_of(['Certification', 'Certification', 'Certification', 'Certification', 'Certification', 'Assessment', 'Course'], draw(h, 4, 100))",
    "person": "'p' || i || '-' || n",
    "mcpid": "'p' || i || '-' || n",
    "completed": "earned::DATE",
    "expires": "CASE WHEN draw(h, 5, 100) < 85 THEN earned + to_days(365 + draw(h, 6, 365)) END::DATE",
    "activation_status": "one_of(['Active', 'Active', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'Inactive'], draw(h, 7, 100))",
}


@dataclass(frozen=True)
class File:
    """A run of the generated programme: what it is of, and the months that its rows name, with their number."""

    run: int
    dataset: str
    months: dict[date, int]


def month(number: int) -> date:
    """The first day of the number-th month."""
    count = FIRST_MONTH.year * 12 + FIRST_MONTH.month - 1 + number
    return date(count // 12, count % 12 + 1, 1)


def generate(lake: Path, partners: int) -> list[File]:
    """Write the programme's evidence into the lake. Returns its runs, numbered from 1."""
    with duckdb.connect(
        config={"threads": 2, "memory_limit": "3GB", "temp_directory": str(lake / "spill")}
    ) as connection:
        for macro in _MACROS:
            connection.execute(macro)
        connection.execute(_PARTNERS.format(smallest=SMALLEST_ID, partners=partners))
        connection.execute(_CUSTOMERS)
        return [
            _written(connection, lake, number, dataset, rows)
            for number, (dataset, rows) in enumerate(_statements(), start=1)
        ]


def _statements() -> Iterator[tuple[str, str]]:
    """(dataset, SELECT of a file's rows in the order of partners)."""
    for dataset, monthly in _MONTHLY.items():
        for m in range(MONTHS):
            told = {
                "month": f"DATE '{month(m)}'",
                "tenant": "tenant",
                "customer": "customer",
                **_ASSOCIATION,
                **monthly.columns,
            }
            columns = _columns(dataset, told)
            yield (
                dataset,
                _ROWS.format(
                    dataset=dataset, rows=monthly.rows, customers=monthly.customers, m=m, pairs=_PAIRS, columns=columns
                ),
            )
    yield "trainings", _TRAININGS.format(columns=_columns("trainings", _TRAINING))


def _columns(dataset: str, told: dict[str, str]) -> str:
    """Every stored column: as told, else NULL. RUN is filled in once its number is known."""
    origin = {"partner": "partner", "run": "RUN", "row": "1 + row_number() OVER ()"}
    columns = origin | told
    selected = (f'({columns.get(name, "NULL")})::{kind} AS "{name}"' for name, kind in DATASETS[dataset].schema.items())
    return ", ".join(selected)


def _written(connection: duckdb.DuckDBPyConnection, lake: Path, run: int, dataset: str, rows: str) -> File:
    folder = run_folder(lake, dataset, run)
    folder.mkdir(parents=True)
    select = rows.replace("RUN", str(run)).replace("FIRST", f"DATE '{FIRST_MONTH}'")
    target = f"'{folder / PART}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {SORTED_BATCH})"
    connection.execute(f"COPY ({select}) TO {target}")
    counted = connection.execute(
        f"SELECT month, count(*) FROM '{folder / PART}' GROUP BY month ORDER BY month"
    ).fetchall()
    return File(run, dataset, dict(counted))
