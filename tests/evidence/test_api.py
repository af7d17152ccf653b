"""Runs over REST: upload, list, one run with its rejected rows, one job."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evidence.models import Run
from evidence.tasks import import_run
from partnerhub.models import Job, Partner
from tests.api import NOT_FOUND, UNUSABLE, Api, error
from tests.evidence_files import KNOWN, imported
from tests.factories import JobFactory
from tests.filled import revenue
from tests.people import People

REVENUE = """FiscalMonthName,CustomerTenantID,Workloads,PartnerAssociationType,AdjustedRevenueAmtCD
2022-06,t0,Sales,CSP Tier 1,2000
2023-06,t1,Sales,CSP Tier 1,2000.50
2023-06,t2,Sales,CSP Tier 1,abc
"""


def upload(text: str = REVENUE) -> SimpleUploadedFile:
    return SimpleUploadedFile("revenue.csv", text.encode())


def test_upload_answers_with_the_job_that_imports_it(api: Api, team: People) -> None:
    status, body = api.post("runs/", {"file": upload()})
    job = Job.objects.get()
    assert (status, body["id"], body["state"], body["title"]) == (202, str(job.pk), "queued", "Import revenue.csv")
    assert (job.partner, job.asked_by, job.task, Run.objects.count()) == (team.partner, team.owner, import_run.name, 0)
    assert Path(job.arguments["path"]).read_text() == REVENUE


def test_uploaded_file_becomes_a_run_with_its_rejected_rows(api: Api) -> None:
    job_id = api.post("runs/", {"file": upload()})[1]["id"]
    import_run(job_id)
    status, job = api.get(f"jobs/{job_id}/")
    assert (status, job["state"], job["percent"], job["message"]) == (200, "succeeded", 100, "")
    run_id = job["result"]["run"]
    status, run = api.get(f"runs/{run_id}/")
    rejections = run.pop("rejections")
    assert (status, rejections) == (
        200,
        [{"row": 4, "column": "AdjustedRevenueAmtCD", "value": "abc", "reason": "not a number"}],
    )
    assert (run["dataset"], run["file_name"], run["status"]) == ("business_apps_revenue", "revenue.csv", "published")
    assert (run["accepted"], run["rejected"], run["months"]) == (2, 1, ["2022-06", "2023-06"])
    assert api.get("runs/") == (200, {"count": 1, "next": None, "previous": None, "results": [run]})


def test_upload_that_cannot_be_imported_tells_so_in_its_job(api: Api) -> None:
    job_id = api.post("runs/", {"file": upload("Colour,Size\nred,1\n")})[1]["id"]
    import_run(job_id)
    job = api.get(f"jobs/{job_id}/")[1]
    assert (job["state"], job["result"], Run.objects.count()) == ("failed", {}, 0)
    assert job["message"].startswith("revenue.csv: ")


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"file": ["No file was submitted."]}),
        (
            {"dataset": "horoscopes"},
            {"file": ["No file was submitted."], "dataset": ['"horoscopes" is not a valid choice.']},
        ),
    ],
)
def test_upload_that_cannot_be_used_is_400_and_starts_nothing(
    api: Api, body: dict[str, str], fields: dict[str, Any]
) -> None:
    assert api.post("runs/", body) == (400, error("invalid", UNUSABLE, fields=fields))
    assert Job.objects.count() == 0


@pytest.fixture
def three_runs(team: People, tmp_path: Path) -> list[int]:
    """Three files, known one day after the other."""
    return [
        imported(
            tmp_path,
            team.partner,
            "business_apps_revenue",
            [revenue("2023-06", f"t{day}")],
            known=KNOWN + timedelta(day),
        ).run.pk
        for day in range(3)
    ]


def test_runs_are_paged_newest_first(api: Api, three_runs: list[int]) -> None:
    first, second = api.get("runs/", limit=2)[1], api.get("runs/", limit=2, offset=2)[1]
    assert [row["id"] for row in first["results"] + second["results"]] == three_runs[::-1]
    assert (first["count"], first["previous"], second["next"]) == (3, None, None)
    assert first["next"] == f"http://testserver{api.base}runs/?limit=2&offset=2"
    assert second["previous"] == f"http://testserver{api.base}runs/?limit=2"


@pytest.mark.parametrize(
    ("asked", "given"), [({"limit": 0}, 3), ({"limit": "x"}, 3), ({"offset": 3}, 0), ({"limit": 5000}, 3)]
)
def test_runs_with_an_unusable_page_are_the_usual_page(
    api: Api, three_runs: list[int], asked: dict[str, Any], given: int
) -> None:
    status, body = api.get("runs/", **asked)
    assert (status, body["count"], len(body["results"])) == (200, 3, given)


def test_run_of_another_partner_is_404(api: Api, team: People, tmp_path: Path) -> None:
    other = Partner.objects.get(members__user=team.stranger)
    run = imported(tmp_path, other, "business_apps_revenue", [revenue("2023-06", "t1")]).run
    assert (api.get(f"runs/{run.pk}/"), Api(team.stranger, other).get(f"runs/{run.pk}/")[0]) == (NOT_FOUND, 200)


def test_job_of_another_partner_and_of_none_is_404(api: Api) -> None:
    jobs = [JobFactory(), JobFactory(partner=None)]
    assert [api.get(f"jobs/{job.pk}/") for job in jobs] == [NOT_FOUND] * 2


def test_data_tells_months_and_what_is_wrong(api: Api, team: People, tmp_path: Path, demo_day: date) -> None:
    run = imported(
        tmp_path, team.partner, "business_apps_revenue", [revenue("2023-03", "t1"), revenue("2023-05", "t1")]
    ).run
    status, body = api.get("data/")
    assert (status, body["partner"], body["as_of"]) == (200, team.partner.mpn_id, "2023-07-25")
    assert (body["data_until"], body["next_refresh"]) == ("2023-06", "2023-08-20")
    found = {one.pop("dataset"): one for one in body["datasets"]}
    assert found["business_apps_revenue"] == {
        "title": "Business applications revenue",
        "late": True,
        "newest_run": run.pk,
        "known_since": "2023-07-21T08:00:00Z",
        "newest_fact": None,
        "months": [
            {"month": "2023-03", "state": "known", "rows": 1, "run": run.pk},
            {"month": "2023-04", "state": "missing", "rows": None, "run": None},
            {"month": "2023-05", "state": "known", "rows": 1, "run": run.pk},
            {"month": "2023-06", "state": "late", "rows": None, "run": None},
        ],
    }
    assert (found["azure_usage"]["newest_run"], found["azure_usage"]["months"]) == (None, [])
    assert [(one["dataset"], one["state"], one["months"]) for one in body["notices"]] == [
        ("business_apps_revenue", "late", ["2023-06"]),
        ("business_apps_revenue", "missing", ["2023-04"]),
    ]


def test_data_of_another_day_and_knowledge_is_told(api: Api, team: People, tmp_path: Path) -> None:
    imported(tmp_path, team.partner, "business_apps_revenue", [revenue("2023-05", "t1")])
    body = api.get("data/?as_of=2023-06-25")[1]
    assert (body["data_until"], body["notices"]) == ("2023-05", [])
    body = api.get("data/?as_of=2023-06-25&known_at=2023-07-01T00:00:00Z")[1]
    assert {tuple(one["months"]) for one in body["datasets"]} == {()}
    assert api.get("data/?as_of=2021-06-25")[1]["data_until"] is None


def test_data_of_an_unusable_day_is_refused(api: Api) -> None:
    status, body = api.get("data/?as_of=tomorrow")
    assert (status, list(body["error"]["fields"])) == (400, ["as_of"])
