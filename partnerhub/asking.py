"""What the address of a dated page may ask: which day, and as known when."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest

from partnerhub import clock
from partnerhub.clock import FIRST, LAST

SENSIBLE = (MinValueValidator(FIRST), MaxValueValidator(LAST))


class DayForm(forms.Form):
    """``as_of`` and ``known_at``; after ``is_valid`` whatever is missing or unusable is today, and as known now."""

    as_of = forms.DateField(required=False, validators=SENSIBLE)
    known_at = forms.DateField(required=False, validators=SENSIBLE)

    def day(self) -> date:
        """The day that is asked for."""
        return self.cleaned_data.get("as_of") or clock.today()

    def moment(self) -> datetime | None:
        """The end of the day whose knowledge is asked for; None: as known now."""
        known = self.cleaned_data.get("known_at")
        return datetime.combine(known, time.max, UTC) if known else None


@dataclass(frozen=True)
class AskedDay:
    """A day and a state of knowledge (None: as known now)."""

    as_of: date
    known_at: datetime | None


def asked_day(request: HttpRequest) -> AskedDay:
    """What the address asks for."""
    form = DayForm(request.GET)
    form.is_valid()
    return AskedDay(form.day(), form.moment())
