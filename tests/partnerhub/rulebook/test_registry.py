"""What files write, and what the rulebook calls it."""

import pytest

from partnerhub.rulebook import Rulebook


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Partner admin link", "PAL"),
        ("Partner of record", "DPOR"),
        ("Digital Partner of Record", "DPOR"),
        ("CSP Tier 1", "CSP_T1"),
        ("csp_tier_2", "CSP_T2"),
        ("CSP T1", "CSP_T1"),
        ("CSP direct bill partner", "CSP_T1"),
        ("CSP direct-bill partner", "CSP_T1"),
        ("CSP indirect reseller", "CSP_T2"),
        ("CPOR", "CPOR"),
        ("Claiming Partner of Record", "CPOR"),
        ("CPOR - RevRec", "CPOR_REVREC"),
        ("CPOR RevRec Performance", "CPOR_REVREC_PERFORMANCE"),
        ("CPOR-OSA", "CPOR_OSA"),
        ("CPOR OSU", "CPOR_OSU"),
        ("Transacting partner of record", "TPOR"),
        ("Partner as end-customer", "END_CUSTOMER"),
        ("Deal Registration", "DEAL_REGISTRATION"),
        ("Friend of a friend", None),
        ("", None),
        (None, None),
    ],
)
def test_association_maps_what_files_write(book: Rulebook, text: str | None, code: str | None) -> None:
    assert book.association(text) == code


FINANCE = "dynamics_365_finance_functional_consultant_associate"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Microsoft Certified: Dynamics 365: Finance Functional Consultant Associate", FINANCE),
        ("Dynamics 365 Finance Functional Consultant Associate", FINANCE),
        ("MB-310", FINANCE),
        ("Exam MB310", FINANCE),
        ("Microsoft Certified: Power Platform App Maker Associate", "power_platform_app_maker_associate"),
        ("Microsoft 365 Certified: Teams Administrator Associate", "teams_administrator_associate"),
        ("Microsoft 365 Certified: Modern Desktop Administrator Associate", "endpoint_administrator_associate"),
        (
            "Dynamics 365 + Power Platform Solution Architect Expert",
            "dynamics_365_power_platform_solution_architect_expert",
        ),
        ("AZ-800 and AZ-801", "windows_server_hybrid_administrator_associate"),
        ("AZ-800+AZ-801", "windows_server_hybrid_administrator_associate"),
        ("AZ-800", None),
        ("Basket weaving", None),
    ],
)
def test_certificate_maps_titles_and_exam_codes(book: Rulebook, text: str, key: str | None) -> None:
    assert book.certificate(text) == key


@pytest.mark.parametrize(
    ("text", "any_group", "performance", "customer_success"),
    [
        ("Power BI", "power_bi", "power_bi", "power_bi"),
        ("Power BI Pro", "power_bi", "power_bi", "power_bi"),
        ("Power BI Premium", "power_bi_premium", "power_bi", "power_bi_premium"),
        ("Talent/HR", "human_resources", "human_resources", "human_resources"),
        ("HR", "human_resources", "human_resources", "human_resources"),
        ("Core HR", "core_hr", "core_hr", "core_hr"),
        ("FO& Bundle", "fo_bundle", "fo_bundle", "fo_bundle"),
        ("F&O Bundle", "fo_bundle", "fo_bundle", "fo_bundle"),
        (
            "Common Data Service Customer Engagement",
            "common_data_service",
            "common_data_service",
            "common_data_service",
        ),
        ("Customer Insights (Partner)", "customer_insights", "customer_insights", "customer_insights"),
        ("Sales", "sales", "sales", "common_data_service"),
        ("Finance", "finance", "finance", "finance_and_operations"),
        ("Finance & Operations", "finance_and_operations", "finance_and_operations", "finance_and_operations"),
        ("Portals", "portals", "portals", "portals"),
        ("Solitaire", None, None, None),
    ],
)
def test_workload_maps_what_files_write(
    book: Rulebook, text: str, any_group: str | None, performance: str | None, customer_success: str | None
) -> None:
    found = [book.workload(text), book.workload(text, "performance"), book.workload(text, "customer_success")]
    assert found == [any_group, performance, customer_success]


def test_registry_items_are_normalised_for_joins(book: Rulebook) -> None:
    items = dict(book.associations.items())
    assert items["partneradminlink"] == "PAL"
    assert len(items) == len(book.associations)
    assert "Partner Admin Link" in book.associations
    assert 7 not in book.associations
    assert book.associations["csp t1"] == "CSP_T1"


def test_every_key_title_and_alias_leads_home(book: Rulebook) -> None:
    for registry, listed in (
        (book.associations, book.association_list),
        (book.workloads, book.workload_list),
        (book.certificates, book.certificate_list),
    ):
        for key, item in listed.items():
            assert {registry.get(text) for text in (key, item.title, *item.aliases)} == {key}
