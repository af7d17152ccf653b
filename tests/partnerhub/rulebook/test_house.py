"""House rules of the data itself: everything dated and cited, nothing guessed, nothing left over."""

import re
from datetime import date
from decimal import Decimal

import yaml

from partnerhub.rulebook import Filter, Rulebook
from partnerhub.rulebook.loading import REPO_RULEBOOKS
from partnerhub.rulebook.schema import PerformanceRequirement

FILES = sorted(REPO_RULEBOOKS.rglob("*.yaml"))


def cited(book: Rulebook) -> set[str]:
    dated = {key for chain in book.chains.values() for entry in chain for key in (entry.source, *entry.also)}
    certificates = [key for item in book.certificate_list.values() for key in (item.source, item.exams_source) if key]
    associations = [item.source for item in book.association_list.values()]
    workloads = [item.source for item in book.workload_list.values()]
    fields, gaps = (item.source for item in book.acr_fields.values()), (item.source for item in book.gaps.values())
    return dated | {*certificates, *associations, *workloads, *fields, *gaps}


def test_every_source_used_is_listed_and_every_source_listed_is_used(book: Rulebook) -> None:
    assert cited(book) == set(book.sources)


def test_every_dated_value_has_a_source_a_certainty_and_a_place(book: Rulebook) -> None:
    for chain in book.chains.values():
        for entry in chain:
            assert entry.source in book.sources, entry
            assert entry.certainty in ("confirmed", "single", "reading"), entry
            assert entry.file in FILES and entry.line > 0, entry


def test_every_value_is_of_a_known_exact_type(book: Rulebook) -> None:
    for chain in book.chains.values():
        for entry in chain:
            assert isinstance(entry.value, Decimal | str | tuple | Filter) or not entry.published or entry.removed, (
                entry
            )


def test_no_file_holds_a_float() -> None:
    for file in FILES:
        floats = [node.value for node in _scalars(yaml.compose(file.read_text())) if node.tag.endswith(":float")]
        assert floats == [], file


def _scalars(node: yaml.Node | None) -> list[yaml.ScalarNode]:
    if isinstance(node, yaml.MappingNode):
        return [scalar for pair in node.value for child in pair for scalar in _scalars(child)]
    if isinstance(node, yaml.SequenceNode):
        return [scalar for child in node.value for scalar in _scalars(child)]
    return [node] if isinstance(node, yaml.ScalarNode) else []


def test_every_reading_of_ours_says_why(book: Rulebook) -> None:
    silent = [
        entry.id for chain in book.chains.values() for entry in chain if entry.certainty == "reading" and not entry.note
    ]
    assert silent == []


def test_no_value_is_older_than_the_programme_we_hold(book: Rulebook) -> None:
    entries = [entry for chain in book.chains.values() for entry in chain]
    oldest = {of: min(one.from_ for one in entries if one.id.startswith("credit.") is of) for of in (False, True)}
    # Of credit, the overview of May 2020 is the oldest page.
    assert oldest == {False: date(2021, 7, 7), True: date(2020, 5, 26)}


def test_every_specialization_is_named_by_its_own_slug(book: Rulebook) -> None:
    for key, item in book.specializations.items():
        names = [str(entry.value) for entry in book.history(f"{key}.name") if entry.value]
        last = (
            re.sub(r" (on|to|in) Microsoft Azure$", "", names[-1])
            if not key.endswith("in_microsoft_azure")
            else names[-1]
        )
        assert key == re.sub(r"[^a-z0-9]+", "_", last.lower()), names
        assert item.key == key


def test_every_specialization_asks_for_a_prerequisite_a_performance_and_a_skilling(book: Rulebook) -> None:
    for day in (date(2021, 7, 7), date(2023, 7, 11)):
        for key in book.specializations:
            kinds = [item.kind for item in book.requirements(key, day).values()]
            if kinds:
                assert kinds[0] in ("competency", "designation"), key
                assert "skilling" in kinds, key
                assert {"performance", "growth"} & set(kinds), key


def test_every_acr_line_has_a_filter_whenever_its_amount_is_published(book: Rulebook) -> None:
    for key, item in book.specializations.items():
        for name, requirement in item.requirements.items():
            if isinstance(requirement, PerformanceRequirement):
                for entry in book.history(f"{key}.{name}.minimum"):
                    assert not entry.published or book.on(entry.from_).lines(f"{key}.{name}"), (key, name)


def test_every_acr_field_is_used_by_a_filter_or_says_it_is_listed_by_the_page(book: Rulebook) -> None:
    used = {
        field
        for chain in book.chains.values()
        for entry in chain
        if isinstance(entry.value, Filter)
        for field in entry.value.fields()
    }
    assert set(book.acr_fields) - used == {"service_level_3"}


def test_no_amount_is_given_where_our_sources_give_none(book: Rulebook) -> None:
    rules = book.on(date(2023, 7, 11))
    of_specializations = [entry for entry in rules.in_force() if entry.id.partition(".")[0] in book.specializations]
    published = {entry.id for entry in of_specializations if entry.published}
    assert {rule for rule in published if rule.endswith((".minimum", ".people", ".count"))} == {
        "infra_and_database_migration.windows_acr.minimum",
        "infra_and_database_migration.linux_acr.minimum",
        "infra_and_database_migration.sql_acr.minimum",
        "infra_and_database_migration.sql_acr.managed_instance_or_database.minimum",
        "infra_and_database_migration.open_source_acr.minimum",
        "meetings_and_meeting_rooms_for_microsoft_teams.references.count",
    }
