"""The questions that a page's address may ask: which day, which basis, as known when."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest

from partnerhub import clock
from partnerhub.clock import FIRST, LAST
from scoring.question import PREVIEW, PUBLISHED

SENSIBLE = (MinValueValidator(FIRST), MaxValueValidator(LAST))


class _AskedForm(forms.Form):
    as_of = forms.DateField(required=False, validators=SENSIBLE)
    known_at = forms.DateField(required=False, validators=SENSIBLE)
    basis = forms.ChoiceField(choices=[(PUBLISHED, PUBLISHED), (PREVIEW, PREVIEW)], required=False)


@dataclass(frozen=True)
class Asked:
    """A day, a basis and a state of knowledge (None: as known now)."""

    as_of: date
    basis: str
    known_at: datetime | None

    def query(self) -> str:
        """The same question for another page's address; empty for today, published, as known now."""
        parts = {"as_of": self.as_of.isoformat() if self.as_of != clock.today() else "", "basis": self.basis}
        parts["known_at"] = self.known_at.date().isoformat() if self.known_at else ""
        return urlencode({name: value for name, value in parts.items() if value not in {"", PUBLISHED}})


def asked(request: HttpRequest) -> Asked:
    """What the address asks for; whatever is missing or unusable falls back to today, published, as known now."""
    form = _AskedForm(request.GET)
    form.is_valid()
    data = form.cleaned_data
    known = data.get("known_at")
    return Asked(
        data.get("as_of") or clock.today(),
        data.get("basis") or PUBLISHED,
        datetime.combine(known, time.max, UTC) if known else None,
    )
