"""The registry of kinds: what may be published, each known only by what it can do.

A slice registers its kind in `apps.ready()`. Used by publishing, packages, memory and every list of editions.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from graphlib import TopologicalSorter
from typing import Any, ClassVar, NamedTuple, Protocol

from pydantic import BaseModel

from education.core.domain.problems import Problem
from education.editorial.domain.by import By
from education.editorial.domain.package import AllowedFigure


class Cite(NamedTuple):
    """A record that an edition cites: kind of record, its key, and the place in the edition."""

    kind: str
    key: str
    place: str


class SearchGroup(NamedTuple):
    """A heading under which search shows what it finds: `name` is stored, `label` is shown.

    The titles and names of a `vocabulary` group (drugs, terms) stand for one another, and a misspelt word is corrected
    to one of theirs.
    """

    name: str
    label: Any
    vocabulary: bool = False


class SearchText(NamedTuple):
    """What search knows of one place that a reader can open; plain text, no Markdown.

    `group` is the name of one of the kind's `search_groups`; `key` is the place's own, once in an edition;
    `address(slug, at or key)` leads there. `names`: what else it is called. `note`: a line under the title.
    """

    group: str
    key: str
    title: str
    names: tuple[str, ...] = ()
    text: str = ""
    note: str = ""
    at: str = ""


class UnknownDraft(LookupError):
    """There is no draft of that slug."""


class UnknownKind(LookupError):
    """No installed slice publishes that kind."""


class Kind(Protocol):
    """What editorial asks of a kind; inherit from it to get the hooks that do nothing.

    `name` is stored in editions; `folder` is its folder in a package; `stands_on` names the kinds whose records it
    cites, which are read, stored and published before it; `search_groups` are in the order in which search shows them.
    """

    name: ClassVar[str]
    label: Any
    folder: ClassVar[str]
    stands_on: ClassVar[tuple[str, ...]] = ()
    search_groups: ClassVar[tuple[SearchGroup, ...]] = ()

    def read(self, files: Mapping[str, str]) -> Sequence[BaseModel]:
        """Read the folder's files (path inside the package → text); raises `Unreadable` with every problem of all."""

    def slug_of(self, document: BaseModel) -> str:
        """Return the slug under which a draft document is stored and published."""

    def store(self, document: BaseModel) -> bool:
        """Write a document as draft rows and say whether anything changed; the same document twice changes nothing."""

    def slugs(self) -> Sequence[str]:
        """Return the slugs of all drafts, sorted."""

    def draft(self, slug: str) -> BaseModel:
        """Return a stored draft as a document, fit for `store`; raises `UnknownDraft`."""

    def check(
        self,
        draft: str | BaseModel,
        *,
        today: date,
        beside: Mapping[str, Sequence[BaseModel]] | None = None,
        allowed: Sequence[AllowedFigure] = (),
    ) -> tuple[Problem, ...]:
        """Say what is wrong.

        A slug means: what publishing that slug now would publish. A document comes from a package that stands alone:
        `beside` holds the package's documents by kind, and the database is not asked. Raises `UnknownDraft`.
        """

    def before_publish(self, slug: str, *, by: By, now: datetime) -> None:
        """Publish first, in the same transaction, what this draft needs; by default nothing."""
        return

    def vouch(self, document: BaseModel, *, by: By, now: datetime) -> None:
        """Set the marks that the stored document needs to be publishable as it stands; by default there are none."""
        return

    def compile(self, slug: str) -> BaseModel:
        """Return the self-contained document to publish, with an integer `schema_version`; raises `UnknownDraft`."""

    def head(self, compiled: BaseModel) -> Mapping[str, Any]:
        """Return what lists show: JSON values, always with `title` and `language`."""

    def open(self, text: str) -> Any:
        """Return the form in which an edition's text is used in memory; immutable, because it is shared."""

    def compiled(self, text: str) -> BaseModel:
        """Read an edition's text, of whatever schema, back into the document that `compile` gave."""

    def citations(self, compiled: BaseModel) -> Iterable[Cite]:
        """Return every record cited and where."""

    def search_documents(self, compiled: BaseModel) -> Iterable[SearchText]:
        """Return what of the edition readers may look for: nothing unverified; by default nothing."""
        return ()

    def account(self, document: BaseModel) -> Iterable[str]:
        """Say in lines what a package's document holds, and what of it readers will not see; by default nothing."""
        return ()

    def locate(self, problem: Problem, document: BaseModel, files: Mapping[str, str]) -> Problem:
        """Return the problem with the file and line its place has in the package, where they can be found."""
        return problem

    def address(self, slug: str, key: str = "") -> str:
        """Return the path at which a learner reads the edition, or the record `key` in it."""

    def coverage(self, compiled: BaseModel) -> Iterable[Mapping[str, str]]:
        """Return what the edition is about, as rows of named values (organ, population, therapy …)."""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; a later kind of the same name takes its place (so does an app loaded twice)."""
    _kinds[kind.name] = kind


def unregister(name: str) -> None:
    """Forget a kind."""
    _kinds.pop(name, None)


def get(name: str) -> Kind:
    """Return the kind of that name; raises `UnknownKind`."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(f"Nothing publishes the kind {name!r}; known are: {', '.join(sorted(_kinds))}.") from None


def all_kinds() -> tuple[Kind, ...]:
    """Return every kind, each after the kinds it stands on."""
    needs = {name: [other for other in kind.stands_on if other in _kinds] for name, kind in sorted(_kinds.items())}
    return tuple(_kinds[name] for name in TopologicalSorter(needs).static_order())
