"""The questions that the address of a rulebook page may ask: which day, which two days, which words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest

from partnerhub.asking import SENSIBLE

LONGEST = 100


class _AskedForm(forms.Form):
    on = forms.DateField(required=False, validators=SENSIBLE)
    first = forms.DateField(required=False, validators=SENSIBLE)
    second = forms.DateField(required=False, validators=SENSIBLE)
    q = forms.CharField(required=False, max_length=LONGEST)
    chapter = forms.CharField(required=False, max_length=LONGEST)


@dataclass(frozen=True)
class Asked:
    """What was asked for; None and empty where the address does not say, or says something unusable."""

    on: date | None
    first: date | None
    second: date | None
    words: str
    chapter: str


def asked(request: HttpRequest) -> Asked:
    """What the address of a rulebook page asks for."""
    form = _AskedForm(request.GET)
    form.is_valid()
    data: dict[str, Any] = form.cleaned_data
    words, chapter = data.get("q", ""), data.get("chapter", "")
    return Asked(data.get("on"), data.get("first"), data.get("second"), words, chapter)
