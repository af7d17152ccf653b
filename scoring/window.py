"""On which days a designation must have qualified. Pure date arithmetic; kinds and numbers come from the rulebook."""

from dataclasses import dataclass
from datetime import date, timedelta

from partnerhub.rulebook import Rules
from scoring.periods import first_of_month, shift


@dataclass(frozen=True)
class Window:
    """The days from ``first`` to ``last``, both included, on any one of which the criteria must be met."""

    first: date
    last: date

    @property
    def months(self) -> tuple[date, ...]:
        """The calendar months that it touches, oldest first."""
        first, last = first_of_month(self.first), first_of_month(self.last)
        count = (last.year - first.year) * 12 + last.month - first.month
        return tuple(shift(first, place) for place in range(count + 1))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def window(rules: Rules, day: date, anniversary: date | None = None) -> Window:
    """The window to enrol on ``day``, or (with ``anniversary``) to renew then. Raises NotInForce before the programme began."""
    return _to_renew(rules, anniversary) if anniversary else _to_enrol(rules, day)


def _to_enrol(rules: Rules, day: date) -> Window:
    return Window(_months_up_to(rules, day) if _looks_back(rules) else day, day)


def _to_renew(rules: Rules, anniversary: date) -> Window:
    kind = rules.text("programme.renewal_qualification_window")
    if kind == "days_before":
        days = int(rules.number("programme.renewal_qualification_days"))
        return Window(anniversary - timedelta(days=days), anniversary - timedelta(days=1))
    last = end_of_month(anniversary)
    if kind == "months_and_renewal_window":
        last = max(last, anniversary + timedelta(days=int(rules.number("programme.renewal_days"))))
    return Window(_months_up_to(rules, anniversary), last)


def _months_up_to(rules: Rules, day: date) -> date:
    """The first day of as many months as the window has, that of ``day`` being the last."""
    return shift(first_of_month(day), 1 - int(rules.number("programme.window_months")))


def _looks_back(rules: Rules) -> bool:
    return rules.text("programme.qualification_window") == "months"


def serves_until(rules: Rules, qualified_on: date) -> date:
    """The last day on which the window to enrol still holds this day."""
    if not _looks_back(rules):
        return qualified_on
    return end_of_month(shift(first_of_month(qualified_on), int(rules.number("programme.window_months")) - 1))


def end_of_month(day: date) -> date:
    return shift(first_of_month(day), 1) - timedelta(days=1)
