"""The two catalogues of our sources: July 2021 (seed-000) and July 2023 (seed-002), every filter of both."""

from collections import Counter
from datetime import date, timedelta

import pytest

from partnerhub.rulebook import Rulebook

Y2021, Y2023 = date(2021, 7, 7), date(2023, 7, 11)
DAY = timedelta(days=1)
MERGED = ("windows_server_and_sql_server_migration", "linux_and_open_source_database_migration")


def catalogue(book: Rulebook, day: date) -> list[str]:
    rules = book.on(day)
    return [key for key in book.specializations if rules.has(f"{key}.name")]


def lines(book: Rulebook, day: date) -> dict[str, int]:
    """How many ACR lines every specialization has on a day (those without any left out)."""
    rules = book.on(day)
    found = {
        key: sum(
            len(rules.lines(f"{key}.{name}"))
            for name, item in book.requirements(key, day).items()
            if item.kind == "performance"
        )
        for key in catalogue(book, day)
    }
    return {key: number for key, number in found.items() if number}


@pytest.mark.parametrize(
    ("day", "number", "areas", "validation"),
    [
        (
            Y2021,
            24,
            {"azure": 14, "business_applications": 2, "modern_work": 4, "security": 4},
            {"audit": 13, "references": 9, "none": 2},
        ),
        (
            Y2023,
            31,
            {"azure": 13, "business_applications": 8, "modern_work": 6, "security": 4},
            {"audit": 13, "references": 10, "none": 8},
        ),
    ],
)
def test_catalogue_of_a_year(
    book: Rulebook, day: date, number: int, areas: dict[str, int], validation: dict[str, int]
) -> None:
    found = catalogue(book, day)
    assert len(found) == number
    assert Counter(book.specializations[key].area for key in found) == areas
    assert Counter(book.on(day).text(f"{key}.validation") for key in found) == validation


def test_every_filter_of_2021_loads(book: Rulebook) -> None:
    assert lines(book, Y2021) == {
        "ai_and_machine_learning": 1,
        "analytics": 4,
        "cloud_security": 1,
        "data_warehouse_migration": 1,
        "hybrid_cloud_infrastructure_with_microsoft_azure_stack_hci": 1,
        "hybrid_operations_and_management_with_microsoft_azure_arc": 2,
        "kubernetes": 2,
        "linux_and_open_source_database_migration": 5,
        "microsoft_azure_virtual_desktop": 1,
        "microsoft_azure_vmware_solution": 1,
        "migrate_enterprise_applications": 2,
        "threat_protection": 1,
        "windows_server_and_sql_server_migration": 4,
    }


def test_every_filter_of_2023_loads(book: Rulebook) -> None:
    assert lines(book, Y2023) == {
        "ai_and_machine_learning": 1,
        "analytics": 4,
        "build_and_modernize_ai_apps_with_microsoft_azure": 8,
        "cloud_security": 1,
        "data_warehouse_migration": 1,
        "hybrid_cloud_infrastructure_with_microsoft_azure_stack_hci": 1,
        "infra_and_database_migration": 9,
        "kubernetes": 2,
        "microsoft_azure_virtual_desktop": 1,
        "microsoft_azure_vmware_solution": 1,
        "migrate_enterprise_applications": 2,
        "sap": 1,
        "threat_protection": 1,
    }


SYNAPSE = {"service_group_3": "SQL DW"}, {"service_level_2": "Azure Synapse Analytics"}
DEFENDER = [{"service_level_4": f"{maker} Defender for servers"} for maker in ("Azure", "Microsoft")]


@pytest.mark.parametrize(
    ("line", "before", "after"),
    [
        ("analytics.synapse_acr.synapse", *SYNAPSE),
        ("data_warehouse_migration.synapse_acr.synapse", *SYNAPSE),
        ("analytics.databricks_acr.databricks", {"service_group_3": "Databricks VM"}, {}),
        (
            "analytics.data_factory_acr.data_factory",
            {"service_group_3": "Data Factory"},
            {"service_level_2": "Azure Data Factory v2"},
        ),
        (
            "microsoft_azure_virtual_desktop.virtual_desktop_acr.virtual_desktop",
            {"service_influencer": "NATIVE WVD"},
            {"service_influencer": "NATIVE AVD"},
        ),
        ("cloud_security.hybrid_xdr_and_network_security_acr.hybrid_xdr_and_network_security", *DEFENDER),
    ],
)
def test_filter_changes_on_its_day(book: Rulebook, line: str, before: dict[str, str], after: dict[str, str]) -> None:
    older, newer = (book.on(day).filter(f"{line}.filter") for day in (Y2023 - DAY, Y2023))
    assert (older.matches(before), newer.matches(before)) == (True, False)
    assert (older.matches(after), newer.matches(after)) == (False, bool(after))


def test_one_row_may_serve_several_specializations(book: Rulebook) -> None:
    row = {"service_level_4": "Sentinel"}
    rules = book.on(Y2023)
    names = (
        "threat_protection.sentinel_acr.sentinel",
        "cloud_security.hybrid_xdr_and_network_security_acr.hybrid_xdr_and_network_security",
    )
    assert [rules.filter(f"{name}.filter").matches(row) for name in names] == [True, True]


def test_merger_replaces_two_specializations_by_one_on_its_day(book: Rulebook) -> None:
    day = date(2023, 1, 9)
    before, after = catalogue(book, day - DAY), catalogue(book, day)
    assert set(before) - set(after) == set(MERGED)
    assert set(after) - set(before) == {"infra_and_database_migration"}
    assert {book.specializations[key].succeeded_by for key in MERGED} == {"infra_and_database_migration"}


def test_merger_keeps_every_filter(book: Rulebook) -> None:
    day = date(2023, 1, 9)
    older = [
        item
        for key in MERGED
        for name in book.requirements(key, day - DAY)
        for item in book.on(day - DAY).lines(f"{key}.{name}").items()
    ]
    newer = [
        item
        for name in book.requirements("infra_and_database_migration", day)
        for item in book.on(day).lines(f"infra_and_database_migration.{name}").items()
    ]
    spelled = {"CosmosDB": "Cosmos DB"}
    as_text = {key: str(found.model_dump()).replace(*next(iter(spelled.items()))) for key, found in older}
    assert as_text == {key: str(found.model_dump()) for key, found in newer}


def test_designation_replaces_competency_on_its_day(book: Rulebook) -> None:
    day = date(2022, 10, 3)
    assert "competency" in book.requirements("kubernetes", day - DAY)
    assert "designation" not in book.requirements("kubernetes", day - DAY)
    assert "competency" not in book.requirements("kubernetes", day)
    assert book.on(day).names("kubernetes.designation.any_of") == ("data_ai", "digital_app_innovation")


def test_sap_is_validated_by_references_then_by_audit(book: Rulebook) -> None:
    assert [list(book.requirements("sap", day))[-1] for day in (Y2023 - DAY, Y2023)] == ["references", "audit"]


def test_requirements_outside_the_catalogue_are_none(book: Rulebook) -> None:
    assert book.requirements("infra_and_database_migration", date(2023, 1, 8)) == {}
    assert book.requirements(MERGED[0], date(2023, 1, 9)) == {}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Modernization of Web Applications to Microsoft Azure", "migrate_enterprise_applications"),
        ("migrate-enterprise-applications", "migrate_enterprise_applications"),
        ("SAP on Azure", "sap"),
        ("Microsoft Windows Virtual Desktop", "microsoft_azure_virtual_desktop"),
        ("Meetings and meeting rooms for Microsoft Teams", "meetings_and_meeting_rooms_for_microsoft_teams"),
        ("Low Code Application Development", "microsoft_low_code_application_development"),
        ("Baking", None),
        ("", None),
    ],
)
def test_specialization_is_found_by_every_name_it_had(book: Rulebook, text: str, key: str | None) -> None:
    assert book.specialization(text) == key


def test_infra_and_database_migration_is_complete(book: Rulebook) -> None:
    rules = book.on(Y2023)
    found = book.requirements("infra_and_database_migration", Y2023)
    assert {key: item.kind for key, item in found.items()} == {
        "designation": "designation",
        "windows_acr": "performance",
        "linux_acr": "performance",
        "sql_acr": "performance",
        "open_source_acr": "performance",
        "skilling": "skilling",
        "audit": "audit",
    }
    amounts = {
        key: [rules.number(f"infra_and_database_migration.{key}.{name}") for name in ("minimum", "customers")]
        for key, item in found.items()
        if item.kind == "performance"
    }
    assert amounts == {
        "windows_acr": [30000, 3],
        "linux_acr": [15000, 3],
        "sql_acr": [9000, 3],
        "open_source_acr": [4500, 3],
    }
    part = "infra_and_database_migration.sql_acr.managed_instance_or_database"
    assert rules.number(f"{part}.minimum") == 3000
    sql = found["sql_acr"]
    assert sql.kind == "performance"
    assert sql.parts["managed_instance_or_database"].lines == ["sql_managed_instance", "sql_database"]
    assert rules.number("infra_and_database_migration.window") == 3
    assert set(rules.names("infra_and_database_migration.associations")) == {"DPOR", "PAL", "CSP_T1", "CSP_T2"}
    assert set(rules.names("infra_and_database_migration.designation.any_of")) == {"data_ai", "infrastructure"}
