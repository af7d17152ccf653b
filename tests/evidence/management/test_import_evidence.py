"""The command ``import_evidence``: what scripts read, and what people read."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from evidence import lake
from evidence.models import Run
from tests.factories import PartnerFactory

HEADER = "Month,CustomerTenantId,ServiceLevel2,ACR_USD"
GOOD = "2023-06,t1,Storage,1.5"
FOCUS = "ProviderName,BillingCurrency,ChargePeriodStart,EffectiveCost\nMicrosoft,USD,2023-06-01,1\n"


def written(folder: Path, *rows: str) -> Path:
    path = folder / "usage.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n")
    return path


def told(*arguments: Any) -> str:
    out = StringIO()
    call_command("import_evidence", *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.fixture(autouse=True)
def _partner(db: None) -> None:
    PartnerFactory(mpn_id="1000001")


def test_import_evidence_prints_the_run_as_json(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD, "2023-05,t1,Storage,abc", "2023-04,t1,Storage,1")
    outcome = json.loads(told(path, "--partner", "1000001", "--json"))
    assert outcome == {
        "run": Run.objects.get().pk,
        "dataset": "azure_usage",
        "status": "published",
        "accepted": 2,
        "rejected": 1,
        "months": ["2023-04", "2023-06"],
        "duplicate_of": None,
        "rejections": [{"row": 3, "column": "ACR_USD", "value": "abc", "reason": "not a number"}],
    }


def test_import_evidence_again_names_the_run_of_the_same_file(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    first, second = (json.loads(told(path, "--partner", "1000001", "--json")) for _ in range(2))
    assert second == first | {"duplicate_of": first["run"]}


@pytest.mark.parametrize(("rejected", "named"), [(100, False), (101, True)])
def test_import_evidence_names_file_of_more_than_100_rejections(tmp_path: Path, rejected: int, named: bool) -> None:
    outcome = json.loads(told(written(tmp_path, GOOD, *["x,t1,S,1"] * rejected), "--partner", "1000001", "--json"))
    assert (len(outcome["rejections"]), outcome["rejected"]) == (100, rejected)
    assert outcome.get("rejections_file") == (str(lake.rejections_file(Run.objects.get())) if named else None)


def test_import_evidence_in_words(tmp_path: Path) -> None:
    assert told(written(tmp_path, GOOD, "soon,t1,Storage,1", '2023-06,"t1,S,1'), "--partner", "1000001") == (
        f"Run {Run.objects.get().pk}: azure_usage, published. 1 rows accepted, 2 rejected.\n"
        "Months: 2023-06\n"
        "  row 3, Month: not a date or month 'soon'\n"
        "  row 4, line: quotes do not match '2023-06,\"t1,S,1'\n"
    )


def test_import_evidence_with_every_row_rejected_prints_and_fails(tmp_path: Path) -> None:
    out = StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("import_evidence", str(written(tmp_path, "x,t1,S,1")), partner="1000001", json=True, stdout=out)
    assert (failed.value.returncode, str(failed.value)) == (
        1,
        "usage.csv: every row was rejected, so nothing was published.",
    )
    outcome = json.loads(out.getvalue())
    assert (outcome["status"], outcome["accepted"], outcome["rejected"], outcome["months"]) == ("rejected", 0, 1, [])


def test_import_evidence_takes_customer_dataset_and_moment(tmp_path: Path) -> None:
    path = tmp_path / "focus.csv"
    path.write_text(FOCUS)
    arguments = (
        "--partner",
        "1000001",
        "--customer",
        "T1",
        "--dataset",
        "focus",
        "--recorded-at",
        "2023-07-01T02:00+02:00",
    )
    told(path, *arguments)
    run = Run.objects.get()
    assert (run.dataset, run.customer, run.recorded_at.isoformat()) == ("focus", "t1", "2023-07-01T00:00:00+00:00")


def test_import_evidence_takes_a_day_as_its_beginning_in_utc(tmp_path: Path) -> None:
    told(written(tmp_path, GOOD), "--partner", "1000001", "--recorded-at", "2023-07-01")
    assert Run.objects.get().recorded_at.isoformat() == "2023-07-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--partner", "1000002"], "There is no partner with MPN id 1000002. Add it with add_partner."),
        (
            ["--partner", "1000001", "--dataset", "trainings"],
            "usage.csv: This is no trainings file: it needs TrainingTitle;",
        ),
        (["--partner", "1000001", "--customer", "t1"], "usage.csv: azure_usage files name their customers themselves."),
    ],
)
def test_import_evidence_refuses_with_the_reason(tmp_path: Path, arguments: list[str], message: str) -> None:
    with pytest.raises(CommandError) as failed:
        told(written(tmp_path, GOOD), *arguments)
    assert str(failed.value).startswith(message)
    assert Run.objects.count() == 0


@pytest.mark.parametrize("arguments", [["--dataset", "azure"], ["--recorded-at", "yesterday"], ["--nonsense"]])
def test_import_evidence_used_wrongly_is_a_usage_error(tmp_path: Path, arguments: list[str]) -> None:
    with pytest.raises(CommandError, match=r"^Error: "):
        told(written(tmp_path, GOOD), "--partner", "1000001", *arguments)
