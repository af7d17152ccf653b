"""Where evidence lies: immutable Parquet files, one folder per run. Readers learn from PostgreSQL which runs exist."""

import os
import shutil
import uuid
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from evidence import view
from evidence.importing.conversion import REJECTIONS, Rejection, first_rejections
from evidence.models import Run

__all__ = ["Rejection", "publish", "rejections", "rejections_file", "root", "run_folder", "stage", "sweep"]

# What a killed import leaves is cleared away after this time; a living one takes minutes.
LEFT_ALONE = timedelta(days=1)


def root() -> Path:
    """The lake's folder (``LAKE_URL``)."""
    path = Path(settings.LAKE_URL.removeprefix("file://"))
    path.mkdir(parents=True, exist_ok=True)
    return path


def run_folder(dataset: str, run_id: int) -> Path:
    """The folder of a published run; its fact files are ``part-*.parquet``."""
    return view.run_folder(root(), dataset, run_id)


def stage() -> Path:
    """A new folder that no reader looks at."""
    folder = root() / "_staging" / uuid.uuid4().hex
    folder.mkdir(parents=True)
    return folder


def publish(staged: Path, dataset: str, run_id: int) -> Path:
    """Move a staged folder to its run's place, in one rename. Left-overs of a run number that was rolled back give way."""
    for file in staged.iterdir():
        _flush(file)
    target = run_folder(dataset, run_id)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        shutil.rmtree(target)
    staged.rename(target)
    _flush(target.parent)
    return target


def _flush(path: Path) -> None:
    """Have a file or folder on the disk before the database says that it is there."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def rejections_file(run: Run) -> Path:
    """The CSV of a run's rejected rows (row, column, value, reason); absent where none were."""
    return run_folder(run.dataset, run.pk) / REJECTIONS


def rejections(run: Run, limit: int) -> list[Rejection]:
    """The first rejected rows of a run."""
    return first_rejections(rejections_file(run), limit) if run.rejected else []


def sweep(now: datetime) -> int:
    """Remove staged folders, and folders of runs that were never committed, a day after. Returns how many."""
    known = set(Run.objects.values_list("pk", flat=True))
    left = list((root() / "_staging").glob("*"))
    left += [folder for folder in root().glob("*/run=*") if int(folder.name.removeprefix("run=")) not in known]
    old = [folder for folder in left if is_old(folder, now)]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    return len(old)


def is_old(path: Path, now: datetime) -> bool:
    """Whether a left-over has lain there for so long that no import can still be working on it."""
    try:
        return path.stat().st_mtime < (now - LEFT_ALONE).timestamp()
    except FileNotFoundError:  # its import has just finished
        return False
