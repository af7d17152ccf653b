"""This installation's rulebook: ours, with its overlay."""

import time
from pathlib import Path

from django.conf import settings

from partnerhub import rulebook

# Looking whether any of sixty files has changed takes longer than many a page needs the rules for.
LOOK_AGAIN_SECONDS = 1.0
_Folders = tuple[Path, Path | None]
_kept: dict[_Folders, tuple[float, rulebook.Rulebook]] = {}


def book() -> rulebook.Rulebook:
    """The rulebook in force here; loaded once, and again within a second of a change to its files. Raises RulebookError."""
    folders: _Folders = (settings.RULEBOOK_DIR, settings.RULEBOOK_OVERLAY)
    now = time.monotonic()
    looked_at, known = _kept.get(folders, (0.0, None))
    if known is None or now - looked_at >= LOOK_AGAIN_SECONDS:
        known = rulebook.load(*folders)
        _kept.clear()
        _kept[folders] = (now, known)
    return known
