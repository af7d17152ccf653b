"""What a designation's page shows: from the snapshot of today, or computed for any other day."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from partnerhub.freshness import Freshness
from partnerhub.models import Partner
from partnerhub.rulebook import NotInForce
from scoring.actions import enrol, take_snapshots
from scoring.forms import Asked
from scoring.pages import DesignationPage, designation_page
from tests.cases_format import import_table
from tests.factories import PartnerFactory
from tests.scoring.evidence import BA, DAY, enterprise

Queries = Callable[[int], Any]


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


@pytest.fixture
def partner(db: None, tmp_path: Path) -> Partner:
    return enterprise(tmp_path)


def page(
    partner: Partner, day: date = DAY, basis: str = "published", known_at: datetime | None = None
) -> DesignationPage:
    return designation_page(partner, BA, Asked(day, basis, known_at))


def test_page_says_score_track_and_freshness(partner: Partner) -> None:
    found = page(partner)
    assert (found.key, found.title, found.as_of, found.basis) == (BA, "Business Applications", DAY, "published")
    assert (found.status.label, found.track_label) == ("Qualified", "Enterprise")
    assert (found.score.shown, found.score.points, found.score.qualified, found.score.threshold) == (
        78,
        Decimal("77.5"),
        True,
        70,
    )
    assert found.score.sentence == "Qualified with 77.5 points: 7.5 above 70. Every metric is above zero."
    assert found.freshness == Freshness(date(2023, 6, 1), date(2023, 7, 20), date(2023, 8, 20))


def test_page_groups_metrics_by_category(partner: Partner) -> None:
    found = page(partner)
    assert [(one.title, one.points, one.cap, [card.title for card in one.metrics]) for one in found.categories] == [
        ("Performance", 15, 15, ["Net customer adds"]),
        ("Skilling", 35, 35, ["Intermediate certifications", "Advanced certifications"]),
        ("Customer success", Decimal("27.5"), 50, ["Usage growth", "Deployments"]),
    ]


def test_card_says_what_was_measured_and_leads_to_its_why(partner: Partner) -> None:
    (growth,) = [card for one in page(partner).categories for card in one.metrics if card.key == "usage_growth"]
    assert (growth.points, growth.shown_points, growth.cap, growth.percent) == (Decimal("7.5"), Decimal("7.5"), 30, 25)
    assert (growth.state_label, growth.actual_text) == ("In progress", "7.5% of 30% growth")
    assert growth.sentence == "107,500 in June 2023, 100,000 in June 2022"
    assert growth.gap == "22.5% more growth brings 22.5 points."
    assert growth.why_url == "/partners/1000001/membership/solutions-partner/business_applications/usage_growth/"


def test_cards_of_another_day_keep_the_day(partner: Partner) -> None:
    known = datetime(2023, 7, 22, 12, tzinfo=UTC)
    found = page(partner, date(2023, 8, 25), "preview", known)
    urls = {card.why_url.partition("?")[2] for one in found.categories for card in one.metrics}
    assert urls == {"as_of=2023-08-25&basis=preview&known_at=2023-07-22"}


def test_page_of_today_reads_the_snapshot_of_the_last_refresh(
    partner: Partner, django_assert_num_queries: Queries
) -> None:
    take_snapshots([partner], DAY)
    with django_assert_num_queries(5):
        found = page(partner)
    assert (found.score.shown, found.preview and found.preview.shown) == (78, 78)


def test_page_of_another_day_is_computed(partner: Partner) -> None:
    take_snapshots([partner], DAY)
    found = page(partner, date(2023, 7, 19))
    assert (found.score.shown, found.track_label) == (35, "SMB")
    assert found.freshness == Freshness(date(2023, 5, 1), date(2023, 6, 20), date(2023, 7, 20))


def test_page_as_known_before_the_import_is_computed(partner: Partner) -> None:
    take_snapshots([partner], DAY)
    found = page(partner, known_at=datetime(2023, 7, 20, 23, 59, 59, tzinfo=UTC))
    assert (found.score.shown, found.status.label, found.preview) == (None, "No evidence", None)
    assert found.score.sentence == "No score yet: import the export files of this designation."
    assert (found.track_label, found.shares, {one.is_known for one in found.categories}) == ("", None, {False})


def test_score_of_which_a_part_is_known_keeps_its_figure(db: None, tmp_path: Path) -> None:
    partner = PartnerFactory()
    earned = """
        TrainingTitle                      | TrainingType  | TrainingCompletionDate | MCPID
        Power Platform Developer Associate | Certification | 2023-01-16             | p{1..2}
    """
    import_table(tmp_path, partner, "trainings", earned)
    found = page(partner)
    assert (found.score.shown, found.score.sentence) == (
        8,
        "62 points short of 70. 3 metrics are unknown. 1 metric is at zero.",
    )
    assert [(one.title, one.is_known) for one in found.categories] == [
        ("Performance", False),
        ("Skilling", True),
        ("Customer success", False),
    ]


def test_preview_of_a_score_not_known_yet_differs_whatever_it_is(db: None, tmp_path: Path) -> None:
    partner = PartnerFactory()
    july = """
        FiscalMonthName | CustomerTenantID | Workloads | PartnerAssociationType | AdjustedRevenueAmtCD
        2022-07         | t{1..4}          | Sales     | CSP Tier 1             | 9000
        2023-07         | t{1..4}          | Sales     | CSP Tier 1             | 9000
    """
    import_table(tmp_path, partner, "business_apps_revenue", july)
    found = page(partner)
    assert found.score.shown is None
    assert found.preview is not None
    assert (found.preview.shown, found.preview.differs) == (0, True)


def test_preview_stands_beside_the_published_score(partner: Partner, tmp_path: Path) -> None:
    july = """
        FiscalMonthName | CustomerTenantID | Workloads | PartnerAssociationType | AdjustedRevenueAmtCD
        2022-07         | big              | Sales     | CSP Tier 1             | 1
        2023-07         | t{1..4}          | Sales     | CSP Tier 1             | 9000
    """
    import_table(tmp_path, partner, "business_apps_revenue", july)
    found = page(partner)
    assert found.preview is not None
    assert (found.score.shown, found.preview.shown, found.preview.differs) == (78, 75, True)
    assert found.preview.url == "/partners/1000001/membership/solutions-partner/business_applications/?basis=preview"
    assert page(partner, basis="preview").preview is None


@pytest.mark.parametrize(
    ("enrolled", "evidence", "status"),
    [
        (False, None, "No evidence"),
        (False, "short", "In progress"),
        (False, "all", "Qualified"),
        (True, None, "Enrolled"),
        (True, "short", "Enrolled"),
    ],
)
def test_status_is_the_programme_s_word(
    db: None, tmp_path: Path, enrolled: bool, evidence: str | None, status: str
) -> None:
    partner = enterprise(tmp_path) if evidence else PartnerFactory()
    day = DAY if evidence == "all" else date(2023, 7, 19)
    if enrolled:
        enrol(partner, BA, None, starts=date(2023, 7, 19), ends=date(2023, 7, 19))
    assert page(partner, day).status.label == status


def test_page_says_what_decides_the_status_and_leads_to_the_history(partner: Partner) -> None:
    life = page(partner).life
    assert [(fact.label, fact.value, fact.note) for fact in life.facts] == [
        ("Qualification window", "25 Jul 2023", "To enrol, the criteria must be met on the day itself."),
        ("Days known to qualify", "1 day: 25 Jul 2023", ""),
        ("Can be bought until", "25 Jul 2023", "Longer, as long as the score qualifies."),
    ]
    url = "/partners/1000001/membership/solutions-partner/business_applications/history/"
    assert (life.history_url, page(partner, basis="preview").life.history_url) == (url, url)
    assert page(partner, date(2023, 7, 20)).life.history_url == f"{url}?as_of=2023-07-20"


@pytest.mark.parametrize(
    ("day", "status", "anniversary"),
    [
        (date(2023, 11, 14), "Enrolled", "Enrolled until then, whatever the score does."),
        (
            date(2023, 11, 15),
            "Enrolled (Renewal due)",
            "The membership has ended; the designation stays for as long as it can be renewed.",
        ),
    ],
)
def test_page_of_a_held_designation_says_what_happens_at_its_anniversary(
    db: None, day: date, status: str, anniversary: str
) -> None:
    partner = PartnerFactory()
    enrol(partner, BA, None, starts=date(2022, 11, 14))
    found = page(partner, day)
    renewal = (
        "A renewal in these days begins a new membership on the day of its payment. "
        "Without one, the designation, its badge and its benefits are lost."
    )
    assert found.status.label == status
    assert [(fact.label, fact.value, fact.note) for fact in found.life.facts] == [
        ("Anniversary", "14 Nov 2023", anniversary),
        ("Renewal window", "15 Nov 2023 to 14 Dec 2023", renewal),
        (
            "Qualification window",
            "1 Jun 2023 to 30 Nov 2023",
            "To renew, the criteria must be met on at least one of these days.",
        ),
        ("Days known to qualify", "none", "Days whose score is not known may qualify as well."),
    ]


def test_page_of_a_lost_designation_says_so(db: None) -> None:
    partner = PartnerFactory()
    enrol(partner, BA, None, starts=date(2022, 11, 14))
    found = page(partner, date(2023, 12, 15))
    assert (found.status.label, found.life.facts[-1].label, found.life.facts[-1].value) == (
        "No evidence",
        "Not renewed",
        "14 Nov 2023",
    )


def test_page_says_until_when_an_earlier_day_serves(partner: Partner) -> None:
    """Today is 25 July here; on 20 September the days of July are two months old."""
    facts = {fact.label: fact for fact in page(partner, date(2023, 9, 20)).life.facts}
    assert (facts["Can be bought until"].value, facts["Can be bought until"].note) == ("31 Dec 2023", "")


def test_page_of_a_day_before_the_programme_is_refused(db: None) -> None:
    with pytest.raises(NotInForce):
        page(PartnerFactory(), date(2022, 10, 2))
