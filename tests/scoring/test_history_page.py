"""The scoring history as its page shows it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from pytest_django import Settings

from partnerhub.models import Partner
from partnerhub.pictures import GOOD, PLAIN, Columns, Level
from partnerhub.rulebook import NotInForce
from scoring import history_page as history_page_module
from scoring import queries
from scoring.forms import Asked
from scoring.history_page import HistoryPage, history_page
from scoring.models import ScoreSnapshot
from tests.factories import PartnerFactory
from tests.scoring.evidence import BA, enterprise

pytestmark = pytest.mark.slow

AUTUMN = date(2023, 9, 25)
URL = "/partners/1000001/membership/solutions-partner/business_applications/"


@pytest.fixture
def partner(db: None, tmp_path: Path, settings: Settings) -> Partner:
    """35 points all along, and 77.5 from 20 July to 19 August 2023."""
    settings.DEMO_TODAY = AUTUMN
    return enterprise(tmp_path)


def page(partner: Partner, day: date = AUTUMN, basis: str = "published", known: datetime | None = None) -> HistoryPage:
    return history_page(partner, BA, Asked(day, basis, known))


def test_page_shows_the_best_score_of_six_months_newest_first(partner: Partner) -> None:
    found = page(partner)
    assert [(row.month, row.shown, row.reached, row.status.label, row.is_complete) for row in found.rows] == [
        ("September 2023", 35, date(2023, 9, 20), "On no known day", False),
        ("August 2023", 35, date(2023, 8, 20), "On no known day", False),
        ("July 2023", 78, date(2023, 7, 20), "Qualified on 20 Jul 2023", True),
        ("June 2023", 35, date(2023, 6, 20), "On no known day", False),
        ("May 2023", 35, date(2023, 5, 15), "On no known day", False),
        ("April 2023", 35, date(2023, 4, 15), "On no known day", False),
    ]
    assert [row.is_current for row in found.rows] == [True, False, False, False, False, False]
    assert found.rows[2].known == "worked out for 20 Jul 2023, 31 Jul 2023"
    assert (found.title, found.lede, found.parent.url) == (
        "Business Applications",
        "Business Applications · as of 25 Sep 2023 · as known now",
        URL,
    )


def test_page_says_the_status_and_what_decides_it(partner: Partner) -> None:
    found = page(partner)
    assert found.life.status.label == "Qualified"
    assert [(fact.label, fact.value) for fact in found.life.facts] == [
        ("Qualification window", "1 Apr 2023 to 25 Sep 2023"),
        ("Days known to qualify", "2 days, the last on 31 Jul 2023"),
        ("Can be bought until", "31 Dec 2023"),
    ]
    assert found.life.rule_note.startswith(
        "In force since 19 Sep 2023. Sources: Partner Center announcements: September 2023"
    )


def test_each_score_leads_to_its_day_with_what_was_known_when_it_was_kept(partner: Partner) -> None:
    kept = queries.answer_on(partner, BA, date(2023, 7, 25), "published")
    kept.save()
    ScoreSnapshot.objects.update(computed_at=datetime(2023, 7, 25, 4, tzinfo=UTC))
    september, august, july = page(partner).rows[:3]
    assert july.url == f"{URL}?as_of=2023-07-25&known_at=2023-07-25"
    assert (july.known, august.url) == ("kept on 1 day", f"{URL}?as_of=2023-08-20")
    # The last refresh was two months ago: nothing is known of today.
    assert september.known == "worked out for 20 Sep 2023"


def columns(found: HistoryPage) -> list[tuple[str, str, str, list[tuple[Decimal, str]]]]:
    assert isinstance(found.chart.picture, Columns)
    return [
        (one.label, one.sub, one.text, [(part.value, part.kind) for part in one.parts])
        for one in found.chart.picture.columns
    ]


def test_chart_draws_what_the_table_says(partner: Partner) -> None:
    found = page(partner)
    assert columns(found) == [
        ("Apr", "2023", "35", [(Decimal(35), PLAIN)]),
        ("May", "", "35", [(Decimal(35), PLAIN)]),
        ("Jun", "", "35", [(Decimal(35), PLAIN)]),
        ("Jul", "", "78", [(Decimal("77.5"), GOOD)]),
        ("Aug", "", "35", [(Decimal(35), PLAIN)]),
        ("Sep", "", "35", [(Decimal(35), PLAIN)]),
    ]
    assert isinstance(found.chart.picture, Columns)
    assert found.chart.picture.needed == Level(Decimal(70), "70 to qualify")
    assert found.chart.told.startswith("Best score of each month. April 2023: 35; May 2023: 35;")


def test_csv_says_what_the_table_says(partner: Partner) -> None:
    head, *rows = history_page_module.download(partner, BA, Asked(AUTUMN, "published", None))
    assert head == ["month", "best_points", "best_shown", "reached_on", "qualified_on", "days_known"]
    assert rows[3] == ["2023-07", "77.5", 78, "2023-07-20", "2023-07-20", 2]
    assert [row[0] for row in rows] == [f"2023-{month:02}" for month in range(4, 10)]
    shown = [row.shown for row in reversed(page(partner).rows)]
    assert [row[2] for row in rows] == shown
    before = datetime(2023, 7, 20, 23, 59, 59, tzinfo=UTC)
    _head, *unknown = history_page_module.download(partner, BA, Asked(AUTUMN, "published", before))
    assert unknown[0] == ["2023-04", "", "", "", "", 0]


def test_month_without_evidence_is_unknown_not_zero(partner: Partner) -> None:
    before = datetime(2023, 7, 20, 23, 59, 59, tzinfo=UTC)
    found = page(partner, known=before)
    assert {(row.shown, row.url, row.reached, row.status.label) for row in found.rows} == {
        (None, None, None, "Unknown")
    }
    assert [row.known for row in found.rows] == ["worked out for 25 Sep 2023", *["no day is known"] * 5]
    assert {(text, len(parts)) for _label, _sub, text, parts in columns(found)} == {("?", 0)}
    assert "April 2023: unknown;" in found.chart.told
    assert (found.life.status.label, found.lede[-23:]) == ("No evidence", "as known on 20 Jul 2023")


def test_score_at_zero_is_drawn_at_zero(db: None, tmp_path: Path, settings: Settings) -> None:
    settings.DEMO_TODAY = AUTUMN
    partner = PartnerFactory()
    kept = queries.answer_on(partner, BA, AUTUMN, "published")
    kept.metrics[0]["state"] = "measured"
    kept.save()
    found = page(partner)
    assert (found.rows[0].shown, found.life.status.label) == (0, "In progress")
    assert columns(found)[-1] == ("Sep", "", "0", [(Decimal(0), PLAIN)])


def test_history_is_of_published_scores_whatever_is_asked(partner: Partner) -> None:
    assert page(partner, basis="preview") == page(partner)


def test_links_keep_the_state_of_knowledge(partner: Partner) -> None:
    known = datetime(2023, 8, 1, 23, 59, 59, tzinfo=UTC)
    found = page(partner, date(2023, 8, 10), known=known)
    assert found.rows[1].url == f"{URL}?as_of=2023-07-20&known_at=2023-08-01"
    assert (len(found.rows), found.parent.url) == (6, f"{URL}?as_of=2023-08-10&known_at=2023-08-01")


def test_history_of_a_day_before_the_programme_is_refused(partner: Partner) -> None:
    with pytest.raises(NotInForce):
        page(partner, date(2022, 10, 2))
    first = page(partner, date(2022, 10, 3))
    assert [row.known for row in first.rows] == ["worked out for 3 Oct 2022", *["no day is known"] * 5]
