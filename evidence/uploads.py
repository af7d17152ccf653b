"""The files as they came. They are kept, unchanged, under the digest of their content."""

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from evidence import lake
from evidence.importing import source
from evidence.models import Run
from partnerhub.filenames import safe_name
from partnerhub.models import Job


def root() -> Path:
    """The folder of all kept files."""
    return Path(settings.UPLOAD_DIR)


def incoming() -> Path:
    """The folder of files that no run refers to yet, each in a folder of its own."""
    return root() / "_incoming"


def store(upload: "UploadedFile[Any]") -> Path:
    """Stream an uploaded file to disk, for a worker to import."""
    with (path := _place(upload.name or "upload")).open("wb") as stream:
        for chunk in upload.chunks():
            stream.write(chunk)
    return path


def discard(path: Path) -> None:
    """Forget a file of ``incoming``, once a run keeps it or none ever will."""
    if path.is_relative_to(incoming()):
        shutil.rmtree(path.parent, ignore_errors=True)


@contextmanager
def taken_in(path: Path) -> Iterator[tuple[Path, str]]:
    """A file that nobody changes while it is imported, and its digest: ``path`` itself, or a copy if it lies elsewhere."""
    if path.is_relative_to(incoming()):
        yield path, source.digest(path)
        return
    copy = _place(path.name)
    try:
        shutil.copyfile(path, copy)
        yield copy, source.digest(copy)
    finally:
        discard(copy)


def keep(path: Path, digest: str, name: str) -> Path:
    """Keep a file of ``incoming`` for good, under its digest. Doing so twice is harmless."""
    target = root() / digest / safe_name(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        try:
            os.link(path, target)
        except OSError:  # not every file system links
            _copy(path, target)
    return target


def _copy(path: Path, target: Path) -> None:
    """Copy a file whole or not at all."""
    partial = target.with_name(f"{uuid.uuid4().hex}.partial")
    try:
        shutil.copyfile(path, partial)
        partial.replace(target)
    except OSError:
        partial.unlink(missing_ok=True)
        with suppress(OSError):  # it may hold the same file under another name
            target.parent.rmdir()
        raise


def sweep(now: datetime) -> int:
    """Remove files that no run keeps and no waiting job will import, a day after. Returns how many folders."""
    kept = set(Run.objects.values_list("digest", flat=True)) | {incoming().name}
    waiting = Job.objects.filter(state__in=(Job.State.QUEUED, Job.State.RUNNING))
    awaited = {Path(job.arguments["path"]).parent.name for job in waiting if "path" in job.arguments}
    left = [folder for folder in incoming().glob("*") if folder.name not in awaited]
    left += [folder for folder in root().glob("*") if folder.name not in kept]
    old = [folder for folder in left if lake.is_old(folder, now)]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    return len(old)


def _place(name: str) -> Path:
    folder = incoming() / uuid.uuid4().hex
    folder.mkdir(parents=True)
    return folder / safe_name(name)
