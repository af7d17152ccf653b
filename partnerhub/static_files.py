"""How style sheets and scripts reach the browser: one sheet made of many, and, once collected, hashed and compressed.

``make run`` and the image collect them (``manage.py collectstatic``) before they serve: names then carry the digest of what
they name, so that a browser keeps them for good. Where nothing was collected, as in tests, the same names lead to the files
as they are.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder, BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/all.css"
# The style sheets, in the order in which they build on one another; those of PRINT for paper alone.
SHEETS = (
    "css/tokens.css",
    "css/base.css",
    "css/topbar.css",
    "css/search.css",
    "css/menus.css",
    "css/navigation.css",
    "css/layout.css",
    "css/components.css",
    "css/tables.css",
    "css/forms.css",
    "css/pages.css",
    "css/home.css",
    "css/categories.css",
    "css/rulebook.css",
    "css/credit.css",
    "css/eligibility.css",
    "css/charts.css",
    "css/directory.css",
)
PRINT = ("css/print.css",)
HTMX = "django_htmx/htmx-2.min.js"


def sheet() -> str:
    """All style sheets as one."""
    return "\n".join([*map(_source, SHEETS), "@media print {", *map(_source, PRINT), "}\n"])


def _source(name: str) -> str:
    return (settings.BASE_DIR / "static" / name).read_text()


class SheetFinder(BaseFinder):
    """Finds the one style sheet, which it makes of the many."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """The sheet, as it is now."""
        yield SHEET, FileSystemStorage(location=_made())

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:
        """Where the sheet lies, when asked for it."""
        if path != SHEET:
            return []
        found = str(_made() / SHEET)
        return [found] if find_all else found


def _made() -> Path:
    """The folder with the sheet, written aside and moved there, so that nobody ever reads half of it."""
    folder: Path = settings.VAR_DIR / "made"
    target = folder / SHEET
    target.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=target.parent, delete=False) as file:
        file.write(sheet())
    made = Path(file.name)
    made.chmod(0o644)
    made.replace(target)
    return folder


class HtmxFinder(AppDirectoriesFinder):
    """Finds htmx; nothing else that an app brings is ever linked."""

    def __init__(self, app_names: Iterable[str] | None = None, **kwargs: Any) -> None:
        super().__init__(app_names or ["django_htmx"], **kwargs)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        """The one script that pages link."""
        return (found for found in super().list(ignore_patterns) if found[0] == HTMX)


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise carries no types
    """Names with digests where files were collected, plain names elsewhere."""

    def stored_name(self, name: str) -> str:
        """The name under which a file is served."""
        return str(super().stored_name(name)) if self.hashed_files else name
