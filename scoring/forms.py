"""The questions that a page's address may ask: which day, which basis, as known when."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest

from partnerhub import clock
from partnerhub.asking import SENSIBLE, DayForm
from scoring.question import PREVIEW, PUBLISHED

__all__ = ["SENSIBLE", "Asked", "asked", "rules_asked"]


class _RulesForm(forms.Form):
    rules_on = forms.DateField(required=False, validators=SENSIBLE)


class _AskedForm(DayForm):
    basis = forms.ChoiceField(choices=[(PUBLISHED, PUBLISHED), (PREVIEW, PREVIEW)], required=False)


@dataclass(frozen=True)
class Asked:
    """A day, a basis and a state of knowledge (None: as known now)."""

    as_of: date
    basis: str
    known_at: datetime | None

    def query(self, **more: str) -> str:
        """The same question (and more) for another page's address; empty for today, published, as known now."""
        parts = {"as_of": self.as_of.isoformat() if self.as_of != clock.today() else "", "basis": self.basis}
        parts["known_at"] = self.known_at.date().isoformat() if self.known_at else ""
        return urlencode({name: value for name, value in {**parts, **more}.items() if value not in {"", PUBLISHED}})


def asked(request: HttpRequest) -> Asked:
    """What the address asks for; whatever is missing or unusable falls back to today, published, as known now."""
    form = _AskedForm(request.GET)
    form.is_valid()
    return Asked(form.day(), form.cleaned_data.get("basis") or PUBLISHED, form.moment())


def rules_asked(request: HttpRequest) -> date | None:
    """The day whose rules the address asks for; None where it names none, or an unusable one."""
    form = _RulesForm(request.GET)
    form.is_valid()
    day: date | None = form.cleaned_data.get("rules_on")
    return day
