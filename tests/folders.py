"""Where a test keeps its files."""

from pathlib import Path
from typing import Any


def in_folder(folder: Path) -> dict[str, Any]:
    """The settings that keep evidence, uploads and documents in one folder."""
    return {
        "LAKE_URL": str(folder / "lake"),
        "UPLOAD_DIR": folder / "uploads",
        "DOCUMENTS_DIR": folder / "documents",
    }
