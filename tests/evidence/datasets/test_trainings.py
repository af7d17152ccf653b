"""Training completions: persons, certificates, months."""

from datetime import date

import pytest

from tests.imports import PARTNER, read

SINCE_2021 = (
    "PGAMpnId,TrainingActivityId,TrainingTitle,TrainingType,IndividualFirstName,IndividualLastName,Email,CorpEmail,"
    "TrainingCompletionDate,ExpirationDate,ActivationStatus,Month,IcMCP,MCPID,MPNId,PartnerName,PartnerCityLocation,"
    "PartnerCountryLocation"
)
IN_2020 = SINCE_2021.replace("PGAMpnId,", "").replace("ExpirationDate,ActivationStatus,", "")
API = (
    "TrainingActivityId,TrainingTitle,TrainingType,AADUserId,TrainingCompletionDate,Month,IcMCP,MCPID,MPNID,PartnerName,"
    "PartnerCityLocation,PartnerCountryLocation"
)
TITLE = "Microsoft Certified: Dynamics 365 Sales Functional Consultant Associate"
CELLS = {
    "PGAMpnId": PARTNER,
    "TrainingActivityId": "A1",
    "TrainingTitle": TITLE,
    "TrainingType": "Certification",
    "IndividualFirstName": "Ada",
    "IndividualLastName": "Example",
    "Email": "Ada@Example.com",
    "CorpEmail": "ada@contoso.example.com",
    "TrainingCompletionDate": "22 Aug 2021",
    "ExpirationDate": "8/22/2023",
    "ActivationStatus": "Active",
    "Month": "9/1/2021",
    "MCPID": "990001",
    "MPNId": "2000002",
    "MPNID": "2000002",
    "PartnerCityLocation": "Utrecht",
    "PartnerCountryLocation": "Netherlands",
}
COMMON = {
    "partner": PARTNER,
    "month": date(2021, 9, 1),
    "run": 7,
    "row": 2,
    "activity_id": "A1",
    "title": TITLE,
    "training_type": "Certification",
    "certificate": "dynamics_365_sales_functional_consultant_associate",
    "person": "990001",
    "mcpid": "990001",
    "completed": date(2021, 8, 22),
    "mpn_id": "2000002",
    "city": "Utrecht",
    "country": "Netherlands",
}
PERSON = {"first_name": "Ada", "last_name": "Example", "email": "ada@example.com"}
STATUS = {"expires": date(2023, 8, 22), "activation_status": "Active"}


def line(header: str = SINCE_2021, **changed: str) -> str:
    cells = CELLS | changed
    return f"{header}\n{','.join(cells.get(name, '') for name in header.split(','))}\n"


@pytest.mark.parametrize(
    ("header", "columns", "expected"),
    [(IN_2020, 15, COMMON | PERSON), (SINCE_2021, 18, COMMON | PERSON | STATUS), (API, 12, COMMON)],
    ids=["2020", "since 2021", "API query"],
)
def test_trainings_header_generation_is_recognised_and_read(
    header: str, columns: int, expected: dict[str, object]
) -> None:
    assert len(header.split(",")) == columns
    outcome = read(line(header))
    assert (outcome.dataset, outcome.rejections) == ("trainings", [])
    assert {name: value for name, value in outcome.facts[0].items() if value is not None} == expected


@pytest.mark.parametrize(
    ("cells", "person"),
    [
        ({"MCPID": "5"}, "5"),
        ({"MCPID": "", "Email": "Ada@Example.com"}, "ada@example.com"),
        ({"MCPID": "NULL", "Email": "", "CorpEmail": "Ada@Contoso.example.com"}, "ada@contoso.example.com"),
    ],
)
def test_trainings_person_is_mcpid_else_email(cells: dict[str, str], person: str) -> None:
    assert read(line(**cells)).column("person") == [person]


def test_trainings_row_without_person_is_rejected() -> None:
    assert read(line(MCPID="", Email="", CorpEmail="")).rejections == [(2, "MCPID", "", "missing")]


@pytest.mark.parametrize("column", ["TrainingTitle", "TrainingCompletionDate"])
def test_trainings_row_without_title_or_date_is_rejected(column: str) -> None:
    assert read(line(**{column: ""})).rejections == [(2, column, "", "missing")]


def test_trainings_unmapped_title_is_kept() -> None:
    fact = read(line(TrainingTitle="Juggling Associate")).facts[0]
    assert (fact["title"], fact["certificate"]) == ("Juggling Associate", None)


def test_trainings_month_is_that_of_completion_where_none_is_given() -> None:
    assert read(line(Month="")).column("month") == [date(2021, 8, 1)]


@pytest.mark.parametrize("cell", ["12/31/9999", "9999-12-31", "", "NULL"])
def test_trainings_without_end_never_expire(cell: str) -> None:
    outcome = read(line(ExpirationDate=cell))
    assert (outcome.rejections, outcome.column("expires")) == ([], [None])


@pytest.mark.parametrize(("cell", "reason"), [("never", "not a date"), ("1/1/1900", "not between 2000 and 2100")])
def test_trainings_unusable_expiry_is_rejected(cell: str, reason: str) -> None:
    assert read(line(ExpirationDate=cell)).rejections == [(2, "ExpirationDate", cell, reason)]


def test_trainings_row_of_another_partner_is_rejected() -> None:
    assert read(line(PGAMpnId="1000002")).rejections == [(2, "PGAMpnId", "1000002", "belongs to another partner")]
