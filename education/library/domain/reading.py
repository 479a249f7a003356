"""A package's library folder, read strictly into one document."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import create_model

from education.core.domain.located import read_yaml
from education.core.domain.problems import Level, Problem, Unreadable
from education.core.domain.strict import Strict
from education.library.domain import library
from education.library.domain.library import Library
from education.library.domain.records import Organ

RECORDS: dict[str, type[Strict]] = {
    "organs": Organ,
    "references": library.LibraryReference,
    "terms": library.LibraryTerm,
    "therapies": library.LibraryTherapy,
    "statements": library.LibraryStatement,
    "recommendations": library.Recommendation,
    "thresholds": library.Threshold,
    "nodes": library.MechanismNode,
    "edges": library.MechanismEdge,
    "targets": library.TherapyTarget,
    "claims": library.TeachingClaim,
    "facts": library.PaediatricFact,
    "questions": library.OpenQuestion,
    "reasons": library.Reason,
}
"""The records of each shelf; library/<shelf>.yaml lists them under the name of the shelf."""

MAP_NOTES = "map-notes"

FILES: dict[str, type[Strict]] = {
    **{
        name: create_model(f"{name.title()}File", __base__=Strict, **{name: (tuple[record, ...], ())})  # type: ignore
        for name, record in RECORDS.items()
    },
    MAP_NOTES: library.MapNotes,
}


def read_library(files: Mapping[str, str]) -> Library:
    """Read `files` (path inside the package → text); raises `Unreadable` with every problem of every file."""
    shelves: dict[str, Any] = {}
    problems: list[Problem] = []
    for path, text in sorted(files.items()):
        name = shelf_name(path)
        if name not in FILES:
            known = ", ".join(f"{known}.yaml" for known in FILES)
            problems.append(_refused("unknown-file", path, 0, "The library has no such file.", f"Known are {known}."))
            continue
        try:
            read: Any = read_yaml(FILES[name], text, file=path)
        except Unreadable as error:
            problems.extend(error.problems)
            continue
        if name == MAP_NOTES:
            shelves["map_notes"] = read
            continue
        shelves[name] = {record.key: record for record in getattr(read, name)}
        problems.extend(_repeated(path, text, [record.key for record in getattr(read, name)]))
    if problems:
        raise Unreadable(problems)
    return Library(**shelves)


def shelf_name(path: str) -> str:
    """Return "references" for "library/references.yaml"; "" for a file of another type."""
    name = path.rsplit("/", 1)[-1]
    return name.removesuffix(".yaml") if name.endswith(".yaml") else ""


def locate(problem: Problem, files: Mapping[str, str]) -> Problem:
    """Return a problem placed at "references/some-key:field" with its file and line.

    The line is that of the field, or where the record begins when the field is not written out.
    """
    shelf, _, rest = problem.place.partition("/")
    key, _, field = rest.partition(":")
    for path, text in files.items():
        if shelf_name(path) == shelf:
            lines = lines_of(key, text)
            return replace(problem, file=path, line=_line_of_field(field, lines[0], text) if lines else 0)
    return problem


def lines_of(key: str, text: str) -> list[int]:
    """Return the line numbers, from 1, on which a record's `key:` has this value."""
    wanted = re.compile(rf"\s*(?:-\s+)?\{{?\s*key:\s*(['\"]?){re.escape(key)}\1\s*(?:[,#}}].*)?")
    return [number for number, line in enumerate(text.splitlines(), start=1) if wanted.fullmatch(line)]


def _line_of_field(field: str, begins: int, text: str) -> int:
    """Return the line of a record's field, or where the record begins."""
    lines = text.splitlines()
    wanted = re.compile(rf"\s+{re.escape(field)}:(?:\s.*)?")
    for number, line in enumerate(lines[begins:], start=begins + 1):
        if not field or line.lstrip().startswith("- key:"):
            break
        if wanted.fullmatch(line):
            return number
    return begins


def _repeated(path: str, text: str, keys: list[str]) -> list[Problem]:
    """Return a problem for each key that several records of one file claim."""
    twice = sorted({key for key in keys if keys.count(key) > 1})
    return [
        _refused("duplicate-key", path, [*lines_of(key, text), 0, 0][1], f"{key!r} is there twice.", "Rename one.")
        for key in twice
    ]


def _refused(code: str, file: str, line: int, message: str, fix: str) -> Problem:
    return Problem(code, Level.BLOCKS_REVIEW, "", message, fix, file, line)
