"""Texts that stand in data, in the reader's language: of the rulebook, of datasets, of work that a worker did.

Whatever no catalog knows stays as it is.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext

from partnerhub.sentence import Sentence

_TWO = 2


def told(text: str | Sentence) -> str:
    """A text, or a sentence with its values, in the reader's language."""
    if isinstance(text, Sentence):
        words = {key: _value(value) for key, value in text.words.items()}
        return gettext(text.text) % words if words else told(text.text)
    return gettext(text) if text else ""


def labelled(label: object, text: object) -> str:
    """What something says, after what it is: French sets a space before the colon."""
    return gettext("%(label)s: %(text)s") % {"label": label, "text": text}


def plural_of(number: Decimal | Fraction | int) -> int:
    """The whole number that languages tell as they do this one: 1.5 is one for French, and several for English and Dutch."""
    # Of 0 they say the same.
    return int(number) if number == int(number) or number >= _TWO else 0


def _value(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return "; ".join(str(_value(one)) for one in value)
    return told(value) if isinstance(value, Sentence) else value
