"""Columns as ``partnerhub/folding.py`` folds texts, with what every PostgreSQL has: the installer's has no ``unaccent``."""

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Lower, Replace
from django.db.models.lookups import Contains

from partnerhub.folding import APOSTROPHES, LETTERS, PAIRS, WRITTEN_OUT, spellings

_ACCENTS = "[\u0300-\u036f]"
Text = F | Func


def containing(fields: Sequence[str], text: str) -> Q:
    """The rows that have a text in one of these fields, in one of its spellings."""
    conditions = Q()
    for sought in spellings(text):
        for one in fields:
            conditions |= Q(Contains(_folded(F(one)), Value(sought)))
            if any(pair in sought for pair in PAIRS):
                conditions |= Q(Contains(_folded(_written_out(F(one))), Value(sought)))
    return conditions


def _folded(text: Text) -> Func:
    plain = _translated(text, dict.fromkeys(APOSTROPHES, "'"))
    bare = Func(_normal(plain, "NFKD"), Value(_ACCENTS), Value(""), Value("g"), function="regexp_replace")
    return Lower(_translated(bare, _of_both_cases(LETTERS)), output_field=TextField())


def _written_out(text: Text) -> Func:
    return _translated(_normal(text, "NFC"), _of_both_cases(WRITTEN_OUT))


def _normal(text: Text, form: str) -> Func:
    return Func(text, template=f"normalize(%(expressions)s, {form})", output_field=TextField())


def _of_both_cases(letters: Mapping[str, str]) -> dict[str, str]:
    """Also their capitals: a database that knows only English makes no small letters of them."""
    capitals = {letter.upper(): told for letter, told in letters.items()}
    return {**{one: told for one, told in capitals.items() if len(one) == 1 and not one.isascii()}, **letters}


def _translated(text: Text, letters: Mapping[str, str]) -> Func:
    """Each letter by what stands for it: at once where that is one, else one after the other."""
    single = {letter: told for letter, told in letters.items() if len(told) == 1}
    several = [(letter, told) for letter, told in letters.items() if len(told) > 1]
    said = (Value("".join(single)), Value("".join(single.values())))
    first: Func[Any] = Func(text, *said, function="translate", output_field=TextField())
    return reduce(lambda found, one: Replace(found, Value(one[0]), Value(one[1])), several, first)
