"""What is kept of standings is never stale: whatever they rest on changes, the next answer is another."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from evidence import remembered
from partnerhub.models import Partner
from scoring.actions import enrol
from scoring.forms import Asked
from scoring.people import Wanted, find
from scoring.queries import explanation
from specializations.actions import attest
from specializations.queries import standings
from specializations.standing import Standing
from tests.cases_format import OWN, import_table
from tests.factories import PartnerFactory
from tests.people import People
from tests.specializations.evidence import DAY, IDB

USAGE = """
    Month   | CustomerTenantId | ServiceLevel1 | ServiceLevel2    | ComputeOS | ComputeCoreSoftware | PartnerAttributionType | ACR_USD
    {month} | {{a,b,c}}        | Compute       | Virtual Machines | WINDOWS   | Core                | Partner admin link     | {amount}
"""  # noqa: E501  # a table
OTHER_WINDOW = "window: [{from: 2023-07-20, value: 2, unit: months, source: own}]\n"
LEARNT = """
    TrainingTitle                      | TrainingType  | TrainingCompletionDate | MCPID
    Power Platform Developer Associate | Certification | 2023-01-16             | {who}
"""


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    remembered.clear()
    yield
    remembered.clear()


def standing(partner: Partner, day: date = DAY) -> Standing:
    return standings(partner, day, specialization=IDB)[IDB]


def revenue(partner: Partner, day: date = DAY) -> object:
    return next(check.measured for check in standing(partner, day).checks if check.key == "windows_acr")


def imported(folder: Path, partner: Partner, amount: int, month: str = "2023-06") -> None:
    import_table(folder, partner, "azure_usage", USAGE.format(month=month, amount=amount))


def test_standing_follows_every_file(db: None, tmp_path: Path) -> None:
    partner = PartnerFactory()
    imported(tmp_path, partner, 100)
    assert (revenue(partner), revenue(partner)) == (300, 300)
    imported(tmp_path, partner, 200)
    assert revenue(partner) == 600
    imported(tmp_path, partner, 5, "2023-05")
    assert (revenue(partner), revenue(partner)) == (615, 615)


def test_standing_of_another_partner_or_day_is_its_own(db: None, tmp_path: Path) -> None:
    first, second = PartnerFactory(), PartnerFactory()
    for partner, amount in ((first, 1), (second, 2)):
        imported(tmp_path, partner, amount)
    assert [revenue(first), revenue(second), revenue(first)] == [3, 6, 3]
    assert revenue(first, date(2023, 10, 25)) != revenue(first)


def test_standing_follows_what_is_put_on_record(team: People, tmp_path: Path) -> None:
    imported(tmp_path, team.partner, 100)
    before = {check.key: check.met for check in standing(team.partner).checks}
    enrol(team.partner, "infrastructure", team.manager, starts=date(2023, 7, 1), ends=date(2024, 6, 30))
    after = {check.key: check.met for check in standing(team.partner).checks}
    assert [key for key in after if after[key] != before[key]] == ["designation"]


def test_page_follows_an_attestation(team: People, client: Client, settings: Settings) -> None:
    settings.DEMO_TODAY = DAY
    client.force_login(team.owner)
    url = reverse("specialization", args=[team.partner.mpn_id, "kubernetes"])
    asked = [client.get(url).context["page"].met for _ in range(2)]
    attest(team.partner, "kubernetes", "skilling", team.manager, reason="Seen on paper.", valid_from=DAY)
    assert [*asked, client.get(url).context["page"].met] == [0, 0, 1]


def test_standing_follows_the_rulebook(db: None, tmp_path: Path, settings: Settings) -> None:
    """Another overlay is another rulebook: its filter lets other rows through."""
    partner, folder = PartnerFactory(), tmp_path / "overlay"
    imported(tmp_path, partner, 100)
    before = revenue(partner)
    (folder / "specializations").mkdir(parents=True)
    (folder / "sources.yaml").write_text(OWN)
    (folder / "specializations" / f"{IDB}.yaml").write_text(OTHER_WINDOW)
    settings.RULEBOOK_OVERLAY = folder
    months = next(check.months for check in standing(partner).checks if check.key == "windows_acr")
    assert (before, len(months)) == (300, 2)


def test_people_and_reasons_follow_every_file(db: None, tmp_path: Path) -> None:
    partner, asked = PartnerFactory(), Asked(DAY, "published", None)

    def told() -> tuple[int, int]:
        why = explanation(partner, "business_applications", "intermediate_certifications", DAY, "published")
        return len(find(partner, asked, Wanted()).every), len(why.contributions)

    import_table(tmp_path, partner, "trainings", LEARNT.format(who="p1"))
    once, again = told(), told()
    import_table(tmp_path, partner, "trainings", LEARNT.format(who="p{2..5}"))
    assert (once == again, told()[0], told()[1] - once[1]) == (True, 5, 4)
