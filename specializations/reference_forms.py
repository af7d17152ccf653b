"""What people fill in about a customer reference: the draft, its documents, and what the customer and the programme decide."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evidence.importing.notations import LONGEST_TENANT, tenant
from partnerhub import clock
from partnerhub.folding import begins, has_all, spellings
from specializations import reference_steps
from specializations.forms import date_input
from specializations.models import Reference

# More customers than these are not listed: they are searched for.
MOST_LISTED = 50
LONGEST_NAME = 200


class ReferenceForm(forms.Form):
    """What a partner did for a customer. A draft needs no more than the customer; ``complete`` asks for everything.

    ``customers`` are those that evidence knows (tenant id -> name), to choose from. Where they are many, only some are listed:
    those that match what is typed into ``find``, which a browser asks for while somebody types, and else sends with the form.
    """

    find = forms.CharField(
        label=_("Find a customer"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        help_text=_("A part of its name or tenant id; what matches is listed below."),
    )
    known = forms.ChoiceField(label=_("Customer"), required=False)
    customer = forms.CharField(
        label=_("Name of another customer"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("Where it is not in the list."),
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
    started = forms.DateField(label=pgettext_lazy("day", "From"), required=False, widget=date_input())
    ended = forms.DateField(label=_("To"), required=False, widget=date_input())

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
        known: Any = self.fields["known"]
        known.choices = [("", _("another one")), *((key, _shown(key, name)) for key, name in customers.items())]
        self.is_searched = len(customers) > MOST_LISTED
        if self.is_searched:
            known.widget.choices = [("", _("another one")), *self._listed()]
        else:
            del self.fields["find"]

    @property
    def words(self) -> str:
        """What is searched for."""
        return str(self["find"].value() or "").strip() if self.is_searched else ""

    @cached_property
    def found(self) -> list[str]:
        """The tenant ids that match, those first whose name begins so."""
        sought = spellings(self.words)
        found = [key for key, name in self.customers.items() if has_all(f"{name}\n{key}", [sought])]
        return sorted(found, key=lambda key: not begins(self.customers[key], sought))

    @property
    def told(self) -> str:
        """How many customers are listed, and how to come to the others."""
        words = {"listed": min(len(self.found), MOST_LISTED), "found": len(self.found), "every": len(self.customers)}
        if not self.words:
            return _("The first %(listed)d of %(every)d customers are listed; search for the others.") % words
        if len(self.found) > MOST_LISTED:
            return _("Matches %(found)d of %(every)d customers; the first %(listed)d are listed.") % words
        return _("Matches %(found)d of %(every)d customers.") % words

    def _listed(self) -> list[tuple[str, str]]:
        """What the list shows of those found, and what was chosen before."""
        chosen = str(self["known"].value() or "")
        keys = dict.fromkeys([*([chosen] if chosen in self.customers else []), *self.found[:MOST_LISTED]])
        return [(key, _shown(key, self.customers[key])) for key in keys]

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
        data.pop("find", None)
        chosen, typed = data.pop("known", ""), data.get("tenant", "")
        if chosen and typed not in {"", chosen}:
            self.add_error("tenant", _("Choose a customer from the list or name another one, not both."))
        elif key := chosen or (typed if typed in self.customers else ""):
            data["tenant"], data["customer"] = key, (self.customers[key] or data.get("customer") or key)[:LONGEST_NAME]
        elif "customer" in data and not data["customer"] and "known" not in self.errors:
            self.add_error("known", self._which())

    def _which(self) -> str:
        """What to do where no customer is named."""
        words = {"found": len(self.found), "words": self.words}
        if not self.words:
            return str(_("Choose a customer, or name another one below."))
        if not self.found:
            return (
                _("No customer matches “%(words)s”; search for another part of its name, or name another one below.")
                % words
            )
        return (
            _("“%(words)s” matches %(found)d of your customers: choose one from the list, or name another one below.")
            % words
        )


def _shown(key: str, name: str) -> str:
    return f"{name} ({key})" if name else key


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
