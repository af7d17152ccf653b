"""The catalogs of texts: everything that people read stands in them, and they hold nothing else."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from evidence.datasets import DATASETS
from evidence.wording import REASONS
from scripts import messages
from tests.test_house import HOME, PRODUCT, TEMPLATES, name, tree

LANGUAGES = sorted(messages.LANGUAGES)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")
TAG = re.compile(r"</?\w+[^>]*>")

# Texts of templates that are the same in every language.
SAME = {"partnerhub", "MPN"}
ATTRIBUTES = {
    "alt",
    "title",
    "aria-label",
    "aria-description",
    "aria-valuetext",
    "placeholder",
    "data-label",
    "summary",
}
NOT_SHOWN = (
    r"\{%\s*comment.*?endcomment\s*%\}",
    r"\{#.*?#\}",
    r"\{%\s*block (?:content_class|referrer).*?endblock[^%]*%\}",
    r"\{%\s*blocktrans(?:late)?\b.*?%\}.*?\{%\s*endblocktrans(?:late)?\s*%\}",
    r"\{%.*?%\}",
    r"\{\{.*?\}\}",
)
# What tells a person something, when it is called or given with a text.
TELLS = re.compile(
    r"(NotPossible|DocumentRefused|ValidationError|Fact|Need|Event|Notice|Pill|Step|messages\.(success|warning|error|info))$"
)
TELLING = {"label", "help_text", "message", "verbose_label"}


def test_catalogs_are_in_step_with_the_texts() -> None:
    assert list(messages.out_of_step()) == [], "Run: make messages"


def test_extraction_finds_what_is_marked() -> None:
    python = """x = _("One") % {"a": 1}
y = ngettext_lazy("%(n)d day", "%(n)d days", "n")
z = pgettext("c", "Two"
  " three")
f(_(name))"""
    assert list(messages.python_messages(python)) == [
        ("", "One", ""),
        ("", "%(n)d day", "%(n)d days"),
        ("c", "Two three", ""),
    ]
    template = """{% load i18n %}
      <p title="{% translate "A title" %}">{% blocktranslate trimmed count n=list|length with who=user.name %}
        {{ who }} has
        {{ n }} thing, 100%.
      {% plural %}
        {{ who }} has {{ n }} things.
      {% endblocktranslate %}</p>{% translate "Now" context "time" %}{# {% translate "Never" %} #}"""
    assert list(messages.template_messages(template)) == [
        ("", "A title", ""),
        ("", "%(who)s has %(n)s thing, 100%%.", "%(who)s has %(n)s things."),
        ("time", "Now", ""),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_placeholders_and_markup(language: str) -> None:
    wrong = []
    for one in messages.translated(language):
        texts = (one.id,) if isinstance(one.id, str) else one.id
        for place, word in enumerate(messages.words_of(one.string)):
            like = texts[min(place, len(texts) - 1)]
            if not word or not one.id:
                continue
            # A form for one and zero may say the number where English does not.
            allowed = [sorted(PLACEHOLDER.findall(text)) for text in {like, texts[-1]}]
            same = sorted(PLACEHOLDER.findall(word)) in allowed and TAG.findall(word) == TAG.findall(like)
            ends = [word[0].isspace() == like[0].isspace(), word[-1].isspace() == like[-1].isspace()]
            if not same or not all(ends):
                wrong.append(f"{like!r} → {word!r}")
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalog_is_complete(language: str) -> None:
    assert messages.missing(language) == [], f"Translate them in {messages.po_path(language).relative_to(HOME)}."


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalog_guesses_nothing_and_keeps_nothing_that_is_gone(language: str) -> None:
    catalog = messages.translated(language)
    assert [one.id for one in catalog if one.fuzzy and one.id] == []
    assert list(catalog.obsolete) == []


# Everything that people read is marked


class _Texts(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for key, value in attrs if key in ATTRIBUTES and value]

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def _unmarked(source: str) -> list[str]:
    for pattern in NOT_SHOWN:
        source = re.sub(pattern, " ", source, flags=re.DOTALL)
    if "<" not in source and "=" in source:
        source = f"<p {source}>"  # the template is included for its attributes
    words = [word for text in _Texts(source).found for word in re.findall(r"[^\W\d_]{2,}", text)]
    return [word for word in words if word not in SAME]


def test_templates_hold_no_text_that_is_not_marked() -> None:
    found = {name(path): words for path in TEMPLATES if (words := _unmarked(path.read_text()))}
    assert found == {}, 'Write {% translate "…" %} or {% blocktranslate trimmed %}…{% endblocktranslate %}.'


def test_unmarked_text_is_found_where_it_stands() -> None:
    assert _unmarked('<p title="Tip">{% translate "No" %} one {{ two }}</p>{# three #}') == ["Tip", "one"]


def _plain(node: ast.expr) -> bool:
    """A text written out, and in no function that translates."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and re.search(r"[A-Za-z]{2} [a-z]|^[A-Z][a-z]+", node.value) is not None
    return isinstance(node, ast.JoinedStr) and any(map(_plain, node.values))


def _told_plainly(node: ast.AST) -> bool:
    """Whether this tells people something in a text that is not marked."""
    if isinstance(node, ast.Call):
        named = any(one.arg in TELLING and _plain(one.value) for one in node.keywords)
        return named or (TELLS.search(ast.unparse(node.func)) is not None and any(map(_plain, node.args)))
    if isinstance(node, ast.ClassDef) and any("TextChoices" in ast.unparse(base) for base in node.bases):
        values = [one.value for one in node.body if isinstance(one, ast.Assign)]
        return any(isinstance(one, ast.Tuple) and _plain(one.elts[1]) for one in values)
    return False


def test_code_tells_nothing_that_is_not_marked() -> None:
    """But for the API and the command line, which speak English."""
    paths = [path for path in PRODUCT if not {"management", "demo"} & {*path.parts} and not path.stem.endswith("api")]
    found = [
        f"{name(path)}:{getattr(node, 'lineno', 0)}"
        for path in paths
        for node in ast.walk(tree(path))
        if _told_plainly(node)
    ]
    assert found == [], 'Write _("…") with named placeholders, or gettext_lazy where it is read once for all.'


def test_texts_are_marked_whole() -> None:
    """A catalog can only hold what is written out: no f-string, no name, no text put together."""
    found = [
        f"{name(path)}:{node.lineno}"
        for path in PRODUCT
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in {"_", "gettext", "gettext_lazy", "ngettext", "gettext_noop"}
        and path.name != "told.py"
        and not isinstance(node.args[0], ast.Constant)
    ]
    assert found == [], "Write the text into the call; told() is for texts that stand in data."


def _at_import(node: ast.AST) -> Iterator[ast.AST]:
    """What runs while a module is imported: everything but the bodies of functions."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from _at_import(child)


def test_texts_take_their_values_when_they_are_told() -> None:
    found = [
        f"{name(path)}:{node.lineno}"
        for path in PRODUCT
        for node in _at_import(tree(path))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and "_(" in ast.unparse(node.left)
    ]
    assert found == [], "A lazy text is told in English once a value is put into it at import: put it in later."


def test_reasons_of_the_importer_are_all_told() -> None:
    importer = "\n".join(path.read_text() for path in (HOME / "evidence/importing").glob("*.py"))
    written = set(re.findall(r'quoted\("([a-z][^"]+)"\)', importer))
    written |= {column.refusal for dataset in DATASETS.values() for column in dataset.columns}
    together = {refusal.reason for dataset in DATASETS.values() for refusal in dataset.refusals}
    assert written | together <= REASONS.keys()
    assert {english for english in REASONS if english not in importer} <= {
        "longer than 20 characters",
        "longer than 64 characters",
        "not between 0 and 100 %",  # as earlier imports have it on record
        *together,
        *{column.refusal for dataset in DATASETS.values() for column in dataset.columns},
    }
