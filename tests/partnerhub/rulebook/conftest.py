"""Copies of the real rulebook to break or to add to, and the refusals that follow."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from partnerhub.rulebook import Rulebook, RulebookError, load
from partnerhub.rulebook.loading import REPO_RULEBOOKS

Edit = Callable[[str, str, str], Path]
Problems = Callable[..., list[str]]


@pytest.fixture
def book() -> Rulebook:
    return load()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The real rulebook's files, free to be changed."""
    return Path(shutil.copytree(REPO_RULEBOOKS, tmp_path / "rulebooks"))


@pytest.fixture
def edit(copy: Path) -> Edit:
    """edit(file, old, new): replaces the one place where `old` stands; returns the folder."""

    def change(name: str, old: str, new: str) -> Path:
        text = (copy / name).read_text()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        (copy / name).write_text(text.replace(old, new))
        return copy

    return change


@pytest.fixture
def overlay(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """overlay({file: text}): a folder with these files."""

    def write(files: dict[str, str]) -> Path:
        folder = tmp_path / "overlay"
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        return folder

    return write


@pytest.fixture
def problems() -> Problems:
    """problems(folder, overlay=None): every refusal as `file:line: message`, the file relative to its folder."""

    def refusals(folder: Path, overlay: Path | None = None) -> list[str]:
        with pytest.raises(RulebookError) as refused:
            load(folder, overlay)
        bases = [base for base in (folder, overlay) if base]
        return [_relative(str(problem), bases) for problem in refused.value.problems]

    return refusals


def _relative(text: str, bases: list[Path]) -> str:
    for base in bases:
        text = text.removeprefix(f"{base}/")
    return text
