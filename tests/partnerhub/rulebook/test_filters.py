"""The filter language's reference implementation on single rows."""

from datetime import date

import pytest
from pydantic import ValidationError

from partnerhub.rulebook import Filter, Rulebook, either

DAY = date(2023, 7, 11)
IDB = "infra_and_database_migration"
VM = {
    "acr_adjustment_type": "N/A",
    "compute_core_software": "Core",
    "compute_os": "Windows",
    "compute_os_attribute": "Windows",
    "service_level_2": "Virtual Machines",
    "service_level_4": "Virtual Machines Dv3 Series",
}


def windows(book: Rulebook) -> Filter:
    return book.on(DAY).filter(f"{IDB}.windows_acr.windows.filter")


def linux(book: Rulebook) -> Filter:
    return book.on(DAY).filter(f"{IDB}.linux_acr.linux_vm.filter")


@pytest.mark.parametrize(
    ("system", "attribute", "matches"),
    [
        ("WINDOWS", "WINDOWS", True),
        ("WINDOWS", "UNKNOWN", True),
        ("WINDOWS", "WINDOWS-AHUB", False),
        ("LINUX", "WINDOWS-AHUB", True),
        ("LINUX", "WINDOWS", False),
        ("LINUX", "UNKNOWN", False),
        ("windows", "windows", True),
        ("Linux", "Windows_AHUB", True),
        ("WINDOWS", None, True),
        ("LINUX", None, False),
        (None, "WINDOWS", False),
    ],
)
def test_windows_filter_pairs_system_and_attribute(
    book: Rulebook, system: str | None, attribute: str | None, matches: bool
) -> None:
    assert windows(book).matches({**VM, "compute_os": system, "compute_os_attribute": attribute}) is matches


@pytest.mark.parametrize(
    ("column", "cell", "matches"),
    [
        ("service_level_2", "Virtual Machines Licenses", True),
        ("service_level_2", "Storage", False),
        ("service_level_2", "", False),
        ("compute_core_software", "SQL", False),
        ("acr_adjustment_type", "Credit", False),
        ("acr_adjustment_type", "", True),
    ],
)
def test_windows_filter_asks_every_other_field(book: Rulebook, column: str, cell: str, matches: bool) -> None:
    assert windows(book).matches({**VM, column: cell}) is matches


def test_windows_filter_reads_columns_that_no_export_has_as_absent(book: Rulebook) -> None:
    row = {key: cell for key, cell in VM.items() if key not in ("acr_adjustment_type", "compute_os_attribute")}
    assert windows(book).matches(row)
    assert not windows(book).matches({**row, "compute_os": "Linux"})


LINUX = {**VM, "compute_os": "Linux", "compute_os_attribute": "Non-Windows"}


@pytest.mark.parametrize(
    ("changes", "matches"),
    [
        ({}, True),
        ({"compute_os_attribute": None}, True),
        ({"compute_os_attribute": "Windows-AHUB"}, False),
        ({"service_level_4": "Virtual Machines MSv2 Series"}, False),
        ({"service_level_4": "virtual machines MS series windows"}, False),
        ({"service_level_4": None}, True),
        ({"service_level_2": "Storage"}, False),
        ({"service_level_2": "Storage", "service_level_4": "Red Hat Enterprise Linux with HA"}, True),
        ({"compute_os": "Windows", "service_level_4": "SUSE Linux Enterprise Server Priority"}, True),
        ({"compute_os": "Windows"}, False),
    ],
)
def test_linux_filter_takes_either_option(book: Rulebook, changes: dict[str, str | None], matches: bool) -> None:
    assert linux(book).matches({**LINUX, **changes}) is matches


@pytest.mark.parametrize(
    ("level", "matches"), [("Azure Red Hat OpenShift", True), ("Unknown", False), ("UNKNOWN", False)]
)
def test_openshift_filter_takes_all_except_unknown(book: Rulebook, level: str, matches: bool) -> None:
    found = book.on(DAY).filter("kubernetes.openshift_acr.openshift.filter")
    assert found.matches({"service_group_3": "ARO", "service_level_2": level}) is matches
    assert not found.matches({"service_group_3": "AKS", "service_level_2": level})


def test_mysql_filter_takes_two_services(book: Rulebook) -> None:
    found = book.on(DAY).filter(f"{IDB}.open_source_acr.mysql.filter")
    level = {"service_level_1": "Databases"}
    assert found.matches({**level, "service_level_2": "Azure Database for MySQL"})
    assert found.matches({**level, "service_level_2": "MySQL Database on Azure"})
    assert not found.matches({**level, "service_level_2": "Azure Database for MySQL and MySQL Database on Azure"})


def test_sap_filter_keeps_the_name_with_a_comma_whole(book: Rulebook) -> None:
    found = book.on(DAY).filter("sap.sap_acr.sap.filter")
    assert found.matches({"service_level_4": "SAP Embrace Extension Factory, serverless runtime"})
    assert not found.matches({"service_level_4": "serverless runtime"})
    assert len(found.values) == 42


def test_lines_of_a_requirement_are_measured_together(book: Rulebook) -> None:
    lines = book.on(DAY).lines(f"{IDB}.sql_acr")
    assert list(lines) == ["sql_database", "sql_managed_instance", "sql_vm"]
    together = either(lines.values())
    groups = ("SQLDB", "SQL DB MI", "SQL on IaaS VM", "SQL DW")
    assert [together.matches({"service_group_3": group}) for group in groups] == [True, True, True, False]


def test_either_of_one_filter_is_that_filter(book: Rulebook) -> None:
    assert either([windows(book)]) is windows(book)


def test_fields_names_every_field_once(book: Rulebook) -> None:
    assert windows(book).fields() == {
        "acr_adjustment_type", "compute_core_software", "compute_os", "compute_os_attribute", "service_level_2"
    }  # fmt: skip


def test_absent_means_is_bound_from_the_rulebook(book: Rulebook) -> None:
    first, core = (windows(book).all_of or ())[:2]
    assert (first.field, first.absent_means, core.absent_means) == ("acr_adjustment_type", "N/A", "")


def test_filter_cannot_set_what_absence_means_itself() -> None:
    with pytest.raises(ValidationError, match="absent_means"):
        Filter.model_validate({"field": "compute_os", "in": ["Linux"], "absent_means": "Linux"})
