"""What can be wrong with a rulebook (collected, with file and line) and with a question asked of it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, order=True)
class Problem:
    """One refusal: `message` says what is wrong and what is expected; `line` counts from 1."""

    file: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class RulebookError(Exception):
    """The rulebook cannot be loaded; `problems` lists everything that is wrong in all its files."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class NotInForce(LookupError):
    """No entry of this rule applies on the day that was asked for."""

    def __init__(self, name: str, day: date, hint: str) -> None:
        super().__init__(f"rule {name} is not in force on {day}: {hint}")


class Unpublished(LookupError):
    """The rule applies, but our sources do not give its value."""

    def __init__(self, name: str, day: date, file: Path, line: int) -> None:
        super().__init__(
            f"the value of rule {name} on {day} is not published ({file}:{line}); an overlay folder may set one"
        )
