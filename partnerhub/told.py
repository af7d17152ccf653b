"""Texts that stand in data, in the reader's language: of the rulebook, of datasets, of work that a worker did.

Whatever no catalog knows stays as it is.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext, pgettext

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


def day_range(first: object, last: object) -> str:
    """From one written day to another: French puts an article before days, and none before months."""
    return pgettext("days", "%(first)s to %(last)s") % {"first": first, "last": last}


def percent(number: object) -> str:
    """A written number as so many in a hundred: French sets a space before the sign."""
    return gettext("%(number)s%%") % {"number": number}


def joined(texts: Iterable[object]) -> str:
    """Texts one after the other: French sets a space before the semicolon too."""
    written = [str(one) for one in texts]
    return " ".join([*(pgettext("more follows", "%(text)s;") % {"text": one} for one in written[:-1]), *written[-1:]])


def plural_of(number: Decimal | Fraction | int) -> int:
    """The whole number that languages tell as they do this one: 1.5 is one for French, and several for English and Dutch."""
    # Of 0 they say the same.
    return int(number) if number == int(number) or number >= _TWO else 0


def _value(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return joined(_value(one) for one in value)
    return told(value) if isinstance(value, Sentence) else value
