"""What people fill in: a request for an audit and its steps, an attestation, an enrolment."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerhub import clock, rules
from specializations.audit_steps import STEPS

SATURDAY = 5


def _date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AuditRequestForm(forms.Form):
    """The contact for the auditor and a day that would suit."""

    contact_name = forms.CharField(label=_("Contact for the auditor"), max_length=200)
    contact_email = forms.EmailField(label=_("Contact's e-mail address"))
    preferred_date = forms.DateField(
        label=_("Preferred day"),
        required=False,
        widget=_date_input(),
        help_text=_("A working day from today on; the auditor proposes the final one."),
    )
    notes = forms.CharField(label=_("Notes"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def clean_preferred_date(self) -> date | None:
        day: date | None = self.cleaned_data["preferred_date"]
        return _working_day(day) if day else None


class AuditStepForm(forms.Form):
    """One step of an audit, with its day and words where it needs them."""

    step = forms.CharField(widget=forms.HiddenInput)
    day = forms.DateField(label=_("Day"), widget=_date_input(), help_text=_("A working day from today on."))
    note = forms.CharField(label=_("Words"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, step: str, data: Any = None) -> None:
        super().__init__(data, initial={"step": step}, auto_id=f"{step}-%s")
        self.fields["note"].label = NOTES.get(step, self.fields["note"].label)
        for name, needed in (("day", STEPS[step].needs_day), ("note", STEPS[step].needs_note)):
            if not needed:
                del self.fields[name]

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        return _working_day(day)


NOTES = {
    "decline": _("Why the audit is declined"),
    "report_gaps": _("The open action items"),
    "answer_gaps": _("What was done about each gap"),
    "no_pass": _("What was not met"),
    "withdraw": _("Why the audit is withdrawn; it then counts as not passed"),
}


def _working_day(day: date) -> date:
    if day < clock.today():
        raise forms.ValidationError(_("This day is in the past; choose today or later."))
    if day.weekday() >= SATURDAY:
        raise forms.ValidationError(_("This is a weekend day; choose a working day."))
    return day


class AttestForm(forms.Form):
    """The programme's word on a requirement without a published threshold, with its reason."""

    requirement = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason, kept on record"), min_length=10, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


def _has_memberships(day: date) -> bool:
    return rules.book().on(day).has("programme.membership_days")


class EnrolmentForm(forms.Form):
    """A designation that the partner has bought; its anniversary is worked out where the programme names no other."""

    designation = forms.ChoiceField(label=_("Designation"))
    starts = forms.DateField(
        label=_("Active from"), widget=_date_input(), help_text=_("The day on which the payment was received.")
    )
    ends = forms.DateField(
        label=_("Active until (anniversary)"),
        required=False,
        widget=_date_input(),
        help_text=_(
            "Only where the programme names another day than a year later, or than that of a running membership."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted(rules.book().designations.values(), key=lambda one: one.order)
        self.fields["designation"].choices = [(one.key, one.title) for one in known]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts") and data.get("ends") and data["ends"] < data["starts"]:
            self.add_error("ends", _("The anniversary lies before the start."))
        if data.get("starts") and not data.get("ends") and not _has_memberships(data["starts"]):
            self.add_error("starts", _("The programme had no memberships on this day."))
        return data


class AwardForm(forms.Form):
    """A specialization that the partner holds already, awarded in the programme before it was kept here."""

    specialization = forms.ChoiceField(label=_("Specialization"))
    starts = forms.DateField(
        label=_("Held since"), widget=_date_input(), help_text=_("Its anniversaries are counted from this day.")
    )
    note = forms.CharField(
        label=_("Where this is known from, kept on record"),
        min_length=10,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, catalogue: Mapping[str, str], data: Any = None) -> None:
        super().__init__(data, auto_id="award-%s")
        self.fields["specialization"].choices = list(catalogue.items())  # type: ignore[attr-defined]
