"""What people fill in: a file to import."""

from django import forms
from django.utils.translation import gettext_lazy as _

from evidence import wording
from evidence.datasets import DATASETS

RECOGNISE = ""


def _kinds() -> list[tuple[str, str]]:
    """The kinds of files, asked for when a form is shown: their names are in its reader's language."""
    return [(RECOGNISE, str(_("Recognise from the header"))), *((key, wording.title(key)) for key in DATASETS)]


class ImportForm(forms.Form):
    """An export file; its kind is recognised from the header unless it is named."""

    file = forms.FileField(label=_("Export file"), help_text=_("CSV or TSV, also gzip, up to any size."))
    dataset = forms.ChoiceField(
        label=_("Kind of file"),
        required=False,
        choices=_kinds,
    )
    customer = forms.CharField(
        label=_("Customer tenant id"),
        required=False,
        max_length=64,
        help_text=_("Only for cost files (FOCUS, Azure cost): they do not name their customer."),
    )
