"""What people fill in: a request for an audit and its steps, an attestation, an enrolment, an award."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from partnerhub import clock, documents, rules
from partnerhub.models import User
from specializations.audit_clock import day_in
from specializations.audit_steps import STEPS
from specializations.models import Audit

SATURDAY = 5


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


@cache
def _zones() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name or name == "UTC"]


PREFERRED = ("preferred_date", "preferred_date_2", "preferred_date_3")
LANGUAGES = [
    ("en", _("English")),
    ("nl", _("Dutch")),
    ("fr", _("French")),
    ("de", _("German")),
    ("es", _("Spanish")),
    ("pt", _("Portuguese")),
    ("ja", _("Japanese")),
    ("zh", _("Chinese")),
]


class AuditRequestForm(forms.Form):
    """The contact for the auditor, what the audit covers, and days that would suit.

    ``modules`` are those to choose from (none before there were any). ``preferred_dates`` are the cleaned days, each once.
    """

    contact_name = forms.CharField(label=_("Contact for the auditor"), max_length=200)
    contact_email = forms.EmailField(label=_("Contact's e-mail address"))
    time_zone = forms.ChoiceField(
        label=_("Contact's time zone"), choices=_zones, required=False, help_text=_("Days and times are in this zone.")
    )
    modules = forms.ChoiceField(label=_("Modules"), required=False)
    language = forms.ChoiceField(label=_("Language of the audit"), choices=LANGUAGES, required=False)
    preferred_date = forms.DateField(
        label=_("Preferred day"),
        required=False,
        widget=date_input(),
        help_text=_("A working day from today on; the auditor proposes the final one."),
    )
    preferred_date_2 = forms.DateField(label=_("Another day"), required=False, widget=date_input())
    preferred_date_3 = forms.DateField(label=_("One more day"), required=False, widget=date_input())
    notes = forms.CharField(label=_("Notes"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, modules: Sequence[tuple[str, str]], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["modules"].choices = list(modules)  # type: ignore[attr-defined]
        if not modules:
            del self.fields["modules"]

    def clean_time_zone(self) -> str:
        return self.cleaned_data["time_zone"] or "UTC"

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or "en"

    def clean_modules(self) -> str:
        """Where nothing is said, everything."""
        return self.cleaned_data["modules"] or Audit.Modules.BOTH

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        today = day_in(data.get("time_zone") or "UTC", clock.now())
        for name in PREFERRED:
            if data.get(name) and (wrong := _wrong_day(data[name], today)):
                self.add_error(name, wrong)
        data["preferred_dates"] = list(dict.fromkeys(day for name in PREFERRED if (day := data.pop(name, None))))
        return data


class AuditStepForm(forms.Form):
    """One step of an audit, with its day, words and document where it takes them. ``zone`` is that of the contact."""

    step = forms.CharField(widget=forms.HiddenInput)
    day = forms.DateField(label=_("Day"), widget=date_input(), help_text=_("A working day from today on."))
    begins = forms.TimeField(
        label=_("Begins at"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    note = forms.CharField(label=_("Words"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    document = forms.FileField(
        label=_("Document (PDF)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf"}),
    )

    def __init__(self, step: str, data: Any = None, files: Any = None, *, zone: str = "UTC") -> None:
        super().__init__(data, files, initial={"step": step, "begins": time(9)}, auto_id=f"{step}-%s")
        self.zone, known = zone, STEPS[step]
        self.fields["note"].label = NOTES.get(step, self.fields["note"].label)
        self.fields["begins"].help_text = zone.replace("_", " ")
        # Filled in here, as a lazy text is told in English once a value is put into it while this is imported.
        self.fields["document"].help_text = _("At most %(most)d MB.") % {"most": documents.LARGEST_MB}
        self.fields["document"].required = known.needs_file
        kept = {
            "day": known.needs_day,
            "begins": known.needs_day,
            "note": known.needs_note,
            "document": known.takes_file,
        }
        for name in (name for name, wanted in kept.items() if not wanted):
            del self.fields[name]

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if wrong := _wrong_day(day, day_in(self.zone, clock.now())):
            raise forms.ValidationError(wrong)
        return day

    def clean_begins(self) -> time:
        return self.cleaned_data["begins"] or time(9)

    def clean_document(self) -> Any:
        if upload := self.cleaned_data["document"]:
            try:
                found = documents.check(upload)
            except documents.DocumentRefused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
            if found != documents.PDF:
                raise forms.ValidationError(_("This is not a PDF; save it as one."))
        return upload


NOTES = {
    "decline": _("Why the audit is declined"),
    "report_gaps": _("The open action items"),
    "answer_gaps": _("What was done about each gap"),
    "review_gaps": _("What the gap review meeting came to"),
    "no_pass": _("What was not met"),
    "withdraw": _("Why the audit is withdrawn; it then counts as not passed"),
}


def _wrong_day(day: date, today: date) -> str:
    """What is wrong with a day that somebody would like; empty where nothing is."""
    if day < today:
        return str(_("This day is in the past; choose today or later."))
    if day.weekday() >= SATURDAY:
        return str(_("This is a weekend day; choose a working day."))
    return ""


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
        label=_("Active from"), widget=date_input(), help_text=_("The day on which the payment was received.")
    )
    ends = forms.DateField(
        label=_("Active until (anniversary)"),
        required=False,
        widget=date_input(),
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
        label=_("Held since"), widget=date_input(), help_text=_("Its anniversaries are counted from this day.")
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


class TakeBackForm(forms.Form):
    """A specialization that the partner should not hold; ``held`` are those to choose from."""

    specialization = forms.ChoiceField(label=_("Specialization"))
    note = forms.CharField(
        label=_("Why it is taken back, kept on record"),
        min_length=10,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, held: Mapping[str, str], data: Any = None) -> None:
        super().__init__(data, auto_id="back-%s")
        self.fields["specialization"].choices = list(held.items())  # type: ignore[attr-defined]


class AuditFirmForm(forms.Form):
    """For which auditing organisation an auditor works."""

    auditor = forms.ModelChoiceField(label=_("Auditor"), queryset=User.objects.none(), empty_label=_("Choose one"))
    name = forms.CharField(
        label=_("Auditing organisation"),
        required=False,
        max_length=200,
        help_text=_("Its people carry on each other's audits. Leave it empty for somebody who works alone."),
    )

    def __init__(self, auditors: QuerySet[User], data: Any = None) -> None:
        super().__init__(data)
        self.fields["auditor"].queryset = auditors  # type: ignore[attr-defined]
