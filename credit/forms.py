"""What is recorded of credit through a page: days without an agreement with the programme."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class LapseForm(forms.Form):
    """Days on which the organisation had no agreement, both included; without a last day it still has none."""

    starts = forms.DateField(label=_("First day without an agreement"), widget=_day())
    ends = forms.DateField(
        label=_("Last day"), required=False, widget=_day(), help_text=_("Leave it empty while there is still none.")
    )

    def __init__(self, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts") and data.get("ends") and data["ends"] < data["starts"]:
            self.add_error("ends", _("The last day lies before the first."))
        for name in ("starts", "ends"):
            if data.get(name) and data[name] > self.today:
                self.add_error(name, _("This day has not come yet."))
        return data
