"""The world's countries by their two letters (ISO 3166-1), with their names in the reader's language."""

from collections.abc import Mapping
from functools import cache

from babel import Locale
from django.conf import settings
from django.utils.translation import get_language

from partnerhub.folding import bare

# Two letters that CLDR names and that are no country.
_OTHERS = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA", "AQ", "BV", "HM"}


def name(code: str) -> str:
    """What a country is called in the reader's language; its letters where they name none."""
    return _names(_language()).get(code, code)


def names() -> Mapping[str, str]:
    """Every country: letters -> name in the reader's language, in its alphabetical order."""
    return _names(_language())


def code_of(text: str) -> str:
    """The letters of a country that somebody named by them or by its name in any of our languages; empty for no country."""
    return _codes().get(bare(text.strip()), "")


def _language() -> str:
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


@cache
def _names(language: str) -> dict[str, str]:
    territories = Locale.parse(language).territories
    found = {code: str(name) for code, name in territories.items() if len(code) == 2 and code.isalpha()}  # noqa: PLR2004
    return dict(sorted(((code, name) for code, name in found.items() if code not in _OTHERS), key=_alphabetical))


def _alphabetical(item: tuple[str, str]) -> str:
    return bare(item[1])


@cache
def _codes() -> dict[str, str]:
    found = {bare(code): code for code in _names(settings.LANGUAGE_CODE.split("-")[0])}
    for language, _name in settings.LANGUAGES:
        found |= {bare(name): code for code, name in _names(language.split("-")[0]).items()}
    return found
