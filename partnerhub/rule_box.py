"""Rule values beside what they decided: each as a row that leads to it in the rulebook, since when and where from they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from partnerhub import rulebook_words as words
from partnerhub import rules
from partnerhub.models import Partner
from partnerhub.rulebook import Entry
from partnerhub.rulebook_pages import rule_url
from partnerhub.told import joined, told


@dataclass(frozen=True)
class RuleRow:
    """One rule value that was read; url leads to it in the rulebook."""

    label: str
    value: str
    note: str
    url: str


def rule_row(partner: Partner, entry: Entry, on: date, most_names: int | None = None) -> RuleRow:
    """A value as it was read on a day. The names of a longer list than ``most_names`` are left to the rulebook."""
    book = rules.book()
    names, part = words.names(book, entry), words.part(book, entry.id)
    label = words.label_of(book, entry)
    own = _("set by this installation") if entry.overlay else ""
    said = joined(filter(None, (", ".join(names) if most_names is None or len(names) <= most_names else "", own)))
    note = told(entry.note or "")
    return RuleRow(
        label=f"{label} ({part})" if part else label,
        value=words.value(book, entry),
        # A note is a sentence of its own.
        note=f"{said}. {note}" if said and note else said or note,
        url=rule_url(entry.id, partner, on),
    )


def note(entries: Sequence[Entry]) -> str:
    """Since when the newest of these values is in force, and the pages that they were read on; empty for none."""
    sources = rules.book().sources
    titles = sorted({sources[entry.source].title for entry in entries})
    since = max((entry.from_ for entry in entries), default=None)
    if since is None:
        return ""
    return _("In force since %(day)s. Sources: %(titles)s.") % {"day": words.day(since), "titles": joined(titles)}
