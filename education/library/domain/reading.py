"""A package's library folder, read strictly into one shelf."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from education.core.domain.located import read_yaml
from education.core.domain.problems import Level, Problem, Unreadable
from education.core.domain.strict import Strict
from education.library.domain.records import Organ, Reference, Shelf, Statement, Term, Therapy


class OrgansFile(Strict):
    """library/organs.yaml."""

    organs: tuple[Organ, ...] = ()


class ReferencesFile(Strict):
    """library/references.yaml."""

    references: tuple[Reference, ...] = ()


class StatementsFile(Strict):
    """library/statements.yaml."""

    statements: tuple[Statement, ...] = ()


class TherapiesFile(Strict):
    """library/therapies.yaml."""

    therapies: tuple[Therapy, ...] = ()


class TermsFile(Strict):
    """library/terms.yaml."""

    terms: tuple[Term, ...] = ()


FILES: dict[str, type[Strict]] = {
    "organs": OrgansFile,
    "references": ReferencesFile,
    "statements": StatementsFile,
    "therapies": TherapiesFile,
    "terms": TermsFile,
}


def read_library(files: Mapping[str, str]) -> Shelf:
    """Read `files` (path inside the package → text); raises `Unreadable` with every problem of every file."""
    shelves: dict[str, dict[str, Any]] = {}
    problems: list[Problem] = []
    for path, text in sorted(files.items()):
        name = shelf_name(path)
        if name not in FILES:
            known = ", ".join(f"{known}.yaml" for known in FILES)
            problems.append(_refused("unknown-file", path, 0, "The library has no such file.", f"Known are {known}."))
            continue
        try:
            records = getattr(read_yaml(FILES[name], text, file=path), name)
        except Unreadable as error:
            problems.extend(error.problems)
            continue
        shelves[name] = {record.key: record for record in records}
        problems.extend(_repeated(path, text, [record.key for record in records]))
    if problems:
        raise Unreadable(problems)
    return Shelf(**shelves)


def shelf_name(path: str) -> str:
    """Return "references" for "library/references.yaml"; "" for a file of another type."""
    name = path.rsplit("/", 1)[-1]
    return name.removesuffix(".yaml") if name.endswith(".yaml") else ""


def locate(problem: Problem, files: Mapping[str, str]) -> Problem:
    """Return a problem placed at "references/some-key:field" with the file and line where that record begins."""
    shelf, _, rest = problem.place.partition("/")
    for path, text in files.items():
        if shelf_name(path) == shelf:
            lines = lines_of(rest.partition(":")[0], text)
            return replace(problem, file=path, line=lines[0] if lines else 0)
    return problem


def lines_of(key: str, text: str) -> list[int]:
    """Return the line numbers, from 1, on which a record's `key:` has this value."""
    wanted = re.compile(rf"\s*(?:-\s+)?\{{?\s*key:\s*(['\"]?){re.escape(key)}\1\s*(?:[,#}}].*)?")
    return [number for number, line in enumerate(text.splitlines(), start=1) if wanted.fullmatch(line)]


def _repeated(path: str, text: str, keys: list[str]) -> list[Problem]:
    """Return a problem for each key that several records of one file claim."""
    twice = sorted({key for key in keys if keys.count(key) > 1})
    return [
        _refused("duplicate-key", path, [*lines_of(key, text), 0, 0][1], f"{key!r} is there twice.", "Rename one.")
        for key in twice
    ]


def _refused(code: str, file: str, line: int, message: str, fix: str) -> Problem:
    return Problem(code, Level.BLOCKS_REVIEW, "", message, fix, file, line)
