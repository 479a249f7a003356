"""Content packages: reading a folder strictly, with every problem of every file at once."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from education.core.domain.located import read_yaml
from education.core.domain.problems import Level, Problem, Unreadable
from education.editorial import kinds
from education.editorial.domain.package import AllowedFigure, AllowedFigures, Manifest

Read = TypeVar("Read")

MANIFEST = "manifest.yaml"
ALLOWED = "audit-exceptions.yaml"
COUNTS = "counts.yaml"  # how many records there should be, for whoever checks a package; nothing loads it
MAX_FILES = 2_000
MAX_FILE_BYTES = 5_000_000
MAX_BYTES = 50_000_000
SUFFIXES = (".yaml", ".md")


@dataclass(frozen=True)
class Package:
    """A package as it was read: its files by path, and its documents by kind."""

    manifest: Manifest
    files: Mapping[str, str]
    documents: Mapping[str, tuple[BaseModel, ...]]
    allowed: tuple[AllowedFigure, ...] = ()

    def each(self) -> Iterator[tuple[kinds.Kind, BaseModel]]:
        """Yield every document, those that others stand on first."""
        for kind in kinds.all_kinds():
            for document in self.documents.get(kind.name, ()):
                yield kind, document


def read_package(root: Path) -> Package:
    """Read a package folder; raises `Unreadable` with every problem of every file."""
    files = _read_files(root)
    problems: list[Problem] = []
    manifest = _or_problems(problems, lambda: read_yaml(Manifest, files[MANIFEST], file=MANIFEST))
    allowed = _or_problems(problems, lambda: read_yaml(AllowedFigures, files.get(ALLOWED, "{}"), file=ALLOWED))
    documents: dict[str, tuple[BaseModel, ...]] = {}
    for kind in kinds.all_kinds():
        own = {path: text for path, text in files.items() if path.startswith(f"{kind.folder}/")}
        read = _or_problems(problems, lambda kind=kind, own=own: tuple(kind.read(own))) if own else ()  # type: ignore[misc]
        documents[kind.name] = read or ()
    problems += _strangers(files, manifest)
    if problems or manifest is None or allowed is None:
        raise Unreadable(problems)
    return Package(manifest, files, documents, allowed.exceptions)


def _or_problems(problems: list[Problem], read: Callable[[], Read]) -> Read | None:
    """Return what `read` reads, or add its problems."""
    try:
        return read()
    except Unreadable as error:
        problems.extend(error.problems)
    return None


def _strangers(files: Mapping[str, str], manifest: Manifest | None) -> list[Problem]:
    """Return a problem for each file and each announced kind that nobody here can read."""
    known = {kind.folder: kind.name for kind in kinds.all_kinds()}
    announced = set(manifest.kinds) if manifest else set(known.values())
    problems = []
    for path in files:
        folder = path.partition("/")[0] if "/" in path else ""
        if path not in (MANIFEST, ALLOWED, COUNTS) and known.get(folder) not in announced:
            fix = "Move it into the folder of a kind that the manifest names, or take it out."
            problems.append(_refused("unknown-file", path, "No kind of this package reads this file.", fix))
    for name in sorted(announced - set(known.values())):
        said = f"Nothing here reads the kind {name!r}."
        problems.append(_refused("unknown-kind", MANIFEST, said, f"Known are {', '.join(sorted(known.values()))}."))
    return problems


def _read_files(root: Path) -> dict[str, str]:
    """Return path inside the package → text; raises `Unreadable` for what no package may hold."""
    if not root.is_dir():
        raise Unreadable([_refused("no-package", str(root), "There is no such folder.", "Name a package's folder.")])
    problems: list[Problem] = []
    paths = _walk(root, problems)
    if MANIFEST not in paths:
        problems.append(_refused("no-manifest", MANIFEST, "The package has no manifest.", "Write manifest.yaml."))
    if len(paths) > MAX_FILES:
        said = f"The package has more than {MAX_FILES} files."
        problems.append(_refused("too-many-files", "", said, "Split it into several packages."))
    elif sum(path.stat().st_size for path in paths.values()) > MAX_BYTES:
        said = f"The package is larger than {MAX_BYTES // 1_000_000} MB."
        problems.append(_refused("too-large", "", said, "Split it into several packages."))
    if problems:
        raise Unreadable(problems)
    texts = {inside: _or_problems(problems, lambda i=inside, p=path: _text(i, p)) for inside, path in paths.items()}  # type: ignore[misc]
    if problems:
        raise Unreadable(problems)
    return {inside: text for inside, text in texts.items() if text is not None}


def _walk(root: Path, problems: list[Problem]) -> dict[str, Path]:
    """Return the package's files; links are never followed, so nothing outside the folder is ever read."""
    found: dict[str, Path] = {}
    for folder, folders, names in os.walk(root, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted([*folders, *(name for name in names if not name.startswith("."))]):
            path = Path(folder) / name
            inside = path.relative_to(root).as_posix()
            if path.is_symlink():
                said = "A package holds no links to other files."
                problems.append(_refused("link", inside, said, "Put a copy of the file in its place."))
            elif path.is_file() and path.suffix in SUFFIXES:
                found[inside] = path
            elif not path.is_dir():
                said = "A package holds .yaml and .md files only."
                problems.append(_refused("unknown-file", inside, said, "Take it out."))
        if len(found) > MAX_FILES:
            break
    return found


def _text(inside: str, path: Path) -> str:
    """Return the text of one file; raises `Unreadable`."""
    if path.stat().st_size > MAX_FILE_BYTES:
        said = f"The file is larger than {MAX_FILE_BYTES // 1_000_000} MB."
        raise Unreadable([_refused("too-large", inside, said, "Split it.")])
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        said = f"The file is not UTF-8 text: byte {error.start} cannot be read."
        raise Unreadable([_refused("not-utf-8", inside, said, "Save it as UTF-8.")]) from error


def _refused(code: str, file: str, message: str, fix: str) -> Problem:
    return Problem(code, Level.BLOCKS_REVIEW, "", message, fix, file)
