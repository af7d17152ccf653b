"""The names of files as people give them, made harmless."""

import re
from pathlib import Path

# In characters, of which each takes up to three bytes of the 255 that a file system allows.
LONGEST_NAME = 80


def safe_name(name: str) -> str:
    """A person's file name without anything but letters, digits, dots, hyphens and underscores, and not too long."""
    kept = re.sub(r"[^-\w.]", "", Path(name).name.replace(" ", "_")).strip(".")
    return kept[-LONGEST_NAME:] or "upload"
