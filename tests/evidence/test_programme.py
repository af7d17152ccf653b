"""Files of the whole programme: whom they speak for, when, beside partners' own files; and that nobody may open them."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from evidence import engine, lake, queries, reading
from evidence.actions import ImportRefused, import_file
from evidence.importing import conversion
from evidence.models import Run, RunMonth
from partnerhub.models import Partner
from tests.api import NOT_FOUND, Api
from tests.cases_format import write_table
from tests.factories import PartnerFactory
from tests.people import People

USAGE = "azure_usage"
EARLY, LATE = datetime(2023, 7, 1, tzinfo=UTC), datetime(2023, 7, 2, tzinfo=UTC)


def usage(*rows: str) -> str:
    return "\n".join(["PGAMpnID | Month | CustomerTenantId | ACR_USD", *rows])


def trainings(*rows: str) -> str:
    return "\n".join(["PGAMpnId | TrainingTitle | TrainingCompletionDate | MCPID | ExpirationDate", *rows])


def put(folder: Path, partner: Partner | None, text: str, known: datetime = EARLY) -> Run:
    """Import a table for a partner, or (None) for the whole programme."""
    path = write_table(folder / f"file-{len(list(folder.glob('*.csv')))}.csv", text)
    return import_file(partner, path, recorded_at=known).run


def read(
    *partners: Partner, dataset: str = USAGE, column: str = "acr", known: datetime | None = None
) -> list[tuple[Any, ...]]:
    """(partner, month, value) of every current row."""
    with engine.session(queries.view(partners, known), (dataset,)) as session:
        statement = f"SELECT partner, month, {column} FROM {dataset} ORDER BY ALL"
        return [
            (of, f"{month:%Y-%m}", str(value)) for of, month, value in session.connection.execute(statement).fetchall()
        ]


def months(partner: Partner, known: datetime | None = None) -> list[str]:
    return sorted(f"{month:%Y-%m}" for month in queries.view([partner], known).months(USAGE, partner.mpn_id))


@pytest.fixture
def pair(db: None) -> tuple[Partner, Partner]:
    return PartnerFactory(mpn_id="8001"), PartnerFactory(mpn_id="8002")


def test_programme_run_belongs_to_no_partner(tmp_path: Path, pair: tuple[Partner, Partner]) -> None:
    run = put(tmp_path, None, usage("8002 | 2023-06 | t2 | 2", "8001 | 2023-05 | t1 | 1"))
    assert (run.partner, run.accepted, run.rejected) == (None, 2, 0)
    found: list[Any] = list(RunMonth.objects.values_list("partner", "dataset", "month", "rows"))
    assert found == [(None, USAGE, date(2023, 5, 1), 1), (None, USAGE, date(2023, 6, 1), 1)]


def test_programme_file_gives_each_partner_its_own_rows(tmp_path: Path, pair: tuple[Partner, Partner]) -> None:
    put(tmp_path, None, usage("8002 | 2023-06 | t2 | 2", "8001 | 2023-06 | t1 | 1", "8001 | 2023-06 | t1 | 3"))
    assert read(pair[0]) == [("8001", "2023-06", "1.0000000000"), ("8001", "2023-06", "3.0000000000")]
    assert read(pair[1]) == [("8002", "2023-06", "2.0000000000")]
    assert read(*pair) == read(pair[0]) + read(pair[1])


def test_partner_without_rows_in_the_programmes_month_has_zero_and_other_months_are_unknown(
    tmp_path: Path, pair: tuple[Partner, Partner]
) -> None:
    put(tmp_path, None, usage("8001 | 2023-06 | t1 | 1"))
    assert (months(pair[1]), read(pair[1])) == (["2023-06"], [])


def test_rows_of_unknown_partners_are_read_once_the_partner_is_added(
    tmp_path: Path, pair: tuple[Partner, Partner]
) -> None:
    run = put(tmp_path, None, usage("8003 | 2023-06 | t3 | 3"))
    assert (run.status, read(*pair)) == ("published", [])
    assert read(PartnerFactory(mpn_id="8003")) == [("8003", "2023-06", "3.0000000000")]


@pytest.mark.parametrize(
    ("own", "programme", "newest"), [(EARLY, LATE, "programme"), (LATE, EARLY, "own"), (EARLY, EARLY, "programme")]
)
def test_of_own_and_programme_file_the_one_recorded_last_speaks(
    tmp_path: Path, pair: tuple[Partner, Partner], own: datetime, programme: datetime, newest: str
) -> None:
    # Recorded at the same moment, the run that was made later speaks.
    mine = put(tmp_path, pair[0], usage("8001 | 2023-05 | t1 | 5", "8001 | 2023-06 | t1 | 6"), own)
    whole = put(tmp_path, None, usage("8001 | 2023-06 | t1 | 60", "8002 | 2023-06 | t2 | 2"), programme)
    june = {"own": "6.0000000000", "programme": "60.0000000000"}[newest]
    assert read(*pair) == [
        ("8001", "2023-05", "5.0000000000"),
        ("8001", "2023-06", june),
        ("8002", "2023-06", "2.0000000000"),
    ]
    assert read(pair[0]) == read(*pair)[:2]
    speaking = {"own": mine.pk, "programme": whole.pk}[newest]
    found = {(s.partner, s.month.month): s.run for s in queries.view(pair).slices(USAGE)}
    assert found == {("8001", 5): mine.pk, ("", 6): whole.pk} | ({("8001", 6): mine.pk} if newest == "own" else {})
    assert found.get(("8001", 6), found["", 6]) == speaking


def test_programme_file_without_the_partners_rows_takes_its_month_back_to_zero(
    tmp_path: Path, pair: tuple[Partner, Partner]
) -> None:
    put(tmp_path, pair[0], usage("8001 | 2023-06 | t1 | 6"), EARLY)
    put(tmp_path, None, usage("8002 | 2023-06 | t2 | 2"), LATE)
    assert (months(pair[0]), read(pair[0])) == (["2023-06"], [])


def test_earlier_knowledge_has_earlier_rows(tmp_path: Path, pair: tuple[Partner, Partner]) -> None:
    put(tmp_path, None, usage("8001 | 2023-06 | t1 | 1"), EARLY)
    put(tmp_path, pair[0], usage("8001 | 2023-06 | t1 | 2"), LATE)
    before = datetime(2023, 6, 30, tzinfo=UTC)
    assert [read(pair[0], known=known) for known in (before, EARLY, LATE)] == [
        [],
        [("8001", "2023-06", "1.0000000000")],
        [("8001", "2023-06", "2.0000000000")],
    ]
    assert [months(pair[0], known) for known in (before, EARLY)] == [[], ["2023-06"]]


def test_newer_programme_file_supersedes_the_older_one_month_by_month(
    tmp_path: Path, pair: tuple[Partner, Partner]
) -> None:
    put(tmp_path, None, usage("8001 | 2023-05 | t1 | 5", "8001 | 2023-06 | t1 | 6"), EARLY)
    put(tmp_path, None, usage("8001 | 2023-06 | t1 | 60"), LATE)
    assert read(pair[0]) == [("8001", "2023-05", "5.0000000000"), ("8001", "2023-06", "60.0000000000")]


def test_accumulating_facts_of_both_count_and_the_newest_wins_per_fact(
    tmp_path: Path, pair: tuple[Partner, Partner]
) -> None:
    dataset: dict[str, Any] = {"dataset": "trainings", "column": "person || ' ' || coalesce(expires::VARCHAR, '')"}
    put(tmp_path, pair[0], trainings("8001 | PL-400 | 2023-05-01 | {a,b} | 2024-05-01"), EARLY)
    put(tmp_path, None, trainings("{8001,8002} | PL-400 | 2023-05-01 | {b,c} | 2025-05-01"), LATE)
    assert read(pair[0], **dataset) == [
        ("8001", "2023-05", "a 2024-05-01"),
        ("8001", "2023-05", "b 2025-05-01"),
        ("8001", "2023-05", "c 2025-05-01"),
    ]
    assert [value for _, _, value in read(pair[0], known=EARLY, **dataset)] == ["a 2024-05-01", "b 2024-05-01"]


def test_state_of_knowledge_is_told_apart_by_what_speaks(tmp_path: Path, pair: tuple[Partner, Partner]) -> None:
    put(tmp_path, None, usage("8001 | 2023-06 | t1 | 1"), EARLY)

    def digests() -> list[str]:
        together, apart = queries.view(pair), [queries.view([one]) for one in pair]
        found = [together.digest(one.mpn_id, [USAGE]) for one in pair]
        assert found == [view.digest(one.mpn_id, [USAGE]) for one, view in zip(pair, apart, strict=True)]
        return found

    before = digests()
    assert before[0] == before[1]
    put(tmp_path, pair[0], usage("8001 | 2023-06 | t1 | 2"), LATE)
    after = digests()
    assert (after[0] != before[0], after[1]) == (True, before[1])
    assert queries.view(pair).digest("8002", ["trainings"]) != after[1]


def test_many_partners_read_the_programmes_file_as_one_does(
    tmp_path: Path, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    partners = [PartnerFactory(mpn_id=f"90{number}") for number in range(10, 16)]
    put(tmp_path, None, usage("90{10..16} | 2023-06 | t{1,2} | 1", "9 | 2023-06 | t1 | 9"))
    put(tmp_path, partners[2], usage("9012 | 2023-06 | t1 | 12"), LATE)
    apart = [row for one in partners[1:5] for row in read(one)]
    monkeypatch.setattr(reading, "FEW", 1)
    assert read(*partners[1:5]) == apart
    assert [len(read(one)) for one in partners] == [2, 2, 1, 2, 2, 2]


def test_programme_file_is_written_by_partner_in_small_groups(
    tmp_path: Path, pair: tuple[Partner, Partner], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversion, "SORTED_BATCH", 2048)
    run = put(tmp_path, None, usage("{8002,8001} | 2023-06 | t{1..3000} | 1"))
    (part,) = lake.run_folder(USAGE, run.pk).iterdir()
    file = pq.ParquetFile(part)
    assert [(row["partner"], row["row"]) for row in file.read(["partner", "row"]).to_pylist()] == [
        ("8001", row) for row in range(3002, 6002)
    ] + [("8002", row) for row in range(2, 3002)]
    place = file.schema_arrow.get_field_index("partner")
    groups: list[Any] = [
        file.metadata.row_group(number).column(place).statistics for number in range(file.num_row_groups)
    ]
    assert [(group.min, group.max) for group in groups] == [("8001", "8001"), ("8001", "8002"), ("8002", "8002")]


@pytest.mark.parametrize(
    ("whose", "reason"), [("", "missing"), ("UNKNOWN", "missing"), ("8" * 21, "longer than 20 characters")]
)
def test_row_that_names_no_partner_is_rejected(
    tmp_path: Path, pair: tuple[Partner, Partner], whose: str, reason: str
) -> None:
    path = write_table(tmp_path / "usage.csv", usage("8001 | 2023-06 | t1 | 1", f"{whose} | 2023-06 | t1 | 1"))
    result = import_file(None, path)
    assert (result.run.accepted, [(one.row, one.column, one.reason) for one in result.rejections]) == (
        1,
        [(3, "PGAMpnID", reason)],
    )


def test_business_applications_files_name_the_partner_for_the_programme_alone(
    tmp_path: Path, pair: tuple[Partner, Partner]
) -> None:
    text = """
        FiscalMonthName | GlobalPartnerID | CustomerTenantID | Workloads | AdjustedRevenueAmtCD
        2023-06         | 8001            | t1               | Sales     | 1
        2023-06         |                 | t1               | Sales     | 2
    """
    own, whole = put(tmp_path, pair[1], text), put(tmp_path, None, text)
    assert [(run.accepted, run.rejected) for run in (own, whole)] == [(2, 0), (1, 1)]


@pytest.mark.parametrize(
    ("dataset", "header", "message"),
    [
        (
            USAGE,
            "Month,CustomerTenantId,ServiceLevel2,ACR_USD",
            "has no column PGAMpnID or PGAPartnerID, which names the partner",
        ),
        (
            "focus",
            "ProviderName,BillingCurrency,ChargePeriodStart,EffectiveCost",
            "focus files do not name the partner of a row. Import one for each partner.",
        ),
    ],
)
def test_file_that_cannot_name_partners_is_refused_for_the_programme(
    tmp_path: Path, db: None, dataset: str, header: str, message: str
) -> None:
    path = tmp_path / "file.csv"
    path.write_text(f"{header}\n2023-06,t1,Storage,1\n")
    with pytest.raises(ImportRefused, match=f"^file.csv: {message}"):
        import_file(None, path, dataset=dataset)
    assert not Run.objects.exists()


def test_same_programme_file_twice_is_one_run(tmp_path: Path, pair: tuple[Partner, Partner]) -> None:
    path = write_table(tmp_path / "usage.csv", usage("8001 | 2023-06 | t1 | 1"))
    first, second, own = import_file(None, path), import_file(None, path), import_file(pair[0], path)
    assert (first.duplicate_of, second.duplicate_of, own.duplicate_of) == (None, first.run.pk, None)
    run = Run.objects.get(pk=first.run.pk)
    run.pk = None
    with pytest.raises(IntegrityError, match="run_same_file_once"), transaction.atomic():
        run.save()


def test_programme_run_is_nobodys_to_open(tmp_path: Path, team: People) -> None:
    text = usage(f"{team.partner.mpn_id} | 2023-06 | t1 | 1", f"{team.partner.mpn_id} | soon | t1 | 1")
    run = put(tmp_path, None, text)
    assert lake.rejections_file(run).exists()
    api = Api(team.owner, team.partner)
    assert (api.get("runs/")[1]["count"], api.get(f"runs/{run.pk}/")) == (0, NOT_FOUND)
    page = f"/partners/{team.partner.mpn_id}/data/"
    for person in (team.owner, team.teammate, team.stranger, team.manager):
        client = Client()
        client.force_login(person)
        found = [client.get(f"{page}runs/{run.pk}/{rest}").status_code for rest in ("", "rejections.csv")]
        assert set(found) <= {403, 404}
        assert run.file_name not in client.get(page).content.decode()
