"""The demo as it is loaded: an interrupted load that was taken up again, read through the real scoring.

Everything here reads one load, which is never committed; so no test asks for a database of its own.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from demo import actions
from demo.people import ORGANISATIONS, PEOPLE
from demo.story import TODAY
from evidence.actions import ImportResult
from evidence.models import Run, RunMonth
from evidence.signals import run_published
from partnerhub.models import Job, Location, Member, Partner, User
from partnerhub.permissions import PROGRAMME_ROLES, Role
from scoring.explain import Contribution
from scoring.models import Enrolment, ScoreSnapshot
from specializations.models import Attestation
from specializations.queries import standings
from tests.demo.reading import METRICS, partner, points, requirements, score, verdict, why

# The second mark has the test database set up also when this file runs alone.
pytestmark = [pytest.mark.slow, pytest.mark.django_db]

CONTOSO, FABRIKAM, TAILSPIN = "1000001", "1000002", "1000003"


class Interrupted(Exception):
    """The first load ends here."""


def stop_in_june(line: str) -> None:
    if line.startswith("2023-06-20"):
        raise Interrupted


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def answers(django_db_setup: None, django_db_blocker: DjangoDbBlocker, home: Path) -> Iterator[list[dict[str, Any]]]:
    """What ``demo --once`` answered after an interrupted load, and what it answered when asked once more."""
    with django_db_blocker.unblock(), _demo(home), transaction.atomic():
        with pytest.raises(Interrupted):
            actions.load(told=stop_in_june)
        assert not actions.is_loaded()
        yield [_demo_once(), _demo_once()]
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def lake(answers: list[dict[str, Any]], home: Path) -> Path:
    """The lake of the one load, instead of one for each test."""
    return home / "lake"


def _demo(home: Path) -> override_settings:
    return override_settings(DEMO=True, DEMO_TODAY=TODAY, LAKE_URL=str(home / "lake"), UPLOAD_DIR=home / "uploads")


def _demo_once() -> dict[str, Any]:
    out = StringIO()
    call_command("demo", "--once", "--json", stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def test_load_taken_up_again_is_whole(answers: list[dict[str, Any]]) -> None:
    assert answers[0] == {
        "loaded": True,
        "partners": [CONTOSO, FABRIKAM, TAILSPIN],
        "files": 49,
        "accepted": answers[0]["accepted"],
        "rejected": 5,
        "snapshots": 36,
    }


def test_load_once_more_does_nothing(answers: list[dict[str, Any]]) -> None:
    assert answers[1] == {"loaded": False, "reason": "already complete"}


def test_load_without_once_adds_nothing() -> None:
    models = (Partner, Location, User, Member, Run, RunMonth, ScoreSnapshot, Enrolment, Attestation, Job)
    before = [model.objects.count() for model in models]
    actions.load()

    assert [model.objects.count() for model in models] == before


def test_load_asks_no_worker_to_score_again() -> None:
    listening: list[bool] = []
    actions.load(told=lambda line: listening.append(run_published.has_listeners()))

    assert set(listening) == {False}
    assert run_published.has_listeners()


def test_load_leaves_one_mark_for_each_partner() -> None:
    assert sorted(Job.objects.values_list("task", "partner__mpn_id", "state")) == [
        ("demo.load", CONTOSO, "succeeded"),
        ("demo.load", FABRIKAM, "succeeded"),
        ("demo.load", TAILSPIN, "succeeded"),
    ]


def test_load_refuses_the_number_of_another_organisation() -> None:
    with transaction.atomic():
        Partner.objects.filter(mpn_id=TAILSPIN).update(name="Somebody Else")
        with pytest.raises(actions.DemoRefused, match="MPN id 1000003 belongs to Somebody Else here"):
            actions.load()
        transaction.set_rollback(True)


def test_contoso_is_qualified_with_78() -> None:
    found = score(CONTOSO)

    assert (found.track.key, found.points, found.shown, found.qualified) == ("enterprise", Fraction("77.5"), 78, True)
    assert points(found) == [Fraction(text) for text in ("15", "17", "15", "14.5", "16")]


def test_contoso_preview_shows_more() -> None:
    found = score(CONTOSO, "preview")

    assert found.shown == 84
    assert [int(one.actual) for one in found.metrics if one.metric != "usage_growth"] == [6, 18, 7, 5]


def test_fabrikam_is_two_points_short_and_has_a_metric_at_zero() -> None:
    found = score(FABRIKAM)

    assert (found.track.key, found.track.measured, found.points, found.qualified) == ("smb", "3", Fraction(68), False)
    assert points(found) == [Fraction(text) for text in ("12", "16", "0", "24", "16")]


def test_fabrikam_would_qualify_with_the_preview() -> None:
    found = score(FABRIKAM, "preview")

    assert (found.shown, found.qualified) == (86, True)
    assert points(found) == [Fraction(text) for text in ("15", "20", "7.5", "27.2", "16")]


def test_tailspin_has_no_evidence_where_years_are_compared() -> None:
    found = score(TAILSPIN)

    assert {one.metric: (one.state, int(one.points), one.months.missing) for one in found.metrics} == {
        "net_customer_adds": ("no_evidence", 0, (date(2022, 6, 1),)),
        "intermediate_certifications": ("measured", 8, ()),
        "advanced_certifications": ("measured", 0, ()),
        "usage_growth": ("no_evidence", 0, (date(2023, 6, 1), date(2022, 6, 1))),
        "deployments": ("no_evidence", 0, (date(2023, 6, 1), date(2022, 6, 1))),
    }


@pytest.mark.parametrize(
    ("customer", "period", "expected"),
    [
        ("VanArsdel", "now", ("counted", Decimal(250), None)),
        ("Southridge Video", "now", ("below_revenue_floor", Decimal("249.99"), Decimal("0.01"))),
        ("School of Fine Art", "now", ("below_revenue_floor", Decimal("237.5"), Decimal("12.5"))),
        ("Liberty's Delightful Sinful Bakery & Cafe", "now", ("association_not_eligible", Decimal(1930), None)),
        ("Consolidated Messenger", "now", ("workload_not_eligible", Decimal(420), None)),
        ("Relecloud", "later", ("not_published", Decimal(640), None)),
        ("Nod Publishers", "base", ("counted", Decimal(300), None)),
    ],
)
def test_fabrikam_revenue_of_named_customers(
    customer: str, period: str, expected: tuple[str, Decimal, Decimal | None]
) -> None:
    assert verdict(why(FABRIKAM, "net_customer_adds"), period, customer=customer) == expected


@pytest.mark.parametrize(
    ("metric", "name", "expected"),
    [
        ("intermediate_certifications", "Dov Foxglove", "counted"),
        ("intermediate_certifications", "Elia Gorseland", "expired"),
        ("intermediate_certifications", "Faye Heathercote", "not_published"),
        ("intermediate_certifications", "Hedy Larchmont", "not_active"),
        ("advanced_certifications", "Bryn Dovecote", "expired"),
        ("advanced_certifications", "Cleo Emberly", "certificate_not_listed"),
        ("advanced_certifications", "Gus Ivybridge", "not_published"),
    ],
)
def test_fabrikam_certificates_of_named_people(metric: str, name: str, expected: str) -> None:
    earlier = {
        "Dov Foxglove": "Data Analyst",
        "Bryn Dovecote": "Solution Architect",
        "Cleo Emberly": "Solution Architect",
    }
    rows = [
        row
        for row in why(FABRIKAM, metric).contributions
        if row.subject["name"] == name and row.verdict not in {"not_a_certificate", "certificate_unknown"}
        if earlier.get(name, "") in row.subject["title"]
    ]

    assert [row.verdict for row in rows] == [expected]


@pytest.mark.parametrize(
    ("workload", "metric", "expected"),
    [
        ("finance_and_operations", "deployments", ("below_consumption_floor", Decimal(4800), Decimal(200))),
        ("finance_and_operations", "usage_growth", ("counted", Decimal(4800), None)),
    ],
)
def test_fabrikam_usage_below_the_floor_still_grows(
    workload: str, metric: str, expected: tuple[str, Decimal, Decimal | None]
) -> None:
    assert verdict(why(FABRIKAM, metric), "now", customer="VanArsdel", workload=workload) == expected


@pytest.mark.parametrize("metric", ["usage_growth", "deployments"])
def test_fabrikam_usage_that_does_not_count(metric: str) -> None:
    rows = why(FABRIKAM, metric)

    assert verdict(rows, "now", customer="Southridge Video")[0] == "association_not_eligible"
    assert verdict(rows, "now", customer="School of Fine Art")[0] == "no_rate"


# One day in each month of the rules, from the first edition to the demo's day.
DAYS = [date(2022, month, 25) for month in (10, 11, 12)] + [date(2023, month, 25) for month in range(1, 8)]


@pytest.mark.parametrize("mpn_id", [CONTOSO, FABRIKAM, TAILSPIN])
@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("basis", ["published", "preview"])
def test_counted_contributions_add_up_to_the_figure_in_every_month(mpn_id: str, metric: str, basis: str) -> None:
    for day in DAYS:
        found = why(mpn_id, metric, basis, day)
        for period in ("now", "base"):
            assert _sum(found.contributions, period) == found.measured.totals.get(period, Decimal(0)), day


def _sum(rows: Any, period: str) -> Decimal:
    counted: list[Contribution] = [row for row in rows if row.verdict == "counted" and row.period == period]
    return sum((row.units for row in counted), Decimal(0))


def test_contoso_may_schedule_its_audit() -> None:
    found = standings(partner(CONTOSO), TODAY)["infra_and_database_migration"]

    assert (found.status, found.can_schedule_audit) == ("not_started", True)
    assert {key: (check.state, check.measured, check.customers) for key, check in requirements(CONTOSO).items()} == {
        "designation": ("met", Decimal(1), None),
        "windows_acr": ("met", Decimal(41_200), 5),
        "linux_acr": ("met", Decimal(18_450), 4),
        "sql_acr": ("met", Decimal(11_300), 4),
        "open_source_acr": ("met", Decimal(5_020), 6),
        "skilling": ("attested", None, None),
        "audit": ("not_met", None, None),
    }
    assert [part.measured for part in requirements(CONTOSO)["sql_acr"].parts] == [Decimal(4_100)]


def test_fabrikam_linux_is_1050_short() -> None:
    checks = requirements(FABRIKAM)

    assert (checks["linux_acr"].state, checks["linux_acr"].short) == ("not_met", Decimal(1_050))
    assert {key: check.measured for key, check in checks.items() if check.kind == "performance" and check.met} == {
        "windows_acr": Decimal(31_800),
        "sql_acr": Decimal(9_450),
        "open_source_acr": Decimal(4_720),
    }
    assert checks["skilling"].state == "unpublished"


def test_tailspin_azure_usage_is_unknown_and_not_zero() -> None:
    window = (date(2023, 6, 1), date(2023, 5, 1), date(2023, 4, 1))

    assert {
        (check.state, check.measured, check.missing)
        for check in requirements(TAILSPIN).values()
        if check.kind == "performance"
    } == {("no_evidence", None, window)}


def test_restated_month_is_replayed_as_it_was_known() -> None:
    before, after = (
        score(CONTOSO, "published", date(2023, 6, 20), datetime(2023, 6, day, tzinfo=UTC)) for day in (21, 30)
    )

    assert [found.metrics[0].totals["now"] - found.metrics[0].totals["base"] for found in (before, after)] == [5, 4]


def test_restated_linux_month_is_replayed_as_it_was_known() -> None:
    key = "infra_and_database_migration"
    linux = [
        {
            check.key: check
            for check in standings(partner(FABRIKAM), TODAY, known_at=moment, specialization=key)[key].checks
        }["linux_acr"].measured
        for moment in (datetime(2023, 7, 5, tzinfo=UTC), datetime(2023, 7, 7, tzinfo=UTC))
    ]

    assert linux == [Decimal(9_550), Decimal(9_100)]  # April and May; June's file came on 17 July


def test_history_of_the_published_scores() -> None:
    found = ScoreSnapshot.objects.filter(basis="published").order_by("partner__mpn_id", "as_of")

    assert list(found.values_list("partner__mpn_id", "as_of", "track", "qualified")) == [
        (CONTOSO, date(2023, 2, 15), "larger", False),
        (CONTOSO, date(2023, 3, 15), "enterprise", False),
        (CONTOSO, date(2023, 4, 15), "enterprise", False),
        (CONTOSO, date(2023, 5, 15), "enterprise", False),
        (CONTOSO, date(2023, 6, 20), "enterprise", True),
        (CONTOSO, date(2023, 7, 20), "enterprise", True),
        (CONTOSO, TODAY, "enterprise", True),
        (FABRIKAM, date(2023, 2, 15), "other", False),
        (FABRIKAM, date(2023, 3, 15), "smb", True),
        (FABRIKAM, date(2023, 4, 15), "smb", True),
        (FABRIKAM, date(2023, 5, 15), "smb", True),
        (FABRIKAM, date(2023, 6, 20), "smb", True),
        (FABRIKAM, date(2023, 7, 20), "smb", False),
        (FABRIKAM, TODAY, "smb", False),
        (TAILSPIN, date(2023, 5, 15), "smb", False),
        (TAILSPIN, date(2023, 6, 20), "smb", False),
        (TAILSPIN, date(2023, 7, 20), "smb", False),
        (TAILSPIN, TODAY, "smb", False),
    ]


def test_snapshot_of_a_past_refresh_knows_what_was_known_then() -> None:
    found = ScoreSnapshot.objects.get(partner__mpn_id=CONTOSO, basis="published", as_of=date(2023, 6, 20))

    assert found.metrics[0]["actual"] == "5"  # before May's revenue was restated


def test_rejected_rows_are_told_with_row_column_value_and_reason() -> None:
    run = Run.objects.get(rejected__gt=0)

    assert run.file_name == "AzureUsage_1000002_2023-04.csv"
    assert [(one.column, one.value, one.reason) for one in ImportResult(run, None).rejections] == [
        ("ACR_USD", "1.234,56", "not a number"),
        ("PGAMpnID", "1000009", "belongs to another partner"),
        ("Month", "", "missing"),
        ("UsageQuantity", "about 12", "not a number"),
        ("IsACRDuplicateAtPGALevel", "maybe", "not yes or no"),
    ]


def test_files_are_known_since_the_story_says_and_from_whom() -> None:
    run = Run.objects.get(file_name="BusinessApplicationsRevenue_1000001_2023-05_restated.csv")

    assert run.recorded_at == datetime(2023, 6, 26, 13, 5, tzinfo=UTC)
    assert run.imported_by is not None
    assert run.imported_by.email == "mara.birchwick@contoso.example.com"


def test_people_hold_every_role_once_at_least() -> None:
    held = {role for member in Member.objects.filter(partner__mpn_id=CONTOSO) for role in member.roles}
    programme = {role for member in Member.objects.filter(partner=None) for role in member.roles}

    assert held == set(Role) - PROGRAMME_ROLES
    assert programme == PROGRAMME_ROLES
    assert User.objects.count() == len(PEOPLE) == 18
    assert Location.objects.count() == sum(len(owner.places) for owner in ORGANISATIONS) == 6


def test_people_sign_in_with_the_one_password() -> None:
    assert {user.check_password("contoso-demo-2023") for user in User.objects.all()} == {True}


def test_sign_ins_print_everyone_and_the_door() -> None:
    out = StringIO()
    call_command("demo", "--sign-ins", "--json", stdout=out)
    answer = json.loads(out.getvalue())

    assert answer["door"] == "/demo/"
    assert len(answer["people"]) == 19
    assert answer["people"][0] == {
        "name": "Gilda Ashgrove",
        "email": "gilda.ashgrove@contoso.example.com",
        "partner": CONTOSO,
        "roles": ["global_admin"],
    }
