"""Reading the rulebook on a day: which entry applies, what is noted, what is refused."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from partnerhub.rulebook import NotInForce, Rulebook, Unpublished, load
from partnerhub.rulebook.entries import in_force

ADDS = "business_applications.net_customer_adds"
CARD = "business_applications.rate_card"
LAUNCH, MARCH, JUNE, JULY = date(2022, 10, 3), date(2023, 3, 1), date(2023, 6, 13), date(2023, 7, 11)
DAY = timedelta(days=1)


def test_number_changes_on_its_day(book: Rulebook) -> None:
    read = [book.on(day).number("freshness.performance_day") for day in (LAUNCH, JUNE - DAY, JUNE, JUNE + DAY)]
    assert read == [15, 15, 20, 20]


def test_number_before_the_first_entry_is_not_in_force(book: Rulebook) -> None:
    with pytest.raises(NotInForce) as refused:
        book.on(LAUNCH - DAY).number("freshness.performance_day")
    assert str(refused.value) == (
        "rule freshness.performance_day is not in force on 2022-10-02: its first entry is from 2022-10-03"
    )


def test_number_of_an_unknown_rule_says_so(book: Rulebook) -> None:
    with pytest.raises(
        NotInForce, match=r"rule freshness.week is not in force on 2023-07-11: the rulebook has no rule of"
    ):
        book.on(JULY).number("freshness.week")


def test_number_of_a_track_ends_with_the_track(book: Rulebook) -> None:
    assert book.on(MARCH - DAY).number(f"{ADDS}.threshold", "larger") == 15
    assert not book.on(MARCH).has(f"{ADDS}.threshold", "larger")
    assert not book.on(MARCH - DAY).has(f"{ADDS}.threshold", "enterprise")
    assert book.on(MARCH).number(f"{ADDS}.threshold", "enterprise") == 5


def test_get_on_a_track_falls_back_to_the_entry_without_track(book: Rulebook) -> None:
    entry = book.on(JULY).get(f"{ADDS}.cap", "smb")
    assert (entry.value, entry.track) == (Decimal(15), None)


def test_get_without_track_does_not_guess_one(book: Rulebook) -> None:
    with pytest.raises(NotInForce):
        book.on(JULY).get(f"{ADDS}.threshold")


def test_names_use_the_first_selector_that_has_an_entry(book: Rulebook) -> None:
    rule = "business_applications.customer_success.associations"
    selectors = ("customer_insights", "dynamics_365")
    assert book.on(JUNE - DAY).names(rule, of=selectors) == ("CPOR", "CSP_T1", "CSP_T2", "DPOR", "PAL")
    assert book.on(JUNE).names(rule, of=selectors) == ("PAL",)
    assert book.on(JUNE).names(rule, of="dynamics_365") == ("CPOR_OSU", "DPOR", "CSP_T1", "CSP_T2")


def test_number_of_an_unpublished_value_is_refused_with_its_place(book: Rulebook) -> None:
    with pytest.raises(Unpublished) as refused:
        book.on(JULY).number("infra_and_database_migration.skilling.people")
    entry = book.on(JULY).get("infra_and_database_migration.skilling.people")
    assert (entry.value, entry.published) == (None, False)
    assert f"({entry.file}:{entry.line}); an overlay folder may set one" in str(refused.value)


def test_number_of_a_text_is_refused(book: Rulebook) -> None:
    with pytest.raises(TypeError, match=r"rule business_applications.track_choice is not a Decimal: 'by_workloads'"):
        book.on(JULY).number("business_applications.track_choice")


def test_removed_value_is_not_in_force_from_its_day(book: Rulebook) -> None:
    assert book.on(JUNE - DAY).number(CARD, of="power_bi_premium") == 20
    assert not book.on(JUNE).has(CARD, of="power_bi_premium")
    assert [entry.removed for entry in book.history(CARD, of="power_bi_premium")] == [False, True]


def test_entries_of_a_rate_card_are_those_in_force(book: Rulebook) -> None:
    card = book.on(JULY).entries(CARD)
    assert {key for key, entry in card.items() if not entry.published} == {"portals"}
    assert "power_bi_premium" not in card
    assert (card["customer_insights"].value, card["customer_insights"].unit) == (Decimal("0.2"), "capacity")
    assert card["business_central"].unit == "mau"


def test_mapping_leaves_out_the_unpublished(book: Rulebook) -> None:
    assert "portals" not in book.on(JULY).mapping(CARD)


def test_first_prefers_a_rule_of_ones_own(book: Rulebook) -> None:
    ids = ("{}.window", "programme.specialization_window")
    own = book.on(JULY).first(*(rule.format("infra_and_database_migration") for rule in ids))
    shared = book.on(JULY).first(*(rule.format("kubernetes") for rule in ids))
    assert (own.id, shared.id) == ("infra_and_database_migration.window", "programme.specialization_window")


def test_first_of_none_is_not_in_force(book: Rulebook) -> None:
    with pytest.raises(NotInForce, match=r"rule kubernetes.windows"):
        book.on(JULY).first("kubernetes.window", "kubernetes.windows")


def test_trace_notes_each_entry_once_in_order_of_reading(book: Rulebook) -> None:
    rules = book.on(JULY)
    rules.number(f"{ADDS}.threshold", "smb")
    rules.number(f"{ADDS}.cap", "smb")
    rules.number(f"{ADDS}.threshold", "smb")
    assert [(entry.id, entry.track) for entry in rules.trace] == [(f"{ADDS}.threshold", "smb"), (f"{ADDS}.cap", None)]


def test_trace_notes_nothing_that_was_only_asked_for(book: Rulebook) -> None:
    rules = book.on(JULY)
    assert rules.has(f"{ADDS}.cap")
    assert rules.peek(f"{ADDS}.cap") is not None
    assert rules.trace == ()


def test_fresh_has_the_same_day_and_an_empty_trace(book: Rulebook) -> None:
    rules = book.on(JULY)
    rules.number(f"{ADDS}.cap")
    assert (rules.fresh().day, rules.fresh().trace) == (JULY, ())
    assert len(rules.trace) == 1


def test_history_tells_every_value_with_its_days(book: Rulebook) -> None:
    found = [(entry.value, entry.from_, entry.to) for entry in book.history(CARD, of="common_data_service")]
    assert found == [(Decimal(40), LAUNCH, date(2023, 5, 4)), (Decimal(200), date(2023, 5, 4), None)]
    assert book.history(CARD) == ()


def test_entry_says_where_it_is_written_and_read(book: Rulebook) -> None:
    entry = book.on(JULY).get(f"{ADDS}.revenue_floor", "smb")
    assert (entry.source, entry.also, entry.certainty) == ("ba-2023-06", ("comp-2023-05",), "confirmed")
    assert entry.file.name == "business_applications.yaml"
    assert "- from: 2023-03-01" in entry.file.read_text().splitlines()[entry.line - 1]
    assert (entry.unit, entry.overlay) == ("USD", False)


@pytest.mark.parametrize(
    ("day", "track", "amount", "reached"),
    [
        (LAUNCH, "larger", "1500", False),
        (LAUNCH, "larger", "1500.01", True),
        (MARCH, "enterprise", "1499.99", False),
        (MARCH, "enterprise", "1500", True),
        (MARCH, "smb", "249.99", False),
        (MARCH, "smb", "250", True),
    ],
)
def test_reached_by_compares_as_the_edition_says(
    book: Rulebook, day: date, track: str, amount: str, reached: bool
) -> None:
    assert book.on(day).get(f"{ADDS}.revenue_floor", track).reached_by(Decimal(amount)) is reached


def test_reached_by_needs_a_number(book: Rulebook) -> None:
    with pytest.raises(TypeError, match=r"track_choice is not a number to compare with: 'by_workloads'"):
        book.on(JULY).get("business_applications.track_choice").reached_by(Decimal(1))


def test_in_force_of_an_empty_chain_is_none() -> None:
    assert in_force((), JULY) is None


ALL = ("data_ai", "infrastructure", "digital_app_innovation", "business_applications", "modern_work", "security")


def test_designations_stand_in_order_and_are_all_scored(book: Rulebook) -> None:
    assert tuple(book.designations) == ALL
    assert book.scored == ALL


def test_designation_without_metrics_is_known_but_not_scored(copy: Path) -> None:
    (copy / "designations/security.yaml").write_text("key: security\ntitle: Security\norder: 6\n")
    book = load(copy)
    assert tuple(book.designations) == ALL
    assert book.scored == ALL[:-1]
    assert book.metric("security", "deployments") is None


def test_metrics_stand_in_the_order_of_the_page(book: Rulebook) -> None:
    metrics = book.designations["business_applications"].metrics
    assert {key: (item.title, item.category) for key, item in metrics.items()} == {
        "net_customer_adds": ("Net customer adds", "performance"),
        "intermediate_certifications": ("Intermediate certifications", "skilling"),
        "advanced_certifications": ("Advanced certifications", "skilling"),
        "usage_growth": ("Usage growth", "customer_success"),
        "deployments": ("Deployments", "customer_success"),
    }
    assert list(metrics) == [
        "net_customer_adds", "intermediate_certifications", "advanced_certifications", "usage_growth", "deployments"
    ]  # fmt: skip
