"""What to do next: the steps for what was lost in the newest month, and what to look at where nothing says why."""

from dataclasses import dataclass
from datetime import date

from credit import links, queries, wording
from credit.models import AgreementLapse
from credit.steps import Step, checklist, steps
from partnerhub.models import Partner


@dataclass(frozen=True)
class StepsPage:
    """What to do next; without a month the checklist alone."""

    month: date | None
    month_title: str
    month_url: str
    steps: list[Step]
    checklist: list[str]
    lapses: list[AgreementLapse]
    right: str


def steps_page(partner: Partner) -> StepsPage:
    """The next steps of a partner."""
    lapses, right = queries.lapses(partner), str(wording.CUSTOMERS_RIGHT)
    newest = queries.newest_of_all(partner)
    if newest is None:
        return StepsPage(None, "", "", [], checklist(), lapses, right)
    return StepsPage(
        month=newest.month,
        month_title=wording.month(newest.month),
        month_url=links.month(partner, newest.month),
        steps=steps(partner, newest.month, queries.by_reason(newest), newest.currency),
        checklist=checklist(),
        lapses=lapses,
        right=right,
    )
