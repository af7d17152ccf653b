"""Texts that stand in data, in the reader's language: of the rulebook, of datasets, of work that a worker did.

Whatever no catalog knows stays as it is.
"""

from typing import Any

from django.utils.translation import gettext

from partnerhub.sentence import Sentence


def told(text: str | Sentence) -> str:
    """A text, or a sentence with its values, in the reader's language."""
    if isinstance(text, Sentence):
        words = {key: _value(value) for key, value in text.words.items()}
        return gettext(text.text) % words if words else told(text.text)
    return gettext(text) if text else ""


def _value(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return "; ".join(str(_value(one)) for one in value)
    return told(value) if isinstance(value, Sentence) else value
