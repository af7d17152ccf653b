"""The figures of the designations beside Business Applications, around every day on which one changes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from partnerhub.rulebook import Rulebook

DAY = timedelta(days=1)
JUNE_12, JUNE_13, JULY = date(2023, 6, 12), date(2023, 6, 13), date(2023, 7, 11)
DECEMBER, JULY_2024, AUGUST_2024, MAY_2026 = date(2023, 12, 1), date(2024, 7, 1), date(2024, 8, 1), date(2026, 5, 8)
AZURE = ("data_ai", "digital_app_innovation", "infrastructure")
TRACKED = (*AZURE, "modern_work")
METRICS = ("net_customer_adds", "intermediate_certifications", "advanced_certifications", "usage_growth", "deployments")
BEGINS = {**dict.fromkeys((*AZURE, "security"), JUNE_13), "modern_work": JUNE_12}


def caps(book: Rulebook, designation: str, day: date) -> dict[str, int]:
    rules = book.on(day)
    names = [name for name in book.designations[designation].metrics if rules.has(f"{designation}.{name}.cap")]
    return {name: int(rules.number(f"{designation}.{name}.cap")) for name in names}


@pytest.mark.parametrize(
    ("designation", "expected"),
    [
        ("data_ai", [30, 40, 0, 20, 10]),
        ("digital_app_innovation", [30, 20, 20, 20, 10]),
        ("infrastructure", [30, 20, 20, 20, 10]),
        ("modern_work", [20, 10, 15, 30, 25]),
        ("security", [20, 40, 0, 20, 20]),
    ],
)
def test_caps_make_a_hundred_from_the_first_day(book: Rulebook, designation: str, expected: list[int]) -> None:
    first = BEGINS[designation]
    named = {name: cap for name, cap in zip(METRICS, expected, strict=True) if cap}
    assert sum(expected) == 100
    assert list(caps(book, designation, first).items()) == list(named.items())
    assert caps(book, designation, date(2026, 11, 20)) == named
    assert caps(book, designation, first - DAY) == {}


def test_every_metric_and_part_says_what_it_counts_and_how_it_compares(book: Rulebook) -> None:
    for key, designation in book.designations.items():
        for name, metric in designation.metrics.items():
            assert book.history(f"{key}.{name}.compares"), (key, name)
            assert all(part.counts for part in metric.parts.values()), (key, name)
            assert bool(metric.parts) == bool(metric.combine) == bool(metric.takes), (key, name)


def test_every_part_in_use_has_its_threshold_or_its_metric_has(book: Rulebook) -> None:
    for key in ("modern_work", "security"):
        for name, metric in book.designations[key].metrics.items():
            for track in book.designations[key].track_titles or (None,):
                rules = book.on(JULY)
                parts = rules.names(f"{key}.{name}.takes", track) if metric.parts else ()
                own = [rules.has(f"{key}.{name}.{part}.threshold", track) for part in parts]
                assert all(own) or rules.has(f"{key}.{name}.threshold", track), (key, name, track)


@pytest.mark.parametrize("designation", AZURE)
def test_azure_performance_and_success_are_alike(book: Rulebook, designation: str) -> None:
    rules = book.on(JULY)
    read = {
        name: rules.number(f"{designation}.{name}")
        for name in (
            "net_customer_adds.threshold", "net_customer_adds.window", "net_customer_adds.acr_floor", "usage_growth.threshold",
            "usage_growth.window", "usage_growth.baseline", "deployments.threshold", "deployments.window",
        )
    }  # fmt: skip
    assert [int(value) for value in read.values()] == [3, 2, 1000, 20, 12, 1000, 5, 12]
    compared = [rules.text(f"{designation}.{name}.compares") for name in book.designations[designation].metrics]
    assert compared == ["difference", *["level"] * (len(compared) - 3), "percent", "level"]
    assert rules.get(f"{designation}.usage_growth.baseline").unit == "USD"
    assert rules.text(f"{designation}.net_customer_adds.window_counts") == "any_month"
    assert rules.text(f"{designation}.usage_growth.window_counts") == "total"
    assert rules.names(f"{designation}.azure.associations") == ("CSP_T1", "CSP_T2", "DPOR", "PAL")
    assert rules.names(f"{designation}.deployments.excluded_services") == (
        "Virtual Machines",
        "Virtual Machines Licenses",
    )


@pytest.mark.parametrize("designation", AZURE)
def test_azure_tracks_begin_on_the_day_their_text_was_checked(book: Rulebook, designation: str) -> None:
    before, after = book.on(MAY_2026 - DAY), book.on(MAY_2026)
    assert [rules.has(f"{designation}.tracks") for rules in (before, after)] == [False, True]
    assert after.text(f"{designation}.track_choice") == "by_segment"
    share = after.get(f"{designation}.classification.segment_share")
    assert (share.value, share.comparison) == (Decimal("0.8"), "at_least")
    assert after.text(f"{designation}.classification.track_when_met") == "smb"
    assert after.text(f"{designation}.classification.track_otherwise") == "enterprise"
    floors = [after.number(f"{designation}.net_customer_adds.acr_floor", track) for track in ("enterprise", "smb")]
    assert floors == [1000, 500]
    assert before.number(f"{designation}.net_customer_adds.acr_floor", "smb") == 1000


def gates(book: Rulebook, metric: str, day: date, track: str | None = None) -> dict[str, tuple[int, int | None]]:
    """People and points of every gate of a metric."""
    designation, _, name = metric.partition(".")
    found = book.metric(designation, name)
    assert found is not None
    rules = book.on(day)
    points = {gate: rules.peek(f"{metric}.{gate}.points", track) for gate in found.gates}
    return {
        gate: (int(rules.number(f"{metric}.{gate}.people", track)), int(str(entry.value)) if entry else None)
        for gate, entry in points.items()
    }


@pytest.mark.parametrize(
    ("metric", "names", "threshold"),
    [
        ("data_ai.intermediate_certifications", ["architects", "administrators"], 10),
        ("digital_app_innovation.intermediate_certifications", ["administrators"], 5),
        ("digital_app_innovation.advanced_certifications", ["architects"], 5),
        ("infrastructure.intermediate_certifications", ["administrators"], 5),
        ("infrastructure.advanced_certifications", ["architects"], 5),
    ],
)
def test_azure_gates_ask_two_people_and_of_smb_one_who_earns(
    book: Rulebook, metric: str, names: list[str], threshold: int
) -> None:
    assert gates(book, metric, JUNE_13) == dict.fromkeys(names, (2, None))
    assert gates(book, metric, MAY_2026 - DAY, "smb") == dict.fromkeys(names, (2, None))
    assert gates(book, metric, MAY_2026, "smb") == dict.fromkeys(names, (1, 4))
    assert gates(book, metric, MAY_2026, "enterprise") == dict.fromkeys(names, (2, None))
    assert book.on(JUNE_13).number(f"{metric}.threshold") == threshold
    held = {name: book.on(JUNE_13).names(f"{metric}.{name}.certificates") for name in names}
    listed = {"architects": ("azure_solutions_architect_expert",), "administrators": ("azure_administrator_associate",)}
    assert held == {name: listed[name] for name in names}


def test_security_gates_ask_one_person_and_two_from_december(book: Rulebook) -> None:
    metric = "security.intermediate_certifications"
    assert gates(book, metric, DECEMBER - DAY) == {"engineers": (1, None), "analysts": (1, None)}
    assert gates(book, metric, DECEMBER) == {"engineers": (2, None), "analysts": (2, None)}


RETIRED = [
    ("digital_app_innovation.advanced_certifications.certificates", "azure_iot_developer_specialty", AUGUST_2024),
    ("infrastructure.intermediate_certifications.certificates", "azure_stack_hub_operator_associate", AUGUST_2024),
    (
        "security.intermediate_certifications.analysts.certificates",
        "microsoft_365_security_administrator_associate",
        JULY_2024,
    ),
    ("security.intermediate_certifications.certificates", "security_operations_analyst_associate", DECEMBER),
]


@pytest.mark.parametrize(("rule", "certificate", "day"), RETIRED)
def test_certificate_stops_counting_on_its_day_and_no_other_does(
    book: Rulebook, rule: str, certificate: str, day: date
) -> None:
    before, after = book.on(day - DAY).names(rule), book.on(day).names(rule)
    assert set(before) - set(after) == {certificate}
    assert book.on(JUNE_13).names(rule) == before
    assert book.on(date(2026, 11, 20)).names(rule) == after


def test_retired_certificates_of_the_designations_count_for_another_year(book: Rulebook) -> None:
    gone = {certificate: day for _, certificate, day in RETIRED[:3]}
    days = {key: item.retired.day for key, item in book.certificate_list.items() if item.retired and key in gone}
    assert {key: date(day.year + 1, day.month, day.day) + DAY for key, day in days.items()} == gone


def test_numbers_of_certificates(book: Rulebook) -> None:
    rules = book.on(JULY)
    found = {
        f"{key}.{name}": len(rules.names(f"{key}.{name}.certificates"))
        for key in (*AZURE, "modern_work", "security")
        for name, metric in book.designations[key].metrics.items()
        if metric.category == "skilling"
    }
    assert found == {
        "data_ai.intermediate_certifications": 7,
        "digital_app_innovation.intermediate_certifications": 2,
        "digital_app_innovation.advanced_certifications": 3,
        "infrastructure.intermediate_certifications": 3,
        "infrastructure.advanced_certifications": 2,
        "modern_work.intermediate_certifications": 7,
        "modern_work.advanced_certifications": 2,
        "security.intermediate_certifications": 4,
    }


@pytest.mark.parametrize(
    ("track", "thresholds", "usage", "deployments", "floor", "ceiling"),
    [
        ("enterprise", [5, 4, 2], {"cpor": 1000, "dpor": 4000}, {"cpor": 5, "dpor": 10}, ("300", "above"), None),
        ("smb", [10, 2, 1], {"cpor": 500, "csp": 2000}, {"cpor": 5, "csp": 10}, ("11", "at_least"), ("300", "at_most")),
    ],
)
def test_modern_work_track_has_its_figures(
    book: Rulebook,
    track: str,
    thresholds: list[int],
    usage: dict[str, int],
    deployments: dict[str, int],
    floor: tuple[str, str],
    ceiling: tuple[str, str] | None,
) -> None:
    rules = book.on(JUNE_12)
    single = ("net_customer_adds", "intermediate_certifications", "advanced_certifications")
    assert [rules.number(f"modern_work.{name}.threshold", track) for name in single] == thresholds
    for name, expected in (("usage_growth", usage), ("deployments", deployments)):
        parts = rules.names(f"modern_work.{name}.takes", track)
        assert {part: rules.number(f"modern_work.{name}.{part}.threshold", track) for part in parts} == expected
        assert rules.text(f"modern_work.{name}.combine") == "best_of"
    for name in ("net_customer_adds", "usage_growth", "deployments"):
        limits = [rules.peek(f"modern_work.{name}.{limit}", track) for limit in ("seats_floor", "seats_ceiling")]
        assert [(str(entry.value), entry.comparison) if entry else None for entry in limits] == [floor, ceiling]


def test_modern_work_counts_both_tracks_by_their_associations(book: Rulebook) -> None:
    rules = book.on(JULY)
    assert rules.text("modern_work.track_choice") == "best_of"
    assert rules.names("modern_work.tracks") == ("enterprise", "smb")
    cpor = ("CPOR", "CPOR_OSA", "CPOR_OSU")
    adds = [rules.names("modern_work.net_customer_adds.associations", track) for track in ("enterprise", "smb")]
    assert adds == [(*cpor, "DPOR"), (*cpor, "CSP_T1", "CSP_T2")]
    for name in ("usage_growth", "deployments"):
        for track, other, codes in (("enterprise", "dpor", ("DPOR",)), ("smb", "csp", ("CSP_T1", "CSP_T2"))):
            assert rules.names(f"modern_work.{name}.cpor.associations", track) == cpor
            assert rules.names(f"modern_work.{name}.{other}.associations", track) == codes
    share = rules.get("modern_work.deployments.active_share")
    assert (share.value, share.comparison) == (Decimal("0.4"), "at_least")
    assert rules.number("modern_work.deployments.claim_months") == 12


def test_security_figures(book: Rulebook) -> None:
    rules = book.on(JUNE_13)
    floors = {
        name: (rules.number(f"security.{name}"), rules.get(f"security.{name}").comparison)
        for name in (
            "net_customer_adds.azure.acr_floor", "net_customer_adds.microsoft_365.seats_floor", "deployments.azure.acr_floor",
            "deployments.microsoft_365.seats_floor", "deployments.microsoft_365.active_share",
        )
    }  # fmt: skip
    assert list(floors.values()) == [
        (100, "at_least"), (25, "at_least"), (12000, "at_least"), (25, "at_least"), (Decimal("0.15"), "at_least")
    ]  # fmt: skip
    combined = [rules.text(f"security.{name}.combine") for name in ("net_customer_adds", "usage_growth", "deployments")]
    assert combined == ["sum", "sum_of_points", "sum"]
    thresholds = [
        rules.number(f"security.{name}.threshold")
        for name in ("net_customer_adds", "usage_growth.azure", "usage_growth.microsoft_365", "deployments")
    ]
    assert thresholds == [10, 25000, 2500, 6]
    assert len(rules.names("security.azure.services")) == 17
    assert rules.names("security.azure.associations") == ("PAL",)
    assert rules.names("security.microsoft_365.associations") == ("CPOR", "CPOR_OSA", "CPOR_OSU")


def test_microsoft_365_blocks_list_workloads_of_that_family_only(book: Rulebook) -> None:
    rules = book.on(JULY)
    listed = [rules.names(f"{key}.microsoft_365.workloads") for key in ("modern_work", "security")]
    assert [len(names) for names in listed] == [14, 6]
    assert {book.family(name) for names in listed for name in names} == {"microsoft_365"}
    every = {key for key, item in book.workload_list.items() if item.family == "microsoft_365"}
    assert every == {name for names in listed for name in names}


def test_tracks_have_titles(book: Rulebook) -> None:
    for key in TRACKED:
        assert set(book.on(date(2026, 11, 20)).names(f"{key}.tracks")) == set(book.designations[key].track_titles)
    assert not book.history("security.tracks")
