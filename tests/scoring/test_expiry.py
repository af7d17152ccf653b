"""What the end of a certificate costs: exactly, one day after the other, whoever else counts on."""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from pytest_django import Settings

from partnerhub.models import Partner
from scoring import expiry
from scoring.asking import ask_each
from scoring.expiry import Next, Staff
from scoring.people import held
from tests.cases_format import import_table
from tests.factories import PartnerFactory
from tests.scoring.evidence import BA, DAY

HEAD = "TrainingTitle | TrainingType | TrainingCompletionDate | ExpirationDate | MCPID"
DEVELOPER, ARCHITECT = "Power Platform Developer Associate", "Azure Solutions Architect Expert"
Costs = list[tuple[date, list[tuple[str, Fraction, Fraction]]]]


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


def staffs(folder: Path, *rows: str, basis: str = "published") -> list[Staff]:
    """The people of every line, by these rows: title, completed, expires, people."""
    told = [row.split("|") for row in rows]
    lines = [" | ".join([title, "Certification", *rest]) for title, *rest in told]
    partner: Partner = PartnerFactory()
    import_table(folder, partner, "trainings", "\n".join([HEAD, *lines]))
    with ask_each(partner, DAY, basis) as questions:
        found, certificates = held(questions)
    return [Staff(line, certificates) for line in found]


def costs(every: list[Staff], designation: str = BA) -> Costs:
    """Per day what the metrics of a designation had and have; days without a cost have none."""
    return [
        (
            day.day,
            [(cost.line.metric, cost.before, cost.after) for cost in day.costs if cost.line.designation == designation],
        )
        for day in expiry.calendar(every)
    ]


def of(every: list[Staff], key: str) -> Staff:
    return next(one for one in every if one.line.key == key)


INTERMEDIATE = f"{BA}.intermediate_certifications"


def test_every_day_costs_what_ends_with_it(db: None, tmp_path: Path) -> None:
    """20 points for five people on the SMB track: of six, the first loss costs nothing, two more on one day 8 points."""
    every = staffs(
        tmp_path,
        f"{DEVELOPER}|2022-09-01|2023-08-01|a",
        f"{DEVELOPER}|2022-09-01|2023-08-20|b",
        f"{DEVELOPER}|2022-09-01|2023-08-20|c",
        f"{DEVELOPER}|2022-09-01||d",
        f"{DEVELOPER}|2022-09-01|2023-12-31|e",
        f"{DEVELOPER}|2022-09-01|2024-12-31|f",
    )
    assert costs(every) == [
        (date(2023, 8, 1), []),
        (date(2023, 8, 20), [("intermediate_certifications", Fraction(20), Fraction(12))]),
    ]
    days = expiry.calendar(every)
    assert [len(day.endings) for day in days] == [1, 2]
    assert of(every, INTERMEDIATE).next_loss("") == Next(date(2023, 8, 1), 1)


def test_person_with_another_certificate_for_the_step_counts_on(db: None, tmp_path: Path) -> None:
    every = staffs(
        tmp_path,
        f"{DEVELOPER}|2022-09-01|2023-08-01|a",
        "Data Analyst Associate|2022-09-01|2023-08-20|a",
    )
    assert costs(every) == [
        (date(2023, 8, 1), []),
        (date(2023, 8, 20), [("intermediate_certifications", Fraction(4), Fraction(0))]),
    ]
    lost = [[use.line.key for use in ending.lost] for day in expiry.calendar(every) for ending in day.endings]
    assert lost == [
        ["digital_app_innovation.intermediate_certifications"],
        ["data_ai.intermediate_certifications", INTERMEDIATE],
    ]
    assert of(every, INTERMEDIATE).next_loss("") == Next(date(2023, 8, 20), 1)


@pytest.mark.parametrize(
    ("earned", "basis", "cost"),
    [
        ("2023-07-22", "published", []),  # begins to count on 1 August, as it takes ten days
        ("2023-07-23", "published", [("intermediate_certifications", Fraction(4), Fraction(0))]),  # a day too late
        ("2023-07-23", "preview", []),
    ],
)
def test_certificate_that_is_on_its_way_begins_when_it_will(
    db: None, tmp_path: Path, earned: str, basis: str, cost: list[tuple[str, Fraction, Fraction]]
) -> None:
    """Another certificate of the same person takes over on the day after the first ends, or it does not."""
    every = staffs(tmp_path, f"{DEVELOPER}|2022-09-01|2023-07-31|a", f"Data Analyst Associate|{earned}||a", basis=basis)
    assert costs(every) == [(date(2023, 7, 31), cost)]


def test_gate_that_closes_costs_all_that_was_behind_it(db: None, tmp_path: Path) -> None:
    every = staffs(
        tmp_path,
        f"{ARCHITECT}|2022-09-01|2023-08-01|a",
        f"{ARCHITECT}|2022-09-01||b",
        "Azure Administrator Associate|2022-09-01||a",
        "Azure Administrator Associate|2022-09-01|2023-08-09|b",
        "Azure Data Engineer Associate|2022-09-01|2023-08-05|c",
        "Azure Data Engineer Associate|2022-09-01||d",
    )
    assert costs(every, "data_ai") == [
        (date(2023, 8, 1), [("intermediate_certifications", Fraction(8), Fraction(0))]),
        (date(2023, 8, 5), []),
        (date(2023, 8, 9), []),
    ]
    staff = of(every, "data_ai.intermediate_certifications")
    assert staff.next_loss("architects") == Next(date(2023, 8, 1), 1)
    assert staff.next_loss("administrators") == Next(date(2023, 8, 9), 1)
    assert dict(staff.people(date(2023, 8, 6))) == {"architects": 1, "administrators": 2, "": 1}


def test_calendar_looks_ninety_days_ahead_from_today_on(db: None, tmp_path: Path) -> None:
    ends = [DAY - timedelta(days=1), DAY, DAY + timedelta(days=90), DAY + timedelta(days=91)]
    every = staffs(tmp_path, *(f"{DEVELOPER}|2022-09-01|{day}|p{number}" for number, day in enumerate(ends)))
    assert [day for day, _costs in costs(every)] == ends[1:3]
    assert of(every, INTERMEDIATE).next_loss("") == Next(DAY, 1)


def test_nobody_whose_certificate_ends_is_no_loss(db: None, tmp_path: Path) -> None:
    every = staffs(tmp_path, f"{DEVELOPER}|2022-09-01||a", f"{DEVELOPER}|2022-09-01|2023-07-24|b")
    assert of(every, INTERMEDIATE).next_loss("") is None
    assert expiry.calendar(every) == []
