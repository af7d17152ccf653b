"""The skilling eligibility page: where people stand, what ends when, and the list."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from partnerhub.models import Partner
from scoring.forms import Asked
from scoring.people import Wanted, person_id
from scoring.people_page import PeoplePage, UnknownTitle, people_page
from tests.factories import PartnerFactory
from tests.lake_rows import put
from tests.scoring import large
from tests.scoring.eligible import eligible
from tests.scoring.evidence import DAY

pytestmark = pytest.mark.slow

PEOPLE = "/partners/1000001/membership/solutions-partner/people/"


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = DAY


@pytest.fixture
def partner(db: None, tmp_path: Path) -> Partner:
    return eligible(tmp_path)


def page(partner: Partner, day: date = DAY, known_at: datetime | None = None, **wanted: str) -> PeoplePage:
    return people_page(partner, Asked(day, "published", known_at), Wanted(**wanted))


def test_lines_say_where_people_stand(partner: Partner) -> None:
    found = page(partner)
    assert found.lede == "4 of 4 people count for at least one metric · as of 25 Jul 2023 · as known now"
    told = [(one.designation, one.why.title, one.people.people, one.points, one.cap) for one in found.lines]
    assert told == [
        ("Data & AI", "Intermediate certifications", "1 of 10 people", "4", 40),
        ("Infrastructure", "Intermediate certifications", "0 of 5 people", "0", 20),
        ("Infrastructure", "Advanced certifications", "0 of 5 people", "0", 20),
        ("Digital & App Innovation", "Intermediate certifications", "1 of 5 people", "4", 20),
        ("Digital & App Innovation", "Advanced certifications", "0 of 5 people", "0", 20),
        ("Business Applications · SMB", "Intermediate certifications", "2 of 5 people", "8", 20),
        ("Business Applications · SMB", "Advanced certifications", "0 of 2 people", "0", 15),
        ("Modern Work · Enterprise", "Intermediate certifications", "0 of 4 people", "0", 10),
        ("Modern Work · Enterprise", "Advanced certifications", "0 of 2 people", "0", 15),
        ("Security", "Intermediate certifications", "0 of 6 people", "0", 40),
    ]
    gates = [(gate.title, gate.people, gate.notes, gate.met) for gate in found.lines[0].gates]
    assert gates == [
        ("Azure Solutions Architects", "2 of 2 people", ["1 person’s certificate ends on 1 Oct 2023"], True),
        ("Azure Administrators", "2 of 2 people", ["1 person’s certificate ends on 10 Aug 2023"], True),
    ]
    assert found.lines[5].people.notes == ["1 person’s certificate ends on 10 Aug 2023"]


def test_people_behind_a_closed_gate_are_said_to_wait(partner: Partner) -> None:
    """After 10 August one administrator is left, and Ines's analyst waits."""
    (line,) = page(partner, date(2023, 8, 11), designation="data_ai").lines
    assert (line.people.people, line.points) == ("1 of 10 people", "0")
    assert line.people.notes == ["nobody counts until the prerequisites are met"]
    assert [(gate.people, gate.met) for gate in line.gates] == [("2 of 2 people", True), ("1 of 2 people", False)]


def test_windows_say_what_ends_and_what_it_costs(partner: Partner) -> None:
    found = page(partner)
    assert [(one.title, one.told, one.pill) for one in found.windows] == [
        ("The next 30 days", "2 certificates end, 12 points lost", "bad"),
        ("Up to 60 days ahead", "1 certificate ends, no points lost", "neutral"),
        ("Up to 90 days ahead", "1 certificate ends, no points lost", "neutral"),
    ]
    (day,) = found.windows[0].days
    assert [(one.person, one.title) for one in day.endings] == [
        ("Ines", "Azure Administrator Associate"),
        ("Milo", "Power Platform Developer Associate"),
    ]
    assert day.endings[1].lost == (
        "Digital & App Innovation: Intermediate certifications; Business Applications: Intermediate certifications"
    )
    assert [(cost.title, cost.before, cost.after, cost.points) for cost in day.costs] == [
        ("Data & AI: Intermediate certifications", "4", "0", "4"),
        ("Digital & App Innovation: Intermediate certifications", "4", "0", "4"),
        ("Business Applications: Intermediate certifications", "8", "4", "4"),
    ]
    (quiet,) = found.windows[1].days
    assert (quiet.day, quiet.endings, quiet.without_loss, quiet.costs) == (date(2023, 9, 20), [], 1, [])


def test_window_in_which_nothing_ends_says_so(partner: Partner) -> None:
    found = page(partner, date(2023, 1, 1))
    assert [(one.told, one.pill) for one in found.windows] == [("nothing ends", "good")] * 3


def test_people_of_whom_nothing_is_known_are_unknown(db: None) -> None:
    found = page(PartnerFactory())
    assert {(one.told, one.pill) for one in found.windows} == {("unknown", "neutral")}
    assert (found.lede, found.ending) == ("No certificate is known yet · as of 25 Jul 2023 · as known now", None)
    assert {one.points for one in found.lines} == {"–"}
    assert {one.unknown for one in found.lines} == {
        "No file of training completions has been imported: unknown, not zero."
    }


def test_row_says_what_each_certificate_is_worth(partner: Partner) -> None:
    rows = {one.name: one for one in page(partner).rows}
    ines = rows["Ines"]
    assert (ines.key, ines.counting, ines.url) == ("3", 4, f"{PEOPLE}{person_id(partner, '3')}/")
    told = [(one.title, one.expires, one.soon) for one in ines.certificates]
    assert told == [
        ("Azure Administrator Associate", date(2023, 8, 10), True),
        ("Data Analyst Associate", None, False),
        ("Azure Data Engineer Associate", date(2023, 9, 20), False),
    ]
    worths = [(worth.pill, worth.label, worth.lines) for one in ines.certificates[1:] for worth in one.worths]
    assert worths == [
        (
            "good",
            "counted",
            "Data & AI: Intermediate certifications; Business Applications: Intermediate certifications",
        ),
        ("neutral", "person already counted", "Data & AI: Intermediate certifications"),
    ]
    assert (
        ines.certificates[0]
        .worths[0]
        .lines.startswith("Data & AI: Intermediate certifications (Azure Administrators); ")
    )
    assert [worth.label for one in rows["Milo"].certificates for worth in one.worths] == [
        "counted", "expired", "title not known to the rulebook", "title not known to the rulebook",
    ]  # fmt: skip


def test_what_cannot_be_placed_stands_at_the_end(partner: Partner) -> None:
    found = page(partner)
    assert found.unknown == [UnknownTitle("Contoso Certified Baker", "2 certificates, 1 person")]
    assert (found.more_unknown, found.others) == (0, 1)


def test_filters_offer_what_is_there(partner: Partner) -> None:
    selects = {one.name: [option.label for option in one.options] for one in page(partner).listed.selects}
    assert selects["certificate"] == [
        "Azure Administrator Associate",
        "Azure Data Engineer Associate",
        "Azure Solutions Architect Expert",
        "Data Analyst Associate",
        "Power Platform Developer Associate",
    ]
    assert selects["within"] == ["within 30 days", "within 60 days", "within 90 days"]
    assert len(selects["designation"]) == 6


def test_addresses_keep_the_question_and_the_rows(partner: Partner) -> None:
    known = datetime(2023, 7, 22, 12, tzinfo=UTC)
    found = page(partner, date(2023, 7, 24), known, within="30", sort="-ends")
    asked = "as_of=2023-07-24&known_at=2023-07-22"
    assert found.download_url == f"{PEOPLE}people.csv?{asked}&within=30&sort=-ends"
    assert found.rows[0].url.endswith(f"/?{asked}")
    assert [(head.label, head.sorted) for head in found.listed.heads] == [
        ("Person", "none"), ("Counts for", "none"), ("Certificates, what ends first", "descending"),
    ]  # fmt: skip
    assert found.listed.heads[0].url == f"?{asked}&within=30&sort=person#list"


def test_many_people_come_in_pages(db: None) -> None:
    partner = PartnerFactory(mpn_id=large.PARTNER)
    put(partner, large.facts(0, 240))
    sizes = [len(page(partner, number=number).rows) for number in ("", "2", "3", "99")]
    assert sizes == [25, 25, 10, 10]


def test_many_endings_of_one_day_are_counted_beyond_the_first(db: None) -> None:
    partner = PartnerFactory()
    earned = {"month": date(2023, 1, 1), "title": "Power Platform Developer Associate", "completed": date(2023, 1, 2)}
    ends = {"training_type": "Certification", "expires": date(2023, 8, 1)}
    put(partner, {"trainings": [earned | ends | {"person": f"p{number}"} for number in range(6)]})
    (day,) = page(partner).windows[0].days
    assert ([one.person for one in day.endings], day.more) == (["p0", "p1", "p2", "p3"], 2)
    assert [(cost.before, cost.after) for cost in day.costs] == [("20", "0")]
