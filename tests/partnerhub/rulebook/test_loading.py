"""Every refusal of the loader, with its file and line, and what it expected instead."""

import os
from pathlib import Path

import pytest

from partnerhub.rulebook import load
from partnerhub.rulebook.loading import REPO_RULEBOOKS

from .conftest import Edit, Problems

BA = "designations/business_applications.yaml"
IDB = "specializations/infra_and_database_migration.yaml"
SMB = "      - {from: 2023-03-01, track: smb, value: 2, source: ba-2023-06, also: [comp-2023-05]}"


def line_of(folder: Path, name: str, text: str) -> int:
    return next(number for number, line in enumerate((folder / name).read_text().splitlines(), 1) if text in line)


@pytest.mark.parametrize(
    ("new", "message"),
    [
        (
            "{from: 2023-03-01, track: smb, value: 2, source: ba-2023-06, vlaue: 3}",
            "unknown key `vlaue`; expected one of from, source, also, track, certainty, unit, note, value",
        ),
        ("{from: 2023-03-01, track: smb, value: 2}", "missing key `source`"),
        ("{track: smb, value: 2, source: ba-2023-06}", "missing key `from`"),
        ("{from: 2023-03-01, track: smb, source: ba-2023-06}", "missing key `value`"),
        (
            "{from: 2023-03-01, track: corporate, value: 2, source: ba-2023-06}",
            "unknown track `corporate`; expected one of larger, other, enterprise, smb",
        ),
        (
            "{from: 2023-03-01, track: smb, value: two, source: ba-2023-06}",
            "expected an integer, a quoted decimal such as \"0.2\", or `unpublished`; found 'two'",
        ),
        (
            "{from: 2023-03-01, track: smb, value: true, source: ba-2023-06}",
            'expected an integer, a quoted decimal such as "0.2", or `unpublished`; found True',
        ),
        (
            '{from: "2023-03-01", track: smb, value: 2, source: ba-2023-06}',
            "found '2023-03-01'; expected a day such as 2023-07-11, without quotes",
        ),
        (
            "{from: 2023-03-01, track: smb, value: 2, source: ba-2023-06, certainty: maybe}",
            "found 'maybe'; expected 'confirmed', 'single' or 'reading'",
        ),
    ],
)
def test_load_refuses_a_dated_value(edit: Edit, problems: Problems, new: str, message: str) -> None:
    folder = edit(BA, SMB, f"      - {new} # here")
    (found,) = problems(folder)
    where, _, said = found.partition(": metrics.advanced_certifications.threshold.3")
    assert where == f"{BA}:{line_of(folder, BA, '# here')}"
    assert said.partition(": ")[2] == message


def test_load_refuses_an_unknown_source_and_names_the_nearest(edit: Edit, problems: Problems) -> None:
    old = "{from: 2022-10-03, value: 15, source: seed-003}"
    (found,) = problems(edit("freshness.yaml", old, old.replace("seed-003", "seed-3")))
    nearest = "expected one of seed-003, seed-004, seed-002 or "
    assert found.startswith(f"freshness.yaml:4: performance_day.0.source: unknown source `seed-3`; {nearest}")


def test_load_refuses_a_float_once(edit: Edit, problems: Problems) -> None:
    folder = edit(BA, 'of: customer_insights, value: "0.2"', "of: customer_insights, value: 0.2")
    line = line_of(folder, BA, "value: 0.2")
    assert problems(folder) == [f'{BA}:{line}: `0.2` is a float; expected an integer or a quoted decimal: "0.2"']


def test_load_refuses_two_values_from_one_day(edit: Edit, problems: Problems) -> None:
    folder = edit(BA, SMB, f"{SMB}\n{SMB}")
    first = line_of(folder, BA, SMB)
    assert problems(folder) == [
        f"{BA}:{first + 1}: business_applications.advanced_certifications.threshold, track smb: "
        f"two values from 2023-03-01 (the other in line {first}); expected one per day"
    ]


def test_load_takes_the_same_day_for_another_track_or_selector(edit: Edit) -> None:
    rate = "  - {from: 2022-10-03, of: talent_onboard, value: 1000, unit: mau, source: seed-003, also: [ba-2023-06]}"
    folder = edit(BA, rate, f"{rate}\n{rate.replace('of: talent_onboard', 'track: larger, of: talent_onboard')}")
    assert len(load(folder).history("business_applications.rate_card", "larger", "talent_onboard")) == 1


def test_load_refuses_unordered_dates(edit: Edit, problems: Problems) -> None:
    old = "{from: 2022-10-03, value: 15, source: seed-003}"
    folder = edit("freshness.yaml", old, old.replace("2022-10-03", "2024-01-01"))
    assert problems(folder) == [
        "freshness.yaml:5: freshness.performance_day: from 2023-06-13 stands after 2024-01-01 (line 4); "
        "expected oldest first"
    ]


def test_load_refuses_a_value_from_before_its_track(edit: Edit, problems: Problems) -> None:
    folder = edit(BA, SMB, SMB.replace("2023-03-01", "2023-02-28"))
    assert problems(folder) == [
        f"{BA}:{line_of(folder, BA, '2023-02-28')}: business_applications.advanced_certifications.threshold, track smb: "
        "from 2023-02-28 is before track smb exists; expected 2023-03-01 or later"
    ]


def test_load_refuses_a_value_from_before_its_specialization(edit: Edit, problems: Problems) -> None:
    folder = edit(
        IDB,
        "{from: 2023-01-09, value: 3, source: idb-2023}\nassociations",
        "{from: 2023-01-08, value: 3, source: idb-2023}\nassociations",
    )
    assert problems(folder) == [
        f"{IDB}:{line_of(folder, IDB, '2023-01-08')}: infra_and_database_migration.window: "
        "from 2023-01-08 is before specialization infra_and_database_migration exists; expected 2023-01-09 or later"
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (
            IDB,
            "- {field: compute_core_software, in: [Core]}",
            "- {field: compute_core_sw, in: [Core]}",
            "unknown field `compute_core_sw` in a filter; expected one of service_level_1, service_level_2, service_level_3, "
            "service_level_4, service_group_2, service_group_3, service_influencer, compute_os, compute_os_attribute, "
            "compute_core_software, acr_adjustment_type",
        ),
        (
            IDB,
            "- {field: compute_core_software, in: [Core]}",
            "- {field: compute_core_software, is: [Core]}",
            "unknown key `is`; expected one of all, any, field, in, not_in",
        ),
        (
            IDB,
            "- {field: compute_core_software, in: [Core]}",
            "- {field: compute_core_software}",
            "a filter is either `all`, `any`, or a `field` with one of `in` and `not_in`",
        ),
        (
            IDB,
            "- {field: compute_core_software, in: [Core]}",
            "- {field: compute_core_software, in: []}",
            "found nothing; expected at least one",
        ),
        (
            BA,
            "          - power_automate_rpa_developer_associate",
            "          - power_automate_rpa",
            "unknown certificate `power_automate_rpa`; expected one of power_automate_rpa_developer_associate, ",
        ),
        (
            BA,
            "of: power_platform, value: [PAL], source",
            "of: power_platform, value: [PALS], source",
            "unknown association `PALS`; expected one of PAL, DPOR, CSP_T1, CSP_T2, CPOR, CPOR_OSA, CPOR_OSU, CPOR_REVREC, "
            "CPOR_REVREC_PERFORMANCE, TPOR, END_CUSTOMER, DEAL_REGISTRATION",
        ),
        (BA, "of: guides, value", "of: guide, value", "unknown workload `guide`; expected one of guides, "),
        (
            BA,
            "of: customer_insights, value: [PAL]",
            "of: dynamics, value: [PAL]",
            "unknown family or workload `dynamics`; expected one of dynamics_365, ",
        ),
        (
            BA,
            "    category: performance",
            "    category: sales",
            "found 'sales'; expected 'performance', 'skilling' or 'customer_success'",
        ),
        (
            BA,
            "track: other, value: 50000, comparison: at_least, source: seed-003",
            "track: other, value: 50000, source: seed-003",
            "missing key `comparison`; expected at_least, above or at_most",
        ),
        (BA, "  usage_growth:", "  usage:", "found 'usage'; expected 'net_customer_adds', "),
        (
            BA,
            "{from: 2023-03-01, value: by_workloads,",
            "{from: 2023-03-01, value: by_size,",
            "found 'by_size'; expected 'by_market', 'by_workloads', 'by_segment' or 'best_of'",
        ),
        (
            BA,
            "        drops: [power_platform_app_maker_associate]\n",
            "",
            "a list of names has either `value`, or `adds` and `drops`",
        ),
        (
            IDB,
            "value: [data_ai, infrastructure]",
            "value: [data, infrastructure]",
            "unknown designation `data`; expected one of ",
        ),
        (IDB, "kind: skilling", "kind: training", "unknown kind 'training'; expected one of 'designation', "),
        (IDB, "    kind: skilling\n", "", "missing key `kind`"),
        (
            IDB,
            "lines: [sql_managed_instance, sql_database]",
            "lines: [sql_mi, sql_database]",
            "a part names unknown lines ['sql_mi']; ",
        ),
        (
            IDB,
            "area: azure",
            "area: Azure",
            "found 'Azure'; expected 'azure', 'business_applications', 'modern_work' or 'security'",
        ),
        (
            "specializations/windows_server_and_sql_server_migration.yaml",
            "succeeded_by: infra_and_database_migration",
            "succeeded_by: infra_and_database",
            "unknown specialization `infra_and_database`; expected one of infra_and_database_migration, ",
        ),
        ("certificates.yaml", "  exams: [MS-721]\n", "", "`exams` and `exams_source` go together"),
        (
            "sources.yaml",
            "  kind: secondary\n  published: 2023-05-18",
            "  kind: rumour\n  published: 2023-05-18",
            "found 'rumour'; expected 'official', ",
        ),
    ],
)
def test_load_refuses_contents(edit: Edit, problems: Problems, name: str, old: str, new: str, message: str) -> None:
    folder = edit(name, old, new)
    (found,) = problems(folder)
    assert found.startswith(f"{name}:")
    assert f": {message}" in found


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("drops: [customer_voice]", "drops: [guides]", "drops ['guides'], which the entry before does not list"),
        (
            "adds: [intelligent_order_management,",
            "adds: [sales,",
            "adds ['sales'], which the entry before lists already",
        ),
    ],
)
def test_load_refuses_a_change_that_does_not_fit_the_list_before(
    edit: Edit, problems: Problems, old: str, new: str, message: str
) -> None:
    folder = edit(BA, old, new)
    (found,) = problems(folder)
    assert found.endswith(f": business_applications.performance.workloads: {message}")


def test_load_refuses_a_change_of_a_list_that_nothing_gives(edit: Edit, problems: Problems) -> None:
    folder = edit(BA, "value: [larger, other]", "adds: [larger, other]")
    assert (
        f"{BA}:14: business_applications.tracks: changes a list that no entry before it gives; expected `value`"
        in problems(folder)
    )


def test_load_refuses_an_alias_that_leads_to_two_keys(edit: Edit, problems: Problems) -> None:
    folder = edit(
        "associations.yaml", "aliases: [CSP indirect reseller]", "aliases: [CSP indirect reseller, csp-direct-bill]"
    )
    line = line_of(folder, "associations.yaml", "CSP_T2:")
    assert problems(folder) == [
        f"associations.yaml:{line}: CSP_T2: `csp-direct-bill` already leads to CSP_T1; expected it once"
    ]


def test_load_refuses_a_name_of_two_specializations(edit: Edit, problems: Problems) -> None:
    folder = edit(IDB, "aliases: [Infra and Database Migration,", "aliases: [SAP on Azure,")
    assert problems(folder) == [
        "specializations/sap.yaml:1: sap: `SAP on Azure` already leads to infra_and_database_migration; expected it once"
    ]


def test_load_refuses_a_key_that_is_not_the_file_name(edit: Edit, problems: Problems) -> None:
    folder = edit("designations/security.yaml", "key: security", "key: safety")
    assert problems(folder) == [
        "designations/security.yaml:5: key 'safety' differs from the file name; expected 'security'"
    ]


def test_load_refuses_an_unknown_file(copy: Path, problems: Problems) -> None:
    (copy / "designation").mkdir()
    (copy / "designation/security.yaml").write_text("key: security\n")
    (found,) = problems(copy)
    assert found.startswith("designation/security.yaml:1: unknown rulebook file; expected one of sources.yaml, ")


def test_load_refuses_a_missing_file(copy: Path, problems: Problems) -> None:
    (copy / "freshness.yaml").unlink()
    assert "freshness.yaml:1: missing file; expected it in every rulebook" in problems(copy)


def test_load_refuses_a_missing_folder(tmp_path: Path, problems: Problems) -> None:
    assert f"{tmp_path / 'none'}:1: no such folder; expected a folder of rulebook files" in problems(tmp_path / "none")


def test_load_tells_everything_that_is_wrong_in_all_files_at_once(edit: Edit, problems: Problems) -> None:
    edit("freshness.yaml", "value: 15,", "value: 1.5,")
    edit("programme.yaml", "value: 70,", "valeu: 70,")
    folder = edit(BA, "order: 4", "order: first")
    assert [found.partition(": ")[0] for found in problems(folder)] == [
        f"{BA}:7",
        "freshness.yaml:4",
        "programme.yaml:3",
        "programme.yaml:3",
    ]


def test_load_reads_once_until_a_file_changes(copy: Path) -> None:
    first = load(copy)
    assert load(copy) is first
    file = copy / "freshness.yaml"
    file.write_text(file.read_text().replace("value: 15", "value: 16"))
    os.utime(file, ns=(1, 1))
    second = load(copy)
    assert second is not first
    assert second.digest != first.digest


def test_digest_is_of_contents_not_of_the_folder(copy: Path) -> None:
    assert load(copy).digest == load(REPO_RULEBOOKS).digest
