"""What people fill in: a request for an audit and its steps, a customer reference and its steps, an attestation, an enrolment."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from evidence.importing.notations import LONGEST_TENANT, tenant
from partnerhub import clock, documents, rules
from partnerhub.models import User
from specializations import reference_steps
from specializations.audit_clock import day_in
from specializations.audit_steps import STEPS
from specializations.models import Audit, Reference

SATURDAY = 5


def _date_input() -> forms.DateInput:
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
        label=_("Contact's time zone"), choices=_zones, required=False, help_text=_("Days and times are meant there.")
    )
    modules = forms.ChoiceField(label=_("Modules"), required=False)
    language = forms.ChoiceField(label=_("Language of the audit"), choices=LANGUAGES, required=False)
    preferred_date = forms.DateField(
        label=_("Preferred day"),
        required=False,
        widget=_date_input(),
        help_text=_("A working day from today on; the auditor proposes the final one."),
    )
    preferred_date_2 = forms.DateField(label=_("Another day"), required=False, widget=_date_input())
    preferred_date_3 = forms.DateField(label=_("One more day"), required=False, widget=_date_input())
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
    day = forms.DateField(label=_("Day"), widget=_date_input(), help_text=_("A working day from today on."))
    begins = forms.TimeField(
        label=_("Begins at"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    note = forms.CharField(label=_("Words"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    document = forms.FileField(
        label=_("Document (PDF)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf"}),
        help_text=_("At most %(most)d MB.") % {"most": documents.LARGEST_MB},
    )

    def __init__(self, step: str, data: Any = None, files: Any = None, *, zone: str = "UTC") -> None:
        super().__init__(data, files, initial={"step": step, "begins": time(9)}, auto_id=f"{step}-%s")
        self.zone, known = zone, STEPS[step]
        self.fields["note"].label = NOTES.get(step, self.fields["note"].label)
        self.fields["begins"].help_text = zone.replace("_", " ")
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

    auditor = forms.ModelChoiceField(label=_("Auditor"), queryset=User.objects.none())
    name = forms.CharField(
        label=_("Auditing organisation"),
        required=False,
        max_length=200,
        help_text=_("Its people carry on each other's audits. Empty: works alone."),
    )

    def __init__(self, auditors: QuerySet[User], data: Any = None) -> None:
        super().__init__(data)
        self.fields["auditor"].queryset = auditors  # type: ignore[attr-defined]


class ReferenceForm(forms.Form):
    """What a partner did for a customer. A draft needs no more than the customer; ``complete`` asks for everything.

    ``customers`` are those that evidence knows (tenant id -> name), to choose from.
    """

    known = forms.ChoiceField(label=_("Customer"), required=False)
    customer = forms.CharField(
        label=_("Name of another customer"), max_length=200, required=False, help_text=_("Where it is not in the list.")
    )
    tenant = forms.CharField(label=_("Tenant id of that customer"), required=False)
    contact_name = forms.CharField(label=_("Contact at the customer"), max_length=200, required=False)
    contact_email = forms.EmailField(
        label=_("Contact's e-mail address"),
        required=False,
        help_text=_("Gets the link by which the reference is approved or rejected."),
    )
    work = forms.CharField(
        label=_("What was deployed and managed"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The customer reads this, and everything else here, word for word."),
    )
    workload = forms.CharField(label=_("Workload"), max_length=200, required=False)
    users = forms.IntegerField(label=_("Number of users"), min_value=1, max_value=2_000_000_000, required=False)
    started = forms.DateField(label=_("From"), required=False, widget=_date_input())
    ended = forms.DateField(label=_("To"), required=False, widget=_date_input())

    def __init__(
        self,
        customers: Mapping[str, str],
        data: Any = None,
        *,
        initial: Mapping[str, Any] | None = None,
        complete: bool = False,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.customers, self.complete = customers, complete
        choices = [(key, f"{name} ({key})" if name else key) for key, name in customers.items()]
        self.fields["known"].choices = [("", _("another one")), *choices]  # type: ignore[attr-defined]

    def clean_tenant(self) -> str:
        typed = tenant(self.cleaned_data["tenant"])
        if len(typed) > LONGEST_TENANT:
            raise forms.ValidationError(_("A tenant id has at most %(most)d characters.") % {"most": LONGEST_TENANT})
        return typed

    def clean_started(self) -> date | None:
        day: date | None = self.cleaned_data["started"]
        if day and day > clock.today():
            raise forms.ValidationError(_("This day is in the future; choose today or earlier."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._choose(data)
        if data.get("started") and data.get("ended") and data["ended"] < data["started"]:
            self.add_error("ended", _("The end lies before the start."))
        if self.complete:
            for name in (one for one in Reference.NEEDED if one in data and data[one] in {None, ""}):
                self.add_error(name, _("Fill this in; the customer has to read it."))
        return data

    def _choose(self, data: dict[str, Any]) -> None:
        """Take the customer from the list, or the one that was typed."""
        chosen, typed = data.pop("known", ""), data.get("tenant", "")
        if chosen and typed not in {"", chosen}:
            self.add_error("tenant", _("Choose a customer from the list or name another one, not both."))
        elif key := chosen or (typed if typed in self.customers else ""):
            data["tenant"], data["customer"] = key, self.customers[key] or data.get("customer") or key
        elif "customer" in data and not data["customer"] and "known" not in self.errors:
            self.add_error("known", _("Choose a customer, or name another one below."))


class _SeveralFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name)


class _FilesField(forms.FileField):
    """All files that were chosen; what each of them is like is for ``documents.check`` to say."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        if not data:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return data


class ReferenceDocumentsForm(forms.Form):
    """Files for a draft, several at once; each is looked into when it is kept."""

    documents = _FilesField(
        label=_("Attach documents"),
        widget=_SeveralFiles(attrs={"multiple": True, "accept": ".pdf,.png,.jpg,.jpeg"}),
        help_text=_("PDF, PNG or JPEG, at most 10 MB each. The customer can read them too."),
    )


class ReferenceStepForm(forms.Form):
    """A decision about a reference, by the customer or by the programme, with words where it needs them."""

    step = forms.CharField(widget=forms.HiddenInput)
    note = forms.CharField(max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, step: str, data: Any = None) -> None:
        super().__init__(data, initial={"step": step}, auto_id=f"{step}-%s")
        self.fields["note"].label = REFERENCE_NOTES[step]
        self.fields["note"].required = reference_steps.STEPS[step].needs_note


REFERENCE_NOTES = {
    "approve": _("Anything to add"),
    "reject": _("Why you reject it"),
    "accept": _("Anything to add"),
    "decline": _("Why it is declined"),
}
