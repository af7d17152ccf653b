"""What people fill in: a file to import."""

from django import forms
from django.utils.translation import gettext_lazy as _

from evidence.datasets import DATASETS

RECOGNISE = ""


class ImportForm(forms.Form):
    """An export file; its kind is recognised from the header unless it is named."""

    file = forms.FileField(label=_("Export file"), help_text=_("CSV or TSV, also gzip, up to any size."))
    dataset = forms.ChoiceField(
        label=_("Kind of file"),
        required=False,
        choices=[(RECOGNISE, _("Recognise from the header")), *((key, one.title) for key, one in DATASETS.items())],
    )
    customer = forms.CharField(
        label=_("Customer tenant id"),
        required=False,
        max_length=64,
        help_text=_("Only for cost files (FOCUS, Azure cost): they do not name their customer."),
    )
