"""The texts that people read, and their translations: ``python scripts/messages.py``, or ``make messages``.

Writes ``locale/<language>/LC_MESSAGES/django.po`` anew from the sources (Python, templates, rulebook, names of datasets),
keeps what is translated, and compiles ``django.mo`` beside it. Needs no gettext programs. The files change only when texts do:
sorted, no line numbers, no times, no guesses. ``--check`` writes nothing and ends with 1 where something is out of step;
``--missing nl`` lists what is not translated yet.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))

APPS = ("partnerhub", "evidence", "scoring", "specializations", "directory", "credit", "demo")
LANGUAGES = {"nl": "Dutch", "fr": "French"}
PLURALS = {"nl": "(n != 1)", "fr": "(n > 1)"}
WIDTH = 100
# Dates of a catalog would change at each run; these say nothing and stay.
NEVER = datetime(2023, 7, 25, tzinfo=UTC)
# What marks a text in Python: the argument that holds it, or both of a plural; "c" is the context. ``SENTENCES`` mark
# sentences that are told later (partnerhub/sentence.py).
SENTENCES = ("Sentence", "ImportRefused", "NotRecognised", "JobRefused")
ONE, MANY = None, (1, 2)
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", *SENTENCES), ONE),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), MANY),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}

# context, text, plural ("" for none)
Message = tuple[str, str, str]


def _settled() -> None:
    """Django with no more than its templates need."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)


def python_messages(source: str) -> Iterator[Message]:
    """The marked texts of Python code."""
    stream = BytesIO(source.encode())
    found: Iterator[Any] = extract_python(stream, dict.fromkeys(KEYWORDS), [], {"encoding": "utf-8"})
    for _line, keyword, told, _comments in found:
        if message := _message(keyword, tuple(told) if isinstance(told, list | tuple) else (told,)):
            yield message


def _message(keyword: str, told: tuple[str | None, ...]) -> Message | None:
    """A call's arguments as a message; None where the text is not written out, but comes from elsewhere."""
    spec = KEYWORDS[keyword]
    if spec is ONE:
        wanted: tuple[str | None, ...] = ("", told[0])
    elif spec == MANY:
        wanted = ("", *told[:2])
    else:
        wanted = told[: len(spec)]
    if any(one is None for one in wanted) or not wanted[1]:
        return None
    context, text, *plural = (one or "" for one in wanted)
    return context, text, plural[0] if plural else ""


def template_messages(source: str) -> Iterator[Message]:
    """The marked texts of a template."""
    _settled()
    from django.utils.translation.template import templatize

    # Within brackets Python asks for no indentation.
    yield from python_messages(f"(\n{templatize(source)}\n)")


def sources() -> Iterator[Path]:
    """The files whose marked texts are extracted."""
    for app in APPS:
        yield from (path for path in sorted((HOME / app).rglob("*.py")) if "migrations" not in path.parts)
    yield from sorted((HOME / "templates").rglob("*.html"))


def marked() -> Iterator[tuple[Message, str]]:
    """Every marked text, with the file in which it stands."""
    for path in sources():
        found = template_messages if path.suffix == ".html" else python_messages
        for message in found(path.read_text()):
            yield message, path.relative_to(HOME).as_posix()


def from_data() -> Iterator[tuple[Message, str]]:
    """Texts that people read and that stand in data: the rulebook's, and the names of datasets."""
    _settled()
    from evidence.datasets import DATASETS
    from partnerhub import rulebook
    from partnerhub.rulebook_texts import texts

    for text, file in texts(rulebook.load()):
        yield ("", text, ""), f"rulebooks/{file}"
    for dataset in DATASETS.values():
        yield ("", dataset.title, ""), "evidence/datasets"


@cache
def messages() -> dict[Message, tuple[str, ...]]:
    """Every text that people read, with the files in which it stands."""
    found: dict[Message, set[str]] = {}
    for message, file in (*marked(), *from_data()):
        found.setdefault(message, set()).add(file)
    # A text that stands alone in one place and with a plural in another is one message.
    plurals = {(context, text): plural for context, text, plural in found if plural}
    joined: dict[Message, set[str]] = {}
    for (context, text, _plural), files in found.items():
        joined.setdefault((context, text, plurals.get((context, text), "")), set()).update(files)
    return {message: tuple(sorted(files)) for message, files in sorted(joined.items(), key=lambda one: one[0][1::-1])}


def po_path(language: str) -> Path:
    return HOME / "locale" / language / "LC_MESSAGES" / "django.po"


def translated(language: str) -> Catalog:
    """The catalog as it stands on disk."""
    path = po_path(language)
    return read_po(BytesIO(path.read_bytes() if path.exists() else header(language).encode()), locale=language)


def renewed(language: str) -> Catalog:
    """A catalog of the texts as they are now, with every translation that there was of exactly these texts."""
    before, now = translated(language), read_po(BytesIO(header(language).encode()), locale=language)
    for (context, text, plural), files in messages().items():
        msgid = (text, plural) if plural else text
        found = before.get(text, context or None)
        kept = found.string if found and found.id == msgid and not found.fuzzy else None
        flags = ["python-format"] if "%" in text + plural else []
        now.add(
            msgid,
            kept or (("", "") if plural else ""),
            locations=[(file, 0) for file in files],
            flags=flags,
            context=context or None,
        )
    return now


def header(language: str) -> str:
    return "\n".join(
        [
            f"# {LANGUAGES[language]} texts of partnerhub. Written by scripts/messages.py; only msgstr is written by people.",
            "# docs/languages.md says how.",
            'msgid ""',
            'msgstr ""',
            f'"Language: {language}\\n"',
            '"MIME-Version: 1.0\\n"',
            '"Content-Type: text/plain; charset=UTF-8\\n"',
            '"Content-Transfer-Encoding: 8bit\\n"',
            f'"Plural-Forms: nplurals=2; plural={PLURALS[language]};\\n"',
            "",
            "",
        ]
    )


def po_text(catalog: Catalog, language: str) -> bytes:
    """A catalog as its .po says it."""
    stream = BytesIO()
    write_po(stream, catalog, width=WIDTH, omit_header=True, include_lineno=False)
    return header(language).encode() + stream.getvalue()


def mo_bytes(language: str) -> bytes:
    """What the catalog on disk compiles to."""
    found, stream = translated(language), BytesIO()
    found.creation_date = found.revision_date = NEVER
    write_mo(stream, found)
    return stream.getvalue()


def missing(language: str) -> list[str]:
    """The texts that have no translation yet."""
    found = (one for one in translated(language) if one.id)
    return [str(one.id) for one in found if not all(words_of(one.string))]


def words_of(string: object) -> tuple[str, ...]:
    """The translations that a message has: one, or one for each plural form."""
    return (string,) if isinstance(string, str) else tuple(string)  # type: ignore[arg-type]


def out_of_step() -> Iterator[str]:
    """What the files on disk say otherwise than the sources."""
    for language in LANGUAGES:
        path = po_path(language)
        if not path.exists() or path.read_bytes() != po_text(renewed(language), language):
            yield f"{path.relative_to(HOME)}: not as the sources want it"
        if not path.with_suffix(".mo").exists() or path.with_suffix(".mo").read_bytes() != mo_bytes(language):
            yield f"{path.with_suffix('.mo').relative_to(HOME)}: not compiled from its .po"


def write() -> None:
    """Bring every catalog in step with the sources, and compile it."""
    for language in LANGUAGES:
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po_text(renewed(language), language))
        path.with_suffix(".mo").write_bytes(mo_bytes(language))
        sys.stdout.write(
            f"{path.relative_to(HOME)}: {len(messages())} texts, {len(missing(language))} not translated\n"
        )


def main(arguments: Iterable[str]) -> int:
    """See the top of this file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; tell what is out of step")
    parser.add_argument("--missing", choices=LANGUAGES, help="list the texts that have no translation yet")
    asked = parser.parse_args(list(arguments))
    if asked.missing:
        sys.stdout.writelines(f"{text}\n" for text in missing(asked.missing))
        return 0
    if asked.check:
        wrong = list(out_of_step())
        sys.stderr.writelines(f"{line}\n" for line in wrong)
        return 1 if wrong else 0
    write()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
