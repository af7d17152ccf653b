"""The kind of a file from its header, and what is said when it cannot be told."""

import pytest

from demo import layouts
from evidence.datasets import DATASETS
from evidence.datasets.declaration import Dataset, amount, month, tenant
from evidence.datasets.recognition import NotRecognised, recognise
from tests.headers import FOREIGN, KNOWN

EXPORTS = KNOWN | {
    "azure usage 2020": ("azure_usage", layouts.AZURE["v1"]),
    "azure usage 2021": ("azure_usage", layouts.AZURE["v2"]),
    "azure usage 2023": ("azure_usage", layouts.AZURE["v3"]),
    "trainings": ("trainings", layouts.TRAININGS),
    "business applications revenue": ("business_apps_revenue", layouts.REVENUE),
    "business applications usage": ("business_apps_usage", layouts.USAGE),
}


def refusal(header: list[str], named: str | None = None) -> str:
    with pytest.raises(NotRecognised) as refused:
        recognise(header, DATASETS, named)
    return str(refused.value)


def test_recognise_ignores_case_spaces_underscores_and_hyphens() -> None:
    found = recognise(["month", "CUSTOMER TENANT-ID", "acr usd", " Service_Level 2 "], DATASETS)
    assert (found.dataset.name, dict(found.positions)) == (
        "azure_usage",
        {"month": 0, "tenant": 1, "acr": 2, "service_level_2": 3},
    )


def test_recognise_takes_any_subset_and_order_and_foreign_columns() -> None:
    found = recognise(["Notes", "ACR_USD", "", "CustomerTenantId", "", "Month"], DATASETS)
    assert (found.dataset.name, dict(found.positions)) == ("azure_usage", {"month": 5, "tenant": 3, "acr": 1})


def test_recognise_reads_first_listed_of_several_headers() -> None:
    found = recognise(["TotalACR", "ACR_USD", "Month", "CustomerTenantId"], DATASETS)
    assert found.positions["acr"] == 1


def test_recognise_named_dataset_needs_no_sign() -> None:
    assert recognise(["Month", "CustomerTenantId"], DATASETS, "azure_usage").dataset.name == "azure_usage"


def test_recognise_refuses_unknown_header() -> None:
    assert refusal(["Name", "City"]) == (
        "The first line is not the header of a known export. Export the report with its header line. "
        f"Datasets: {', '.join(DATASETS)}."
    )


def test_recognise_refuses_file_without_header() -> None:
    assert refusal(["2023-06", "7d0b1e5c-7f0d-4f31-9b3c-0d1f0a7b9a11", "1.5"]).startswith(
        "The first line is not the header of a known export."
    )


def test_recognise_names_nearest_dataset_missing_columns_and_near_spellings() -> None:
    assert refusal(["Monht", "CustomerTenantGuid", "ServiceLevel2", "ACR_USD"]) == (
        "The kind of file was not recognised. Nearest is azure_usage, but that needs Month; CustomerTenantId, "
        "which the header does not have. Perhaps under another name: Monht, CustomerTenantGuid?"
    )


def test_recognise_refuses_header_without_sign_of_its_kind() -> None:
    assert refusal(["Month", "CustomerTenantId", "SubscriptionId"]) == (
        "The header has what azure_usage needs, but nothing that only such a file has, such as ServiceLevel1, "
        "ServiceLevel2, ServiceLevel3. Name the dataset if it is one."
    )


def test_recognise_refuses_named_dataset_that_does_not_fit() -> None:
    assert refusal(["Month", "CustomerTenantId", "ACR_USD"], "trainings") == (
        "This is no trainings file: it needs TrainingTitle; TrainingCompletionDate; one of MCPID, Email, CorpEmail, "
        "which the header does not have."
    )


def test_recognise_refuses_unknown_name() -> None:
    assert refusal(["Month"], "azure") == f"There is no dataset 'azure'. Datasets: {', '.join(DATASETS)}."


@pytest.mark.parametrize("second", ["Month", " month ", "MONTH_"])
def test_recognise_refuses_header_that_appears_twice(second: str) -> None:
    message = refusal(["Month", "CustomerTenantId", second, "ACR_USD"])
    assert message == f"Columns 1 and 3 have the same header, {second.strip()!r}. Remove or rename one."


def test_recognise_refuses_header_that_fits_two_kinds_equally() -> None:
    def kind(name: str) -> Dataset:
        columns = (month("month", "Month", required=True), tenant("Tenant"), amount("amount", "Amount"))
        return Dataset(name, name, columns, signature=("Amount",), stored=("amount",))

    with pytest.raises(NotRecognised, match=r"^The header fits one and two equally well\. Name the dataset\.$"):
        recognise(["Month", "Tenant", "Amount"], {"one": kind("one"), "two": kind("two")})


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=DATASETS)
def test_recognise_every_dataset_by_all_its_own_headers(dataset: Dataset) -> None:
    found = recognise([column.title for column in dataset.columns], DATASETS)
    assert (found.dataset, set(found.positions)) == (dataset, {column.name for column in dataset.columns})


@pytest.mark.parametrize(("dataset", "header"), EXPORTS.values(), ids=EXPORTS)
def test_recognise_export_as_one_kind_and_as_no_other(dataset: str, header: tuple[str, ...]) -> None:
    assert recognise(header, DATASETS).dataset.name == dataset
    for name, other in DATASETS.items():
        if name != dataset:
            with pytest.raises(NotRecognised):
                recognise(header, {name: other})


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=DATASETS)
def test_recognise_sign_that_no_other_kind_shares(dataset: Dataset) -> None:
    others = [other for other in DATASETS.values() if other is not dataset]
    needed = [column.title for column in dataset.columns if column.required]
    for sign in dataset.signature:
        header = dict.fromkeys([*needed, sign])
        assert [other.name for other in others if _takes(header, other)] == []


def _takes(header: dict[str, None], dataset: Dataset) -> bool:
    try:
        recognise(list(header), {dataset.name: dataset})
    except NotRecognised:
        return False
    return True


@pytest.mark.parametrize("header", FOREIGN.values(), ids=FOREIGN)
def test_recognise_refuses_exports_that_nothing_reads(header: tuple[str, ...]) -> None:
    assert refusal(list(header)).startswith("The kind of file was not recognised. Nearest is ") or refusal(
        list(header)
    ).startswith("The header has what ")


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (["Month", "WorkloadName", "PaidAvailableUnits"], "Nearest is office_usage, but that needs CustomerTenantId,"),
        (
            ["Month", "CustomerTenantId", "WorkloadName"],
            "Nearest is office_usage, but that needs one of PaidAvailableUnits, MonthlyActiveUsers,",
        ),
        (["CustomerTenantId", "AADPPaidAvailableUnits"], "Nearest is mobility_usage, but that needs Month,"),
        (["Month", "CustomerStatus"], "Nearest is customers_revenue, but that needs CustomerTenantId,"),
        (
            ["Month", "CustomerTenantId", "IsAutoRenew", "PricingLevel"],
            "Nearest is subscriptions, but that needs SubscriptionId,",
        ),
        (
            ["CompetencyName", "GoldThreshold"],
            "Nearest is competencies, but that needs one of Month, CompetencyLevel, CompetencyStatus, CompetencyStartDate,",
        ),
        (["HierarchyLevel", "City", "Country"], "Nearest is profile, but that needs MPNId,"),
    ],
)
def test_recognise_names_what_a_file_lacks(header: list[str], message: str) -> None:
    assert f"{message} which the header does not have." in refusal(header)
