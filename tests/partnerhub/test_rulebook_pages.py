"""What a chapter of the rulebook shows."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from partnerhub.models import Partner
from partnerhub.rulebook import Rulebook, load
from partnerhub.rulebook.loading import REPO_RULEBOOKS
from partnerhub.rulebook_pages import ChapterPage, Link, Row, Rule, Visit, chapter_page, chapters, rule_url

TODAY = date(2023, 7, 25)
BA, IDB = "business_applications", "infra_and_database_migration"
ADDS = f"{BA}.net_customer_adds"
FLOOR = f"{ADDS}.revenue_floor"


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.DEMO_TODAY = TODAY


@pytest.fixture
def book() -> Rulebook:
    return load()


Show = Callable[..., ChapterPage]


@pytest.fixture
def show(book: Rulebook) -> Show:
    """show(chapter, day=): the chapter as somebody without an organisation sees it."""

    def page(chapter: str, day: date = TODAY) -> ChapterPage:
        return chapter_page(book, chapter, Visit(None, figures=False, on=day))

    return page


def rule(page: ChapterPage, id: str) -> Rule:
    (found,) = [rule for section in page.sections for rule in section.rules if rule.id == id]
    return found


def row(page: ChapterPage, id: str, scope: str = "") -> Row:
    (found,) = [row for row in rule(page, id).rows if row.scope == scope]
    return found


def test_chapter_groups_its_rules_by_what_they_are_about(show: Show) -> None:
    found = show(BA)
    assert (found.title, found.kind) == ("Business Applications", "Solutions Partner designation")
    assert [section.key for section in found.sections] == [
        "tracks",
        "net_customer_adds",
        "intermediate_certifications",
        "advanced_certifications",
        "usage_growth",
        "deployments",
        "performance",
        "customer_success",
        "rate_card",
    ]
    assert [section.key for section in show(IDB).sections][:2] == ["catalogue", "designation"]


def test_section_begins_with_the_deciding_numbers_of_the_whole(show: Show) -> None:
    (adds,) = [section for section in show("security").sections if section.key == "net_customer_adds"]
    ids = [rule.id.removeprefix("security.net_customer_adds.") for rule in adds.rules]
    assert (ids[:2], ids[-1]) == (["cap", "threshold"], "microsoft_365.seats_floor")


def test_row_stands_between_the_value_before_it_and_the_one_after_it(show: Show, book: Rulebook) -> None:
    workloads = row(show(BA), f"{BA}.performance.workloads")
    assert (workloads.value, len(workloads.listed), workloads.since, workloads.until) == (
        "24 listed",
        24,
        date(2023, 6, 13),
        None,
    )
    assert workloads.before is not None
    assert (workloads.before.text, workloads.before.day) == ("21 listed", date(2023, 6, 12))
    assert workloads.before.changes[1] == "Dropped: Customer Voice."
    assert (workloads.after, workloads.certainty.label, workloads.own) == (None, "Confirmed by two sources", False)
    assert [source.title for source in workloads.sources] == [
        book.sources[key].title for key in ("ba-2023-06", "elig-2022-08")
    ]
    assert workloads.sources[0].published == date(2023, 6, 13)


def test_row_knows_what_comes_after_it(show: Show) -> None:
    certificates = row(show(BA), f"{BA}.intermediate_certifications.certificates")
    assert certificates.until == date(2023, 11, 30)
    assert certificates.after is not None
    assert (certificates.after.text, certificates.after.day) == ("16 listed", date(2023, 12, 1))
    assert certificates.after.changes == ["Dropped: Power Platform App Maker Associate (PL-100)."]


def test_row_of_a_rule_that_ends_says_so(show: Show) -> None:
    before, after = (show(BA, day) for day in (date(2023, 6, 12), date(2023, 6, 13)))
    ends = row(before, f"{BA}.rate_card", "Power BI Premium").after
    assert ends is not None
    assert (ends.text, ends.day, ends.changes) == ("no longer in force", date(2023, 6, 13), [])
    track = row(show(BA, date(2023, 2, 28)), FLOOR, "Larger markets")
    assert (track.until, track.after and track.after.text) == (date(2023, 2, 28), "no longer in force")
    assert [one.scope for one in rule(after, f"{BA}.rate_card").rows if one.scope == "Power BI Premium"] == []


@pytest.mark.parametrize(
    ("day", "scopes", "value"),
    [
        (date(2023, 2, 28), ["Larger markets", "Other markets"], "> 1,500 USD"),
        (date(2023, 3, 1), ["Enterprise", "SMB"], "≥ 1,500 USD"),
    ],
)
def test_page_of_another_day_shows_the_rules_then_in_force(
    show: Show, day: date, scopes: list[str], value: str
) -> None:
    found = rule(show(BA, day), FLOOR)
    assert ([row.scope for row in found.rows], found.rows[0].value) == (scopes, value)


def test_page_before_the_first_edition_has_no_section_and_names_what_is_to_come(show: Show) -> None:
    found = show(BA, date(2022, 10, 2))
    assert (found.sections, found.held, bool(found.turns)) == ([], True, True)
    assert {one.ended for one in found.idle} == {False}
    anchors = [one.anchor for one in found.idle if one.anchor]
    assert FLOOR in anchors
    assert len(anchors) == len(set(anchors))


def test_rules_of_other_tracks_are_listed_apart_without_a_second_anchor(show: Show) -> None:
    found = show(BA)
    (floor,) = [one for one in found.idle if one.label == "Net customer adds · revenue floor · Larger markets"]
    assert (floor.anchor, floor.value, floor.since, floor.until, floor.ended) == (
        "",
        "> 1,500 USD",
        date(2022, 10, 3),
        date(2023, 2, 28),
        True,
    )


def test_unpublished_value_is_shown_as_such_with_its_note(show: Show) -> None:
    found = row(show(BA), f"{BA}.rate_card", "Portals")
    assert (found.value, found.certainty.label, found.note) == (
        "not published",
        "Unpublished",
        "Eligible in both editions, in neither rate card.",
    )


def test_value_of_an_overlay_is_marked(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(
        "ours:\n  title: Letter of July\n  kind: operator\n  published: null\n  read: 2026-11-20\n"
    )
    (tmp_path / "freshness.yaml").write_text("performance_day:\n  - {from: 2023-07-01, value: 22, source: ours}\n")
    book = load(REPO_RULEBOOKS, tmp_path)
    found = row(chapter_page(book, "freshness", Visit(None, figures=False, on=TODAY)), "freshness.performance_day")
    assert (found.value, found.own, found.certainty.label) == (
        "day 22 of the next month",
        True,
        "Set by this installation",
    )
    assert [source.title for source in found.sources] == ["Letter of July"]
    assert (found.before and found.before.text) == "day 20 of the next month"


def test_turns_lead_to_the_days_and_the_current_one_is_marked(show: Show) -> None:
    found = show("security")
    assert [(turn.day, turn.url, turn.current) for turn in found.turns] == [
        (date(2023, 6, 13), "/rulebook/security/?on=2023-06-13", True),
        (date(2023, 12, 1), "/rulebook/security/?on=2023-12-01", False),
        (date(2024, 7, 1), "/rulebook/security/?on=2024-07-01", False),
    ]


@pytest.mark.parametrize(
    ("chapter", "day", "title", "days"),
    [
        ("security", TODAY, "What changes on 1 Dec 2023", "first=2023-11-30&second=2023-12-01"),
        ("security", date(2024, 7, 1), "What changed on 1 Jul 2024", "first=2024-06-30&second=2024-07-01"),
    ],
)
def test_page_leads_to_the_nearest_differences(show: Show, chapter: str, day: date, title: str, days: str) -> None:
    assert show(chapter, day).differences == Link(title, f"/rulebook/differences/?{days}&chapter={chapter}")


def test_page_of_a_chapter_with_one_edition_leads_to_no_differences(show: Show) -> None:
    found = show(IDB)
    assert (len(found.turns), found.differences) == (1, None)


def test_uses_lead_to_figures_only_for_who_may_see_them(book: Rulebook) -> None:
    partner = Partner(mpn_id="1000001")
    seen = [
        chapter_page(book, BA, Visit(partner, figures=figures, on=day)).sections[1].uses
        for figures, day in ((True, TODAY), (True, date(2023, 6, 20)), (False, TODAY))
    ]
    why = f"/partners/1000001/membership/solutions-partner/{BA}/net_customer_adds/"
    assert seen == [[Link("Net customer adds", url)] for url in (why, f"{why}?as_of=2023-06-20", None)]


def test_uses_stand_at_each_rule_where_they_differ(book: Rulebook) -> None:
    visit = Visit(Partner(mpn_id="1000001"), figures=True, on=TODAY)
    (section,) = chapter_page(book, "programme", visit).sections
    found = {rule.id: [link.title for link in rule.uses] for rule in section.rules}
    assert section.uses == []
    assert {
        name: found[f"programme.{name}"] for name in ("excluded_offers", "pass_total", "specialization_window")
    } == {
        "excluded_offers": ["every designation", "every specialization"],
        "pass_total": ["every designation"],
        "specialization_window": ["every specialization"],
    }
    (section,) = chapter_page(book, "freshness", visit).sections
    assert [link.title for link in section.uses] == ["every designation", "every specialization"]
    windows = chapter_page(book, IDB, visit).sections[2]
    assert windows.uses == [
        Link("Windows Server VM", f"/partners/1000001/membership/specializations/{IDB}/requirements/windows_acr/")
    ]


def test_every_rule_in_force_stands_on_its_page_once(show: Show, book: Rulebook) -> None:
    for chapter in chapters(book):
        shown = [
            (rule.id, row.scope) for section in show(chapter).sections for rule in section.rules for row in rule.rows
        ]
        in_force = [entry for entry in book.on(TODAY).in_force() if entry.id.partition(".")[0] == chapter]
        assert (chapter, len(shown), len(set(shown))) == (chapter, len(in_force), len(in_force))


def test_chapter_that_there_is_not_is_refused(show: Show) -> None:
    with pytest.raises(KeyError):
        show("sources")


@pytest.mark.parametrize(
    ("partner", "day", "url"),
    [
        (None, TODAY, f"/rulebook/{BA}/#{FLOOR}"),
        (Partner(mpn_id="1000001"), TODAY, f"/rulebook/{BA}/?partner=1000001#{FLOOR}"),
        (
            Partner(mpn_id="1000001"),
            date(2023, 6, 20),
            f"/rulebook/{BA}/?partner=1000001&on=2023-06-20#{FLOOR}",
        ),
    ],
)
def test_rule_url_leads_to_the_rule_on_its_day(partner: Partner | None, day: date, url: str) -> None:
    assert rule_url(FLOOR, partner, day) == url
