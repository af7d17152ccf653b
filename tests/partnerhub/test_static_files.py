"""What a browser gets besides the page: one sheet, one script, compressed, and kept for good once collected."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings as installed
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from partnerhub import static_files
from tests.html import Html

SOURCES = installed.BASE_DIR / "static"
LINKS = re.compile(r'(?:href|src)="(/static/[^"]+)"')
A_YEAR = 365 * 24 * 3600


@pytest.fixture
def collected(settings: Settings, tmp_path: Path) -> Path:
    """Static files as ``make run`` and the image collect them."""
    settings.STATIC_ROOT, settings.WHITENOISE_AUTOREFRESH = tmp_path / "static", False
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path / "static"


def test_sheet_is_made_of_every_style_sheet_once() -> None:
    found = sorted(path.relative_to(SOURCES).as_posix() for path in SOURCES.glob("css/*.css"))
    assert sorted([*static_files.SHEETS, *static_files.PRINT]) == found


def test_sheet_holds_its_sources_in_order_and_print_for_paper_alone() -> None:
    made, (tokens, *_, last) = static_files.sheet(), static_files.SHEETS
    paper = made.index("@media print {", made.index((SOURCES / last).read_text()))
    assert made.startswith((SOURCES / tokens).read_text())
    assert made.endswith((SOURCES / "css/print.css").read_text() + "\n}\n")
    assert paper < made.index((SOURCES / "css/print.css").read_text())
    assert made.count("{") == made.count("}")


def test_sheet_is_found_where_nothing_was_collected(db: None, client: Client) -> None:
    response = client.get(f"/static/{static_files.SHEET}")
    assert b"".join(response.streaming_content).decode() == static_files.sheet()  # type: ignore[attr-defined]
    made = str(installed.VAR_DIR / "made" / static_files.SHEET)
    assert (finders.find(static_files.SHEET), finders.find(static_files.SHEET, find_all=True)) == (made, [made])
    assert finders.find("css/other.css") is None


def test_collected_files_are_hashed_compressed_and_kept_for_good(db: None, collected: Path, client: Client) -> None:
    links = LINKS.findall(client.get(reverse("account_login")).content.decode())
    sheets = [link for link in links if "/css/" in link]
    assert len(sheets) == 1
    for link in links:
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", link)
        response = client.get(link, headers={"Accept-Encoding": "gzip, deflate, br"})
        assert (response.status_code, response.headers["Content-Encoding"]) == (200, "br")
        directives = response.headers["Cache-Control"]
        assert "immutable" in directives
        assert int(directives.split("max-age=")[1].split(",")[0]) > A_YEAR
        response.close()


def test_collected_files_are_all_that_templates_name(collected: Path) -> None:
    named = {
        name
        for path in (installed.BASE_DIR / "templates").rglob("*.html")
        for name in re.findall(r'{% static "([^"]+)"', path.read_text())
    }
    found = {static_files.Storage(location=collected).stored_name(name) for name in named | {static_files.HTMX}}
    assert [name for name in found if not (collected / name).exists()] == []
    assert static_files.SHEET in named


def test_page_is_compressed_with_a_length_of_its_own(db: None, client: Client) -> None:
    """Bytes of chance in each answer, so that its length tells nothing of what stands in it."""
    asked = [client.get(reverse("account_login"), headers={"Accept-Encoding": "gzip"}) for _ in range(30)]
    pages = [gzip.decompress(response.content).decode() for response in asked]
    assert {response.headers["Content-Encoding"] for response in asked} == {"gzip"}
    assert {Html(page).count("h1") for page in pages} == {1}
    assert len({len(response.content) for response in asked}) > 5


def test_csrf_token_of_a_page_is_another_each_time(db: None, client: Client) -> None:
    tokens = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
    found = [tokens.findall(client.get(reverse("account_login")).content.decode())[0] for _ in range(3)]
    assert len(set(found)) == 3
