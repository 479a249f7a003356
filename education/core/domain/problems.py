"""What is wrong with a draft or a package, where, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """How much a problem stops: nothing, publishing, or already the review."""

    ADVICE = 1
    BLOCKS_PUBLISHING = 2
    BLOCKS_REVIEW = 3


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend.

    `code` is stable and hyphenated ("dead-end"); `place` names the thing inside the document
    ("start", "start/red-flag", "start/red-flag:rationale", "" for the whole);
    `message` is a sentence, `fix` says what to do; `file` and `line` are set when read from a package.
    """

    code: str
    level: Level
    place: str
    message: str
    fix: str
    file: str = ""
    line: int = 0

    @property
    def where(self) -> str:
        """Return "file:line place", as much of it as is known."""
        spot = f"{self.file}:{self.line}" if self.file else ""
        return " ".join(part for part in (spot, self.place) if part)


class Unreadable(ValueError):
    """A document that cannot be read; carries every problem found, never just the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.where}: {p.message} {p.fix}".strip() for p in self.problems))
