"""The certificates that end, month by month: a certificate once, and the same in picture, table and CSV."""

from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from partnerhub.charts import Chart
from partnerhub.models import Partner
from partnerhub.pictures import Columns
from scoring import ending_chart
from scoring.expiry import Month
from scoring.forms import Asked
from scoring.people import Wanted, find
from scoring.people_page import people_page
from tests.cases_format import import_table
from tests.factories import PartnerFactory
from tests.scoring.evidence import BA, DAY

HEAD = "TrainingTitle | TrainingType | TrainingCompletionDate | ExpirationDate | MCPID"
DEVELOPER, SECURITY = "Power Platform Developer Associate", "Azure Security Engineer Associate"
ASKED, EVERYONE = Asked(DAY, "published", None), Wanted()
# On the last day before the page's, on its own, at both ends of a month, in the last month shown, and after it.
ROWS = (
    f"{DEVELOPER}|2022-09-01|2023-07-24|gone",
    f"{DEVELOPER}|2022-09-01|2023-07-25|today",
    f"{DEVELOPER}|2022-09-01|2023-08-01|first",
    f"{DEVELOPER}|2022-09-01|2023-08-31|last",
    f"{DEVELOPER}|2022-09-01|2023-09-10|on",
    f"{DEVELOPER}|2023-05-01|2024-09-10|on",
    f"{SECURITY}|2022-09-01|2024-06-30|security",
    f"{DEVELOPER}|2022-09-01|2024-07-01|later",
    f"{DEVELOPER}|2022-09-01||never",
)


@pytest.fixture
def partner(db: None, tmp_path: Path, settings: Settings) -> Partner:
    settings.DEMO_TODAY = DAY
    found: Partner = PartnerFactory()
    told = [row.split("|") for row in ROWS]
    lines = [" | ".join([title, "Certification", *rest]) for title, *rest in told]
    import_table(tmp_path, found, "trainings", "\n".join([HEAD, *lines]))
    return found


def months(partner: Partner, designation: str = "") -> list[Month]:
    wanted = Wanted(designation=designation)
    return ending_chart.months(find(partner, ASKED, wanted), wanted, DAY)


def ending(partner: Partner, asked: Asked = ASKED, wanted: Wanted = EVERYONE) -> Chart:
    found = people_page(partner, asked, wanted).ending
    assert found is not None
    return found


def test_certificates_count_in_the_month_of_their_last_day(partner: Partner) -> None:
    found = months(partner)
    assert [one.month for one in found][::11] == [date(2023, 7, 1), date(2024, 6, 1)]
    told = {f"{one.month:%Y-%m}": (one.losing, one.others) for one in found if one.every}
    assert told == {"2023-07": (1, 0), "2023-08": (2, 0), "2023-09": (0, 1), "2024-06": (1, 0)}


def test_months_of_a_designation_are_of_its_certificates_alone(partner: Partner) -> None:
    assert sum(one.every for one in months(partner, BA)) == 4
    assert [(f"{one.month:%Y-%m}", one.every) for one in months(partner, "security") if one.every] == [("2024-06", 1)]
    assert ending(partner, ASKED, Wanted(designation="security")).note == "Of Security alone."
    assert ending(partner).note == ""


def test_table_and_csv_are_the_picture(partner: Partner) -> None:
    chart = ending(partner)
    assert isinstance(chart.picture, Columns)
    _head, *rows = ending_chart.rows(months(partner))
    assert [int(one.height) for one in chart.picture.columns] == [row[1] for row in rows]
    assert [int(one.parts[0].value) for one in chart.picture.columns] == [row[2] for row in rows]
    assert [row[1:] for row in chart.rows] == [(str(row[1]), str(row[2])) for row in rows]
    assert (chart.rows[0][0], rows[0][0]) == ("July 2023", "2023-07")


def test_picture_is_told_in_a_sentence(partner: Partner) -> None:
    assert ending(partner).told == (
        "From July 2023 to June 2024 5 certificates end, most in August 2023: 2. Their person no longer counts: 4."
    )
    before = Asked(date(2023, 1, 15), "published", None)
    quiet = ending(partner, before, Wanted(designation="modern_work"))
    assert quiet.told == "From January 2023 to December 2023 no certificate ends that counts."
    assert {row[1] for row in quiet.rows} == {"0"}


def test_nobody_known_is_no_empty_picture(db: None) -> None:
    assert people_page(PartnerFactory(), ASKED, Wanted()).ending is None


def test_csv_is_asked_for_with_the_filters_of_the_page(partner: Partner) -> None:
    found = ending(partner, Asked(DAY, "preview", None), Wanted(designation=BA))
    assert found.csv_url.endswith(f"/people/ending.csv?basis=preview&designation={BA}")
