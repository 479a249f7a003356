"""Checking and loading content: a package whole or not at all, and every draft on demand."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import PurePosixPath

from django.db import transaction
from pydantic import BaseModel

from education.core.domain.problems import Level, Problem
from education.editorial import kinds, publishing
from education.editorial.domain.by import By
from education.editorial.models import Allowance, Edition
from education.editorial.packages import Package


@dataclass(frozen=True)
class Finding:
    """A problem of one document of a package or of the drafts."""

    kind: str
    slug: str
    problem: Problem

    @property
    def blocks(self) -> bool:
        """Say whether it stops publishing."""
        return self.problem.level >= Level.BLOCKS_PUBLISHING


class Refused(Exception):
    """A package that was not loaded; `findings` holds everything found in it, advice too."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(f"{sum(finding.blocks for finding in self.findings)} problems keep the package out.")


@dataclass
class Loaded:
    """What loading did; `published` are the editions made, not those that were there already.

    `read` says in lines what each document of the package held, and what of it readers will not see.
    """

    read: list[str] = field(default_factory=list)
    stored: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    published: list[Edition] = field(default_factory=list)
    advice: list[Finding] = field(default_factory=list)


Step = Callable[[str, str], None]
"""Told before each document: what is done with it, and its kind and slug."""


def quiet(doing: str, what: str) -> None:
    """Say nothing."""


def check_package(package: Package, *, today: date, step: Step = quiet) -> tuple[Finding, ...]:
    """Check a package as it stands alone, without asking the database."""
    found: list[Finding] = []
    for kind, document in package.each():
        slug = kind.slug_of(document)
        step("check", f"{kind.name} {slug}")
        problems = kind.check(document, today=today, beside=package.documents, allowed=package.allowed)
        own = {path: text for path, text in package.files.items() if path.startswith(f"{kind.folder}/")}
        found += [Finding(kind.name, slug, _located(kind, problem, document, own)) for problem in problems]
    return tuple(found)


def check_drafts(*, now: datetime, step: Step = quiet) -> tuple[Finding, ...]:
    """Check every draft as publishing it now would."""
    found: list[Finding] = []
    for kind in kinds.all_kinds():
        for slug in kind.slugs():
            step("check", f"{kind.name} {slug}")
            problems = publishing.problems_of(kind.name, slug, now=now)
            found += [Finding(kind.name, slug, problem) for problem in problems]
    return tuple(found)


def load(package: Package, *, publish: bool, by: By, now: datetime, today: date, step: Step = quiet) -> Loaded:
    """Check a package, store it, and publish it when asked: everything, or nothing and `Refused`."""
    found = check_package(package, today=today, step=step)
    if any(finding.blocks for finding in found):
        raise Refused(found)
    read = [line for kind, document in package.each() for line in kind.account(document)]
    loaded = Loaded(read=read, advice=list(found))
    with transaction.atomic():
        _store_allowed(package)
        for kind, document in package.each():
            _store(kind, document, loaded, step)
        for kind, document in package.each() if publish else ():
            _publish(kind, document, loaded, by=by, now=now, step=step)
    return loaded


def _store(kind: kinds.Kind, document: BaseModel, loaded: Loaded, step: Step) -> None:
    what = f"{kind.name} {kind.slug_of(document)}"
    step("store", what)
    (loaded.stored if kind.store(document) else loaded.unchanged).append(what)


def _publish(kind: kinds.Kind, document: BaseModel, loaded: Loaded, *, by: By, now: datetime, step: Step) -> None:
    slug = kind.slug_of(document)
    step("publish", f"{kind.name} {slug}")
    kind.vouch(document, by=by, now=now)
    before = Edition.objects.filter(kind=kind.name, slug=slug).count()
    try:
        edition = publishing.publish(kind.name, slug, by=by, now=now)
    except publishing.Blocked as error:
        raise Refused(Finding(kind.name, slug, problem) for problem in error.problems) from error
    if edition.number > before:
        loaded.published.append(edition)


def _store_allowed(package: Package) -> None:
    """Keep the package's allowed figures, so that publishing its drafts later lets the same figures pass."""
    wanted = {(figure.place, figure.figure): figure.reason for figure in package.allowed}
    present = Allowance.objects.filter(package=package.manifest.name)
    if wanted == {(row.place, row.figure): row.reason for row in present}:
        return
    present.delete()
    Allowance.objects.bulk_create(
        Allowance(package=package.manifest.name, place=place, figure=figure, reason=reason)
        for (place, figure), reason in wanted.items()
    )


def _located(kind: kinds.Kind, problem: Problem, document: BaseModel, files: Mapping[str, str]) -> Problem:
    """Return the problem with a file where its kind knows one; a kind with one file a document needs no help."""
    if problem.file:
        return problem
    problem = kind.locate(problem, document, files)
    stem = kind.slug_of(document)
    own = [path for path in files if PurePosixPath(path).stem == stem]
    return problem if problem.file or len(own) != 1 else replace(problem, file=own[0])
