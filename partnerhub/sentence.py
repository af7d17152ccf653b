"""A sentence with its values apart: said where no reader's language is known (a worker, a file that knows no Django), told later.

As text it is English, which is what logs, command line and API give. ``partnerhub.told`` tells it in the reader's language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, init=False)
class Sentence:
    """``text`` with named placeholders, and what stands in them: texts, numbers, other sentences, or several of these."""

    text: str
    words: Mapping[str, Any]

    def __init__(self, text: str, /, **words: Any) -> None:
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "words", words)

    def __str__(self) -> str:
        return self.text % {key: plain(value) for key, value in self.words.items()} if self.words else self.text

    def as_json(self) -> dict[str, Any]:
        """The sentence in primitives, to be kept."""
        return {"text": self.text, "words": {key: _primitive(value) for key, value in self.words.items()}}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Sentence":
        """The sentence that was kept."""
        return cls(kept["text"], **{key: _restored(value) for key, value in kept["words"].items()})


def plain(value: Any) -> Any:
    """A value as English text; several with semicolons between."""
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else value


def either(names: Sequence[str]) -> Sentence | str:
    """One of several names."""
    return Sentence("%(first)s or %(last)s", first=", ".join(names[:-1]), last=names[-1]) if names[1:] else names[0]


def both(names: Sequence[str]) -> Sentence | str:
    """All of several names."""
    return Sentence("%(first)s and %(last)s", first=", ".join(names[:-1]), last=names[-1]) if names[1:] else names[0]


def _primitive(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_primitive(one) for one in value]
    return value.as_json() if isinstance(value, Sentence) else value


def _restored(value: Any) -> Any:
    if isinstance(value, list):
        return [_restored(one) for one in value]
    return Sentence.from_json(value) if isinstance(value, dict) else value


class SentenceError(Exception):
    """An error that is told to people; raised as a sentence is made: ``SentenceError("%(file)s: is empty.", file=name)``."""

    def __init__(self, text: str, /, **words: Any) -> None:
        self.sentence = Sentence(text, **words)
        super().__init__(str(self.sentence))
