"""The same partner with thousands of rows, made by the database from the few that there are."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from django.db import connection
from django.db.models import Model
from django.db.models.fields import AutoField

from credit.actions import take_month
from credit.models import CreditAlert, CreditMonth, CreditShare
from evidence.models import Run, RunMonth
from partnerhub.models import Job, Location, Member, Partner, User
from scoring.models import ScoreSnapshot
from scoring.people import person_id
from specializations.models import Audit, Reference
from tests.evidence_files import imported
from tests.filled import CERTIFICATE, USAGE, Filled, daily, revenue

# As many as a programme has had months of credit, and more.
MONTHS = 120


def multiplied(pages: Filled, folder: Path, rows: int) -> Filled:
    """So many rows more of everything that grows with an organisation's customers, people, files, work and years, and with the
    programme's partners."""
    partner = pages.team.partner
    fill_jobs(partner, rows)
    fill_people(partner, rows)
    fill_programme(partner, rows)
    fill_references(partner, rows)
    fill_scores(partner, rows)
    run = fill_evidence(pages, folder, rows)
    fill_credit(partner, rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    known = {"run_id": run.pk, "tenant": "t0", "person": person_id(partner, "p0")}
    return replace(pages, arguments={**pages.arguments, **known})


def copies(row: Model, number: int, changes: Mapping[str, str]) -> None:
    """So many copies of a row, which differ in what is given as SQL of their number ``n``; keys are made anew."""
    model = type(row)
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
    names = [field.column for field in fields]
    values = [changes.get(str(name), f'one."{name}"') for name in names]
    table, key = model._meta.db_table, model._meta.pk
    assert key is not None
    columns = ", ".join(f'"{name}"' for name in names)
    sql = (
        f'INSERT INTO "{table}" ({columns}) SELECT {", ".join(values)} FROM "{table}" AS one, generate_series(1, %s) AS n '
        f'WHERE one."{key.column}" = %s'
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [number, row.pk])


def fill_jobs(partner: Partner, rows: int) -> None:
    """Half of them wait."""
    moment = "one.created_at - n * interval '1 minute'"
    for state in (Job.State.QUEUED, Job.State.SUCCEEDED):
        row = Job.objects.filter(partner=partner, state=state)[0]
        copies(row, rows // 2, {"id": "gen_random_uuid()", "created_at": moment})


def fill_people(partner: Partner, rows: int) -> None:
    member = partner.members.latest("pk")
    # They come after the others in a list by name, so that its first page shows whom it has shown before.
    copies(member.user, rows, {"email": "'many' || n || '@example.com'", "name": "'Person of many ' || n"})
    first = "(SELECT min(id) FROM partnerhub_user WHERE email LIKE 'many%%') + n - 1"
    copies(member, rows, {"user_id": first})
    copies(Location.objects.filter(partner=partner)[0], rows, {"mpn_id": "'7' || lpad(n::text, 7, '0')"})
    assert User.objects.filter(name="Person of many 1").exists()


def fill_programme(partner: Partner, rows: int) -> None:
    """Partners with an audit each that waits."""
    copies(partner, rows, {"mpn_id": "'8' || lpad(n::text, 7, '0')", "name": "'Fabrikam ' || n"})
    first = "(SELECT min(id) FROM partnerhub_partner WHERE mpn_id LIKE '80%%') + n - 1"
    copies(Audit.objects.filter(partner=partner)[0], rows, {"partner_id": first})


def fill_references(partner: Partner, rows: int) -> None:
    row = Reference.objects.filter(partner=partner, state=Reference.State.APPROVED)[0]
    copies(row, rows, {"tenant": "'many' || n", "customer": "'Many ' || n"})


def fill_scores(partner: Partner, rows: int) -> None:
    """Every day of years past."""
    newest = ScoreSnapshot.objects.filter(partner=partner).order_by("as_of")[:1]
    copies(newest[0], rows, {"as_of": "one.as_of - n::int"})
    assert Member.objects.filter(partner=partner).count() > rows


def fill_credit(partner: Partner, rows: int) -> None:
    """A month of so many customers, other months of years past, and as many alerts, which wait or are over."""
    newest = CreditMonth.objects.filter(partner=partner).latest("month", "computed_at")
    share = CreditShare.objects.filter(credit_month=newest, ends__isnull=False).earliest("pk")
    changes = {"tenant": "'many' || n", "subscription": "'many' || n", "amount": "one.amount + n"}
    copies(share, rows, changes)
    months = "(one.month - (n + 40) * interval '1 month')::date"
    copies(newest, MONTHS, {"month": months, "inputs": "'many' || n", "computed_at": "one.computed_at"})
    alert = CreditAlert.objects.filter(partner=partner)[0]
    over = "CASE WHEN mod(n, 2) = 0 THEN one.found_on END"
    copies(alert, rows, {"identity": "'many' || n", "over_on": over, "found_on": "one.found_on - mod(n::int, 1000)"})


def fill_evidence(pages: Filled, folder: Path, rows: int) -> Run:
    """Files of so many customers and people, the newest of which is returned, with as many rejected rows; and so many files."""
    partner = pages.team.partner
    usage = [USAGE | {"CustomerTenantId": f"t{number}"} for number in range(rows)]
    spoiled = [row | {"ACR_USD": "abc"} for row in usage]
    imported(folder, partner, "trainings", [CERTIFICATE | {"MCPID": f"p{number}"} for number in range(rows)])
    imported(folder, partner, "business_apps_revenue", [revenue("2023-06", f"t{number}") for number in range(rows)])
    imported(folder, partner, "daily_rated_usage", [daily(number) for number in range(rows)])
    take_month([partner], date(2023, 6, 1))
    fill_files(partner, rows)
    return imported(folder, partner, "azure_usage", [*usage, *spoiled]).run


def fill_files(partner: Partner, rows: int) -> None:
    """Earlier files of months that later ones speak for."""
    oldest = Run.objects.filter(partner=partner, dataset="azure_usage").order_by("recorded_at")[0]
    before = "one.recorded_at - n * interval '1 hour'"
    copies(oldest, rows, {"digest": "'many' || n", "recorded_at": before})
    first = "(SELECT min(id) FROM evidence_run WHERE digest LIKE 'many%%') + n - 1"
    for month in RunMonth.objects.filter(run=oldest):
        copies(month, rows, {"run_id": first, "recorded_at": before})
