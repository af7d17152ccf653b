"""Documents that people attach to records: looked into before they are kept, served only by views that ask for a permission.

Bytes lie below ``DOCUMENTS_DIR`` under the digest of their content, once for all rows that have the same. A lock on the digest
keeps the last row's removal and the next upload of the same content apart.
"""

import hashlib
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _
from pypdf import PdfReader

from partnerhub import clock
from partnerhub.filenames import safe_name
from partnerhub.models import Document, User

LARGEST_MB = 10
PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
# The first bytes of each kind, and the endings of its names. A PDF may have something before its own first bytes.
_SIGNATURES = {PNG: b"\x89PNG\r\n\x1a\n", JPEG: b"\xff\xd8\xff"}
_PDF_MARK, _PDF_WITHIN = b"%PDF-", 1024
_ENDINGS = {PDF: (".pdf",), PNG: (".png",), JPEG: (".jpg", ".jpeg")}
# A file without a row that is older than this was left by an upload that never came to its end.
_LEFT_ALONE = timedelta(days=1)


class DocumentRefused(Exception):
    """The file cannot be kept; the message names it, says why, and what to do."""


def check(upload: "UploadedFile[Any]") -> str:
    """The media type of a file, by its content. Raises DocumentRefused where it is too large, broken or of another kind."""
    words = {"name": safe_name(upload.name or ""), "most": LARGEST_MB}
    if (upload.size or 0) > LARGEST_MB * 1024 * 1024:
        raise DocumentRefused(_("%(name)s is larger than %(most)d MB; attach a smaller file.") % words)
    upload.seek(0)
    start = upload.read(_PDF_WITHIN)
    if _PDF_MARK in start:
        _check_pdf(upload, words["name"])
        return PDF
    for media_type, signature in _SIGNATURES.items():
        if start.startswith(signature):
            return media_type
    raise DocumentRefused(_("%(name)s is neither a PDF nor a PNG or JPEG picture; save it as one of these.") % words)


def _check_pdf(upload: "UploadedFile[Any]", name: object) -> None:
    try:
        upload.seek(0)
        reader = PdfReader(upload)
        encrypted = reader.is_encrypted
        pages = 0 if encrypted else len(reader.pages)
    except Exception as error:  # whatever a broken file makes the reader stumble over
        refusal = _("%(name)s cannot be read as a PDF: it is damaged or not complete. Save it again, or as a picture.")
        raise DocumentRefused(refusal % {"name": name}) from error
    if encrypted:
        raise DocumentRefused(_("%(name)s is protected by a password; attach it without one.") % {"name": name})
    if not pages:
        raise DocumentRefused(_("%(name)s is a PDF without any page.") % {"name": name})


@transaction.atomic
def keep(upload: "UploadedFile[Any]", by: User | None) -> Document:
    """Keep an uploaded file; its row goes with the transaction. Raises DocumentRefused as ``check`` does."""
    media_type = check(upload)
    digest = _digest(upload)
    _lock(digest)
    _write(upload, root() / digest)
    return Document.objects.create(
        name=_named(upload.name or "", media_type),
        media_type=media_type,
        size=upload.size or 0,
        sha256=digest,
        uploaded_by=by,
        uploaded_at=clock.now(),
    )


@transaction.atomic
def forget(document: Document) -> None:
    """Delete a document. Its bytes go once that is committed, unless another document has the same."""
    document.delete()
    transaction.on_commit(lambda: _remove(document.sha256))


def download(document: Document) -> FileResponse:
    """The file for a browser to save, never to show; the view has asked for a permission. Raises Http404 without its bytes."""
    try:
        stream = (root() / document.sha256).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(stream, as_attachment=True, filename=document.name, content_type=document.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def sweep(now: datetime) -> int:
    """Remove files that no row tells of, a day after they were written. Returns how many."""
    kept = set(Document.objects.values_list("sha256", flat=True))
    left = [path for path in root().glob("*") if path.name not in kept]
    old = [path for path in left if _is_old(path, now)]
    for path in old:
        _remove(path.name)
    return len(old)


def _is_old(path: Path, now: datetime) -> bool:
    try:
        return path.stat().st_mtime < (now - _LEFT_ALONE).timestamp()
    except FileNotFoundError:  # its upload has just come to its end
        return False


def root() -> Path:
    """The folder of all kept documents."""
    return Path(settings.DOCUMENTS_DIR)


def _named(name: str, media_type: str) -> str:
    """A harmless name that ends as its content wants it."""
    kept, endings = safe_name(name), _ENDINGS[media_type]
    return kept if kept.lower().endswith(endings) else kept + endings[0]


def _digest(upload: "UploadedFile[Any]") -> str:
    found = hashlib.sha256()
    for chunk in upload.chunks():
        found.update(chunk)
    return found.hexdigest()


def _write(upload: "UploadedFile[Any]", target: Path) -> None:
    """Write a file whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{uuid.uuid4().hex}.partial")
    try:
        with partial.open("wb") as stream:
            for chunk in upload.chunks():
                stream.write(chunk)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


@transaction.atomic
def _remove(name: str) -> None:
    _lock(name)
    if not Document.objects.filter(sha256=name).exists():
        (root() / name).unlink(missing_ok=True)


def _lock(name: str) -> None:
    """Keep others away from this content until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
