"""The kind "library": one slug, whose editions are the releases."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from education.core.domain.problems import Problem
from education.editorial.domain.by import By
from education.editorial.domain.package import AllowedFigure
from education.editorial.kinds import Cite, Kind, SearchGroup, SearchText, UnknownDraft
from education.library import drafts, finding, releases
from education.library.domain import checks, reading
from education.library.domain.counting import Count, counts
from education.library.domain.library import CITED_AS, SHELVES, Library
from education.library.domain.pointers import pointers
from education.library.domain.release import Release, read_release

PAGES = {
    "references": "library:reference",
    "therapies": "library:therapy",
    "terms": "library:term",
    "reasons": "library:reason",
    "claims": "learning:claim",
}
"""By shelf: the page of its own that each record has."""


class LibraryKind(Kind):
    """Everything that the library knows, published together as a release."""

    name: ClassVar[str] = releases.KIND
    label = _("Library")
    folder: ClassVar[str] = "library"
    stands_on: ClassVar[tuple[str, ...]] = ()
    search_groups: ClassVar[tuple[SearchGroup, ...]] = finding.GROUPS

    def read(self, files: Mapping[str, str]) -> Sequence[BaseModel]:
        """Read the folder into one shelf."""
        return [reading.read_library(files)] if files else []

    def locate(self, problem: Problem, document: BaseModel, files: Mapping[str, str]) -> Problem:
        """Point at the line where the record begins."""
        return reading.locate(problem, files)

    def slug_of(self, document: BaseModel) -> str:
        """Return the one slug there is."""
        return releases.SLUG

    def store(self, document: BaseModel) -> bool:
        """Write the shelf's records; those it does not name stay as they are."""
        return drafts.store(_shelf(document))

    def vouch(self, document: BaseModel, *, by: By, now: datetime) -> None:
        """Mark the shelf's records ready."""
        drafts.vouch(_shelf(document), by=by.name, now=now)

    def slugs(self) -> Sequence[str]:
        """Return the one slug, once there are records."""
        return [releases.SLUG] if any(model.objects.exists() for model in drafts.MODELS.values()) else []

    def draft(self, slug: str) -> BaseModel:
        """Return every draft record, ready or not."""
        _known(slug)
        return drafts.shelf_of_drafts()

    def check(
        self,
        draft: str | BaseModel,
        *,
        today: date,
        beside: Mapping[str, Sequence[BaseModel]] | None = None,
        allowed: Sequence[AllowedFigure] = (),
    ) -> tuple[Problem, ...]:
        """Check a shelf from a package, or by slug what a release made now would hold."""
        if isinstance(draft, str):
            _known(draft)
            return releases.problems(releases.shelf_to_release(), today=today)
        return checks.check(_shelf(draft), today=today, allowed=allowed)

    def compile(self, slug: str) -> Release:
        """Return what a release made now would hold."""
        _known(slug)
        return Release(shelf=releases.shelf_to_release())

    def head(self, compiled: BaseModel) -> Mapping[str, Any]:
        """Return how many records of each sort there are."""
        shelf = _release(compiled).shelf
        held = {name: len(getattr(shelf, name)) for name in SHELVES}
        return {"title": "Library", "language": _release(compiled).language, "counts": held}

    def open(self, text: str) -> Library:
        """Return the shelf."""
        return read_release(text).shelf

    def compiled(self, text: str) -> Release:
        """Return the release."""
        return read_release(text)

    def citations(self, compiled: BaseModel) -> Iterable[Cite]:
        """Return what each record points at; the place is the record, such as "claims/1"."""
        shelf = _release(compiled).shelf
        for name in SHELVES:
            for key, record in getattr(shelf, name).items():
                yield from (Cite(CITED_AS[to], cited, f"{name}/{key}") for to, cited, _ in pointers(name, record))

    def search_documents(self, compiled: BaseModel) -> Iterable[SearchText]:
        """Return the records that readers may look for."""
        return finding.documents(_release(compiled).shelf)

    def address(self, slug: str, key: str = "") -> str:
        """Return the page of a record, named as places name it ("therapies/rituximab"); else the evidence matrix.

        "cells/rituximab/skin" is the page of a cell of the matrix.
        """
        name, _slash, record = key.partition("/")
        if name == "cells" and record.count("/") == 1:
            return reverse("library:cell", args=record.split("/"))
        if name in PAGES and record:
            return reverse(PAGES[name], args=[record])
        if name == "thresholds" and record:
            return f"{reverse('library:thresholds')}#{record}"
        return reverse("library:evidence")

    def account(self, document: BaseModel) -> Iterable[str]:
        """Return what was read of each shelf, and what of it readers will not see as fact."""
        return [_accounted(name, count) for name, count in counts(_shelf(document)).items() if count.read]

    def coverage(self, compiled: BaseModel) -> Iterable[Mapping[str, str]]:
        """Return organ, population, line and therapy of each statement."""
        for statement in _release(compiled).shelf.statements.values():
            yield {
                "statement": statement.key,
                "organ": statement.organ,
                "population": statement.population,
                "line_studied": statement.line_studied,
                "therapy": statement.therapy,
            }


def _accounted(name: str, count: Count) -> str:
    """Return one line on a shelf: "references: 373 read, 349 verified; 24 not verified, shown only by title"."""
    line = f"{name}: {count.read} read"
    if count.verified is None:
        return line
    line = f"{line}, {count.verified} verified"
    hidden = count.read - count.verified
    line += (
        f"; {hidden} not verified, {'shown only by title' if name == 'references' else 'never shown as fact'}"
        if hidden
        else ""
    )
    return f"{line}; {count.retracted} retracted, marked wherever cited" if count.retracted else line


def _known(slug: str) -> None:
    if slug != releases.SLUG:
        raise UnknownDraft(f"The library has the one slug {releases.SLUG!r}, not {slug!r}.")


def _shelf(document: BaseModel) -> Library:
    if not isinstance(document, Library):
        raise TypeError(f"The library stores a Library, not a {type(document).__name__}.")
    return document


def _release(compiled: BaseModel) -> Release:
    if not isinstance(compiled, Release):
        raise TypeError(f"The library publishes a Release, not a {type(compiled).__name__}.")
    return compiled
