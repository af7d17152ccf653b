"""Pictures that a page shows: only what we drew ourselves is ever served to be looked at."""

from django.http import FileResponse, Http404

from partnerhub import documents
from partnerhub.models import Document

_YEAR = 31_536_000


def shown(document: Document, *, lasting: bool) -> FileResponse:
    """A picture for a page. ``lasting``: under an address that changes with it, so that browsers may keep it. Raises Http404
    without its bytes."""
    try:
        stream = (documents.root() / document.sha256).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(stream, content_type=document.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = f"public, max-age={_YEAR}, immutable" if lasting else "private, no-store"
    return response
