"""The Data page: datasets, months, and what needs attention."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from evidence.actions import import_file
from evidence.data_page import SHOWN, DataPage, data_page
from partnerhub.models import Partner
from partnerhub.months import shift
from tests.evidence_files import KNOWN, imported, write
from tests.filled import USAGE, revenue
from tests.html import Html
from tests.people import People

DAY = date(2023, 7, 25)


@pytest.fixture(autouse=True)
def _day(demo_day: date) -> None:
    assert demo_day == DAY


def usage(months: Iterable[str], amount: int = 5) -> list[dict[str, object]]:
    return [USAGE | {"CustomerTenantId": "t1", "Month": month, "ACR_USD": amount} for month in months]


def notices(page: DataPage) -> list[tuple[str, str, str]]:
    return [(notice.dataset, notice.state, notice.text) for notice in page.notices]


def table(page: DataPage) -> dict[str, list[tuple[int | None, str]]]:
    return {
        f"{row.month:%Y-%m}": [(cell.rows, cell.pill.label if cell.pill else "") for cell in row.cells]
        for row in page.recent
    }


def test_page_shows_months_newest_first_and_marks_what_is_unknown(team: People, tmp_path: Path) -> None:
    imported(tmp_path, team.partner, "azure_usage", usage(["2023-03", "2023-05", "2023-06", "2023-07"]))
    imported(tmp_path, team.partner, "business_apps_revenue", [revenue("2023-05", "t1"), revenue("2023-05", "t2")])
    page = data_page(team.partner, DAY)
    assert page.columns == ["Azure usage", "Business applications revenue"]
    assert list(table(page).items()) == [
        ("2023-07", [(1, "Early"), (None, "")]),
        ("2023-06", [(1, ""), (None, "Late")]),
        ("2023-05", [(1, ""), (2, "")]),
        ("2023-04", [(None, "Missing"), (None, "")]),
        ("2023-03", [(1, ""), (None, "")]),
    ]
    assert [row.published for row in page.recent] == [False, True, True, True, True]


def test_page_says_what_is_wrong_and_what_to_do_the_late_first(team: People, tmp_path: Path) -> None:
    imported(tmp_path, team.partner, "azure_usage", usage(["2023-03", "2023-05", "2023-06"]))
    imported(tmp_path, team.partner, "business_apps_revenue", [revenue("2023-04", "t1")])
    page = data_page(team.partner, DAY)
    assert notices(page) == [
        (
            "business_apps_revenue",
            "late",
            "Nothing is known after April 2023, though May 2023 to June 2023 should be there: unknown, not zero.",
        ),
        (
            "azure_usage",
            "missing",
            "No file names April 2023, though there are months before and after: unknown, not zero.",
        ),
    ]
    assert [notice.to_do for notice in page.notices] == [
        "Export the report “Business applications revenue” for May 2023 to June 2023 from Partner Center Insights, "
        "and import it.",
        "Export the report “Azure usage” for April 2023 from Partner Center Insights, and import it.",
    ]


def test_page_leads_to_the_file_of_a_doubtful_month(team: People, tmp_path: Path) -> None:
    imported(tmp_path, team.partner, "azure_usage", usage(["2023-04", "2023-06"]))
    run = imported(tmp_path, team.partner, "azure_usage", usage(["2023-05"] * 3, amount=0)).run
    (notice,) = data_page(team.partner, DAY).notices
    assert (notice.state, notice.run_url) == ("zero", f"/partners/{team.partner.mpn_id}/data/runs/{run.pk}/")
    assert notice.text == (
        "May 2023: the Azure consumed revenue adds up to zero (rows: 3), and not in the months around it."
    )
    assert notice.to_do.startswith("Compare the file with the report “Azure usage” in Partner Center Insights.")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("", "May 2023 comes without Azure consumed revenue (rows: 1), and not the months around it."),
        ("0", "May 2023: the Azure consumed revenue adds up to zero (rows: 1), and not in the months around it."),
    ],
)
def test_page_tells_no_amount_from_zero(team: People, tmp_path: Path, cell: str, text: str) -> None:
    imported(tmp_path, team.partner, "azure_usage", usage(["2023-04", "2023-06"]))
    imported(
        tmp_path, team.partner, "azure_usage", [USAGE | {"CustomerTenantId": "t1", "Month": "2023-05", "ACR_USD": cell}]
    )
    assert [notice.text for notice in data_page(team.partner, DAY).notices] == [text]


def test_page_tells_of_a_month_with_few_rows(team: People, tmp_path: Path) -> None:
    imported(tmp_path, team.partner, "azure_usage", usage(["2023-04"] * 20 + ["2023-05"] * 2 + ["2023-06"] * 20))
    assert notices(data_page(team.partner, DAY)) == [
        ("azure_usage", "few_rows", "May 2023 has few rows: 2, where 20 are usual around it.")
    ]


def test_page_folds_away_what_is_older_than_two_years(team: People, tmp_path: Path) -> None:
    months = [shift(date(2023, 6, 1), -back) for back in range(SHOWN + 2)]
    imported(tmp_path, team.partner, "azure_usage", usage(month.isoformat() for month in months))
    page = data_page(team.partner, DAY)
    assert [row.month for row in (*page.recent, *page.older)] == months
    assert (len(page.recent), len(page.older)) == (SHOWN, 2)


def test_page_of_another_day_and_another_knowledge(team: People, tmp_path: Path) -> None:
    imported(tmp_path, team.partner, "azure_usage", usage(["2023-05"]), known=datetime(2023, 6, 21, tzinfo=UTC))
    imported(tmp_path, team.partner, "azure_usage", usage(["2023-06"]), known=datetime(2023, 7, 21, tzinfo=UTC))
    assert list(table(data_page(team.partner, DAY))) == ["2023-06", "2023-05"]
    assert notices(data_page(team.partner, DAY)) == []
    then = data_page(team.partner, DAY, datetime(2023, 7, 20, tzinfo=UTC))
    assert [(dataset, state) for dataset, state, _ in notices(then)] == [("azure_usage", "late")]
    assert list(table(data_page(team.partner, date(2023, 5, 31)))) == ["2023-05"]


def test_page_before_the_rules_has_no_calendar(team: People, tmp_path: Path) -> None:
    imported(tmp_path, team.partner, "azure_usage", usage(["2021-03"]))
    page = data_page(team.partner, date(2021, 12, 31))
    assert (page.fresh, notices(page), [row.published for row in page.recent]) == (None, [], [True])


def test_page_lists_others_once_they_were_imported(team: People, tmp_path: Path) -> None:
    needed = [line.covered.dataset for line in data_page(team.partner, DAY).lines]
    assert "profile" not in needed
    row = {"MPNId": "2000002", "PartnerName": "Contoso Utrecht", "HierarchyLevel": "Location"}
    run = imported(tmp_path, team.partner, "profile", [row]).run
    page = data_page(team.partner, DAY)
    line = next(line for line in page.lines if line.covered.dataset == "profile")
    assert (line.status.label, line.known, line.run_url) == (
        "Imported",
        [],
        f"/partners/{team.partner.mpn_id}/data/runs/{run.pk}/",
    )
    assert (page.columns, page.recent, page.empty) == ([], [], False)


def test_page_of_trainings_shows_the_newest_completion_and_its_age(team: People, tmp_path: Path) -> None:
    imported(tmp_path, team.partner, "trainings", [training("2023-07-18")])
    line = next(line for line in data_page(team.partner, DAY).lines if line.covered.dataset == "trainings")
    assert (line.covered.newest_fact, line.age, line.status.label) == (date(2023, 7, 18), 7, "Up to date")
    page = data_page(team.partner, date(2023, 9, 1))
    assert notices(page) == [
        ("trainings", "late", "The newest file is 42 days old: what was completed since is unknown.")
    ]
    assert page.columns == []


def training(day: str) -> dict[str, object]:
    return {"TrainingTitle": "Title", "TrainingType": "Certification", "TrainingCompletionDate": day, "MCPID": "1"}


def test_page_does_not_lead_to_a_file_of_the_programme(team: People, tmp_path: Path, client: Client) -> None:
    rows = [row | {"PGAMpnID": team.partner.mpn_id} for row in usage(["2023-06"])]
    import_file(None, write(tmp_path / "all.csv", "azure_usage", rows), recorded_at=KNOWN)
    page = data_page(team.partner, DAY)
    line = page.lines[0]
    assert (line.covered.dataset, line.run_url, table(page)) == ("azure_usage", "", {"2023-06": [(1, "")]})
    client.force_login(team.owner)
    text = shown(client, team.partner)
    assert ("the programme’s own file" in text, "all.csv" in text, "/data/runs/" in text) == (True, False, False)


def shown(client: Client, partner: Partner, query: str = "") -> str:
    response = client.get(f"/partners/{partner.mpn_id}/data/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_page_without_any_file_says_what_to_do(team: People, client: Client) -> None:
    client.force_login(team.owner)
    text = shown(client, team.partner)
    assert "Nothing is known yet" in text
    assert f'href="/partners/{team.partner.mpn_id}/data/imports/"' in text
    assert "Nothing is late, missing or doubtful." not in text


def test_page_says_when_nothing_is_wrong(team: People, tmp_path: Path, client: Client) -> None:
    imported(tmp_path, team.partner, "azure_usage", usage(["2023-05", "2023-06"]))
    client.force_login(team.owner)
    assert "Nothing is late, missing or doubtful." in shown(client, team.partner)
    assert "Nothing is late, missing or doubtful." not in shown(client, team.partner, "?as_of=2023-08-20")


def test_page_names_every_number_for_those_who_do_not_see_the_table(
    team: People, tmp_path: Path, client: Client
) -> None:
    imported(tmp_path, team.partner, "azure_usage", usage(["2023-05", "2023-06"]))
    client.force_login(team.owner)
    text = " ".join(shown(client, team.partner).split())
    assert "rows of Azure usage for June 2023" in text


def test_page_offers_the_import_to_those_alone_who_may(team: People, client: Client) -> None:
    for user, label in ((team.owner, "Import a file"), (team.manager, "Imported files")):
        client.force_login(user)
        page = Html(shown(client, team.partner))
        assert (label, page.count("h1")) == (label, 1)
        assert ("Import a file" in shown(client, team.partner)) == (label == "Import a file")


def test_imports_page_leads_to_what_is_late(team: People, tmp_path: Path, client: Client) -> None:
    imported(tmp_path, team.partner, "azure_usage", usage(["2023-05"]))
    client.force_login(team.owner)
    url = f"/partners/{team.partner.mpn_id}/data/"
    text = " ".join(client.get(f"{url}imports/").content.decode().split())
    assert f'Late: Azure usage. <a href="{url}">See what is missing</a>' in text
    imported(tmp_path, team.partner, "azure_usage", usage(["2023-06"]), known=KNOWN + timedelta(minutes=1))
    assert "See what is missing" not in client.get(f"{url}imports/").content.decode()


def test_imports_page_and_run_page_name_no_month_where_the_file_names_none(
    team: People, tmp_path: Path, client: Client
) -> None:
    row = {"MPNId": "2000002", "PartnerName": "Contoso Utrecht", "HierarchyLevel": "Location"}
    run = imported(tmp_path, team.partner, "profile", [row]).run
    client.force_login(team.owner)
    for path in ("imports/", f"runs/{run.pk}/"):
        assert "2000" not in client.get(f"/partners/{team.partner.mpn_id}/data/{path}").content.decode().replace(
            "2000002", ""
        )


@pytest.mark.parametrize(("language", "told"), [("nl", "geen getal"), ("fr", "n’est pas un nombre")])
def test_run_page_says_why_a_row_was_rejected_in_the_reader_s_language(
    team: People, tmp_path: Path, client: Client, language: str, told: str
) -> None:
    good, spoiled = usage(["2023-06", "2023-06"])
    run = imported(tmp_path, team.partner, "azure_usage", [good, spoiled | {"ACR_USD": "abc"}]).run
    client.force_login(team.owner)
    client.cookies["language"] = language
    page = client.get(f"/partners/{team.partner.mpn_id}/data/runs/{run.pk}/").content.decode()
    assert (told in page, "not a number" in page) == (True, False)
