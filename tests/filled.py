"""A partner with some rows of everything, for pages that must not care how many there are."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.test import Client

from credit.actions import take_alerts, take_month
from credit.models import CreditAlert, CreditMonth
from directory import countries
from evidence import lake
from evidence.models import Run, RunMonth
from partnerhub import clock
from partnerhub.models import Job
from partnerhub.months import shift
from partnerhub.permissions import Role
from scoring.actions import enrol, take_snapshots
from scoring.models import ScoreSnapshot
from scoring.people import person_id
from specializations.models import (
    Attestation,
    Audit,
    AuditStep,
    Award,
    AwardRenewal,
    Reference,
    ReferenceStep,
    Reminder,
    StatusEntry,
)
from specializations.position_actions import keep
from tests.directory.profiles import published, rows_of_directory, wrote
from tests.evidence_files import KNOWN, imported
from tests.factories import JobFactory, LocationFactory, MemberFactory, PartnerFactory, UserFactory, person
from tests.people import People
from tests.specializations.references import MEETINGS, fields, rows_of_references
from tests.urls import Route, routes

DEMO_DAY = date(2023, 7, 25)
BY_THE_PROGRAMME = {
    "programme",
    "programme-partner",
    "programme-award",
    "programme-award-back",
    "programme-auditors",
    "attest",
}
BY_AUDITORS = {"audits", "audit"}
BY_PROFILE_ADMINS = {"profiles", "profile", "profile-locations", "profile-preview", "leads", "lead"}
BY_REVIEWERS = {"reference-reviews", "reference-review"}
NAMES = {
    "designation": "business_applications",
    "metric": "net_customer_adds",
    "area": "azure",
    "specialization": "infra_and_database_migration",
    "requirement": "windows_acr",
    "chapter": "business_applications",
    "topic": "proof",
    "country": "DE",
    "month": "2023-06",
}


@dataclass(frozen=True)
class Filled:
    """A partner with some rows of everything."""

    team: People
    arguments: Mapping[str, Any]

    def client(self, name: str, **kwargs: Any) -> Client:
        """The browser of whoever this page is for."""
        client = Client(**kwargs)
        people = {
            **dict.fromkeys(BY_THE_PROGRAMME, self.team.manager),
            **dict.fromkeys(BY_AUDITORS, self.team.auditor),
            **dict.fromkeys(BY_PROFILE_ADMINS, self.team.profile_admin),
            **dict.fromkeys(BY_REVIEWERS, self.team.reviewer),
        }
        client.force_login(people.get(name, self.team.owner))
        return client

    def url(self, name: str) -> str:
        """The address of a page about these rows."""
        return route_named(name).url(self.arguments)


def route_named(name: str) -> Route:
    return next(route for route in routes() if route.name == name)


def empty(team: People) -> Filled:
    """A partner that was just added: no file, no job, no score."""
    return Filled(team, {**NAMES, "mpn_id": team.partner.mpn_id})


def filled(team: People, folder: Path, rows: int) -> Filled:
    """So many rows of everything that pages list, around the team's partner; ``folder`` takes its export files."""
    fill_programme(team, rows)
    fill_people(team, rows)
    jobs = fill_jobs(team, rows)
    run = fill_evidence(team, folder, rows, jobs[-1])
    fill_records(team, rows)
    fill_credit(team, folder, rows)
    keep(team.partner)
    audit = Audit.objects.get(partner=team.partner)
    rows_of = {
        "audit_id": audit.pk,
        "run_id": run.pk,
        "job_id": jobs[0].pk,
        "tenant": "t0",
        "person": person_id(team.partner, "p0"),
        "scope": "subscriptions/s0",
        **fill_references(team, rows),
        **fill_directory(team, rows),
    }
    return Filled(team, {**NAMES, "mpn_id": team.partner.mpn_id, **rows_of})


def fill_jobs(team: People, rows: int) -> list[Job]:
    """Imports that wait, then as much work that is done; each asked for by someone else."""
    partner, waiting = team.partner, "evidence.tasks.import_run"
    kinds: list[dict[str, str]] = [{"task": waiting}, {"state": Job.State.SUCCEEDED}]
    return [JobFactory.create(partner=partner, asked_by=UserFactory(), **kind) for kind in kinds for _ in range(rows)]


def fill_people(team: People, rows: int) -> None:
    for _ in range(rows):
        person(team.partner, Role.BILLING_ADMIN, Role.REPORT_VIEWER)
        MemberFactory(user=team.owner)
        LocationFactory(partner=team.partner)


def fill_programme(team: People, rows: int) -> None:
    for partner in [team.partner, *PartnerFactory.create_batch(rows - 1)]:
        audit = Audit.objects.create(
            partner=partner,
            specialization="infra_and_database_migration",
            contact_name="Gilda",
            contact_email="gilda@example.com",
            requested_by=UserFactory(),
            requested_at=KNOWN,
            standing={},
        )
        for _ in range(rows if partner == team.partner else 1):
            AuditStep.objects.create(
                audit=audit, step="propose", side="partner", by=UserFactory(), at=KNOWN, day=DEMO_DAY
            )


def fill_references(team: People, rows: int) -> dict[str, Any]:
    """So many references of every state, each with as many steps; the first two with documents."""
    own = rows_of_references(team.partner)
    for number, state in enumerate((*Reference.State.values * rows, "draft"), 10):
        Reference.objects.create(
            partner=team.partner,
            specialization=MEETINGS,
            state=state,
            created_by=UserFactory(),
            created_at=KNOWN,
            sent_by=UserFactory(),
            sent_at=KNOWN,
            answered_at=KNOWN,
            **fields(number),
        )
    for row in Reference.objects.filter(partner=team.partner):
        for _ in range(rows):
            ReferenceStep.objects.create(reference=row, step="send", by=UserFactory(), at=KNOWN)
    return own


def fill_directory(team: People, rows: int) -> dict[str, Any]:
    """So many published profiles of the partner, each with two locations, and as many leads."""
    own = rows_of_directory(team.partner)
    for number, country in enumerate(("DE", *list(countries.names())[: rows - 1])):
        wrote(published(team.partner, "Augsburg", "Hamburg", country=country), days_ago=number)
    return own


USAGE = {
    "Month": "2023-06",
    "PartnerAttributionType": "CSP Tier 1",
    "ACRAdjustmentType": "N/A",
    "ServiceLevel2": "Virtual Machines",
    "ComputeOS": "WINDOWS",
    "ComputeOSAttribute": "WINDOWS",
    "ComputeCoreSoftware": "Core",
    "ACR_USD": 5,
}


CERTIFICATE = {
    "TrainingTitle": "Azure Administrator Associate",
    "TrainingType": "Certification",
    "TrainingCompletionDate": "2023-06-02",
    "ExpirationDate": "2023-09-01",
    "IndividualFirstName": "Gilda",
}


def revenue(month: str, tenant: str, amount: object = 2000) -> dict[str, object]:
    """A row of Business applications revenue that counts from 1,500 USD on."""
    return {
        "FiscalMonthName": month,
        "CustomerTenantID": tenant,
        "Workloads": "Sales",
        "PartnerAssociationType": "CSP Tier 1",
        "AdjustedRevenueAmtCD": amount,
    }


def fill_evidence(team: People, folder: Path, rows: int, job: Job) -> Run:
    """Files of two datasets, each superseding so many more; the newest, which is returned, has rejected rows. One of people."""
    usage = [USAGE | {"CustomerTenantId": f"t{number}"} for number in range(rows)]
    adds = [revenue("2023-06", f"t{number}") for number in range(rows)]
    spoiled = [row | {"ACR_USD": "abc"} for row in usage]
    first = imported(folder, team.partner, "azure_usage", [*usage, *spoiled]).run
    other = imported(folder, team.partner, "business_apps_revenue", adds).run
    imported(folder, team.partner, "trainings", [CERTIFICATE | {"MCPID": f"p{number}"} for number in range(rows)])
    for number in range(1, rows):
        copy(first, number, job)
        copy(other, number, job)
    return first


def daily(number: int, **more: object) -> dict[str, object]:
    """A line of daily usage of a customer's subscription."""
    return {
        "CustomerId": f"t{number}",
        "CustomerName": "Contoso",
        "UsageDate": "2023-06-02",
        "EntitlementId": f"s{number}",
        "ProductName": "Virtual Machines",
        "MeterName": "Windows",
        "UnitPrice": 2,
        "Quantity": 5,
        "PartnerEarnedCreditPercentage": 0,
        **more,
    }


def fill_credit(team: People, folder: Path, rows: int) -> None:
    """A month of daily usage of so many customers: access to the first ten ends, that to the second has an unknown role, others
    have none. As many months before it, and as many alerts."""
    imported(folder, team.partner, "daily_rated_usage", [daily(number) for number in range(rows)])
    grant = {"Kind": "aobo", "HolderMpnId": team.partner.mpn_id, "ValidUntil": "2023-08-15T00:00:00Z"}
    held = [
        grant
        | {"CustomerTenantId": f"t{number}", "Scope": f"s{number}", "AzureRole": "Utrecht" if number == 1 else "Owner"}
        for number in range(min(max(rows, 2), 10))
    ]
    imported(folder, team.partner, "access_grants", held)
    take_month([team.partner], date(2023, 6, 1))
    take_alerts(team.partner, DEMO_DAY)
    kept, alert = CreditMonth.objects.get(partner=team.partner), CreditAlert.objects.filter(partner=team.partner)[0]
    for number in range(1, rows):
        kept.pk, kept.month, kept.inputs = None, shift(kept.month, -1), f"{number}"
        kept.save()
        alert.pk, alert.identity, alert.found_on = None, f"{number}", DEMO_DAY - timedelta(days=number)
        alert.save()


def copy(run: Run, number: int, job: Job) -> None:
    """The same run again, by someone else and known earlier."""
    known, months = run.recorded_at - timedelta(minutes=number), list(run.months.all())
    again = Run.objects.get(pk=run.pk)
    again.pk, again.digest, again.recorded_at = None, f"{number:064}", known
    again.imported_by, again.job = UserFactory(), job
    again.save()
    RunMonth.objects.bulk_create(
        RunMonth(run=again, partner=run.partner, dataset=run.dataset, month=one.month, rows=one.rows, recorded_at=known)
        for one in months
    )
    shutil.copytree(lake.run_folder(run.dataset, run.pk), lake.run_folder(run.dataset, again.pk))


def fill_records(team: People, rows: int) -> None:
    """Snapshots of so many days, designations bought again and again, and words of the programme."""
    take_snapshots([team.partner], DEMO_DAY)
    for snapshot in ScoreSnapshot.objects.filter(as_of=DEMO_DAY):
        for number in range(1, rows):
            snapshot.pk, snapshot.as_of = None, DEMO_DAY - timedelta(days=number)
            snapshot.save()
    for number in range(rows):
        starts = date(2023 - number, 7, 1)
        enrol(team.partner, "infrastructure", UserFactory(), starts=starts, ends=starts + timedelta(days=300))
        Attestation.objects.create(
            partner=team.partner,
            specialization="infra_and_database_migration",
            requirement="skilling" if number == 0 else f"other_{number}",
            reason="Seen on paper.",
            valid_from=DEMO_DAY,
            attested_by=UserFactory(),
            attested_at=clock.now(),
        )
        fill_life(team, number)


def fill_life(team: People, number: int) -> None:
    """An award of every year back, renewed once, with a reminder and an entry."""
    starts = date(2022 - number, 9, 14)
    award = Award.objects.create(
        partner=team.partner,
        specialization="infra_and_database_migration",
        starts=starts,
        anniversary=date(2023, 9, 14),
        recorded_on=starts,
    )
    AwardRenewal.objects.create(
        award=award, anniversary=date(2022, 9, 14), decided_on=date(2022, 9, 1), validated=False
    )
    Reminder.objects.create(award=award, anniversary=starts, distance=-120, day=starts, written_on=starts)
    StatusEntry.objects.create(
        partner=team.partner,
        specialization="infra_and_database_migration",
        day=starts,
        at=clock.now(),
        before="not_started",
        after="active",
        why="recorded",
        by=UserFactory(),
    )
