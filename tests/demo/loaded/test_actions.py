"""The demo as it is loaded: what there is afterwards, since when, and from whom."""

import json
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from demo import actions
from demo.people import ORGANISATIONS, PEOPLE
from demo.story import TODAY
from evidence.actions import ImportResult
from evidence.models import Run, RunMonth
from evidence.signals import run_published
from partnerhub.models import Job, Letter, Location, Member, Partner, User
from partnerhub.permissions import PROGRAMME_ROLES, Role
from scoring.models import Enrolment, ScoreSnapshot
from specializations.models import Attestation, Award, Reference, Reminder
from tests.demo.loaded.reading import (
    CONTOSO,
    FABRIKAM,
    TAILSPIN,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_load_taken_up_again_is_whole(answers: list[dict[str, Any]]) -> None:
    assert answers[0] == {
        "loaded": True,
        "partners": [CONTOSO, FABRIKAM, TAILSPIN],
        "files": 68,
        "accepted": answers[0]["accepted"],
        "rejected": 5,
        "snapshots": 142,
    }


def test_load_once_more_does_nothing(answers: list[dict[str, Any]]) -> None:
    assert answers[1] == {"loaded": False, "reason": "already complete"}


def test_load_without_once_adds_nothing() -> None:
    models = (
        *(Partner, Location, User, Member, Run, RunMonth, ScoreSnapshot, Enrolment, Job),
        *(Attestation, Reference, Award, Reminder, Letter),
    )
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


def test_history_of_the_published_scores() -> None:
    found = ScoreSnapshot.objects.filter(basis="published", designation="business_applications").order_by(
        "partner__mpn_id", "as_of"
    )

    assert list(found.values_list("partner__mpn_id", "as_of", "track", "qualified")) == [
        *((CONTOSO, date(2022, month, 15), "larger", False) for month in (10, 11, 12)),
        *((CONTOSO, date(2023, month, 15), "larger", False) for month in (1, 2)),
        (CONTOSO, date(2023, 3, 15), "enterprise", False),
        (CONTOSO, date(2023, 4, 15), "enterprise", False),
        (CONTOSO, date(2023, 5, 15), "enterprise", False),
        (CONTOSO, date(2023, 6, 20), "enterprise", True),
        (CONTOSO, date(2023, 7, 20), "enterprise", True),
        (CONTOSO, TODAY, "enterprise", True),
        *((FABRIKAM, date(2022, month, 15), "other", False) for month in (10, 11, 12)),
        *((FABRIKAM, date(2023, month, 15), "other", False) for month in (1, 2)),
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
    found = ScoreSnapshot.objects.get(
        partner__mpn_id=CONTOSO, designation="business_applications", basis="published", as_of=date(2023, 6, 20)
    )

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
    assert User.objects.count() == len(PEOPLE) == 19
    assert Location.objects.count() == sum(len(owner.places) for owner in ORGANISATIONS) == 6


def test_people_sign_in_with_the_one_password() -> None:
    assert {user.check_password("contoso-demo-2023") for user in User.objects.all()} == {True}


def test_sign_ins_print_everyone_and_the_door() -> None:
    out = StringIO()
    call_command("demo", "--sign-ins", "--json", stdout=out)
    answer = json.loads(out.getvalue())

    assert answer["door"] == "/demo/"
    assert len(answer["people"]) == 20
    assert answer["people"][0] == {
        "name": "Gilda Ashgrove",
        "email": "gilda.ashgrove@contoso.example.com",
        "partner": CONTOSO,
        "roles": ["global_admin"],
    }
