"""The kind "pathway": how pathways are read, checked, compiled and opened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from education.core.domain.problems import Level, Problem, Unreadable
from education.editorial import memory, publishing
from education.editorial.domain.sign_off import SignOffRecord
from education.editorial.kinds import Cite, Kind, SearchGroup, SearchText, UnknownDraft
from education.editorial.models import Edition
from education.library import drafts as library_drafts
from education.library import releases
from education.pathways import drafts, finding
from education.pathways.domain import checks, compiling, reading
from education.pathways.domain.document import LENSES, CompiledPathway
from education.pathways.domain.document import Pathway as Document
from education.pathways.domain.graph import has_graph
from education.pathways.domain.locating import line_of
from education.pathways.domain.playable import Playable
from education.pathways.domain.upgrades import read_compiled
from education.pathways.models import Pathway


class PathwayKind(Kind):
    """A pathway; it stands on the library, whose ready records are released with it."""

    name: ClassVar[str] = "pathway"
    label = _("Pathways")
    folder: ClassVar[str] = "pathways"
    stands_on: ClassVar[tuple[str, ...]] = ("library",)
    search_groups: ClassVar[tuple[SearchGroup, ...]] = finding.GROUPS

    def read(self, files: Mapping[str, str]) -> Sequence[Document]:
        """Read one pathway a file."""
        documents, problems = [], []
        for path, text in files.items():
            try:
                documents.append(reading.read_pathway(text, file=path))
            except Unreadable as unreadable:
                problems += unreadable.problems
        if problems:
            raise Unreadable(problems)
        return documents

    def locate(self, problem, document, files):
        """Point at the line where the problem's place begins."""
        for path, text in files.items():
            if path.endswith(f"/{document.slug}.md"):
                return replace(problem, file=path, line=line_of(problem.place, text))
        return problem

    def slug_of(self, document) -> str:
        """Return the document's own slug."""
        return document.slug

    def store(self, document) -> bool:
        """Write the draft rows; False when they said so already."""
        return drafts.store(document)

    def slugs(self) -> Sequence[str]:
        """Return the slugs of all drafts."""
        return list(Pathway.objects.order_by("slug").values_list("slug", flat=True))

    def draft(self, slug: str) -> Document:
        """Return a draft as a document."""
        return drafts.document_of(_row(slug))

    def check(self, draft, *, today, beside=None, allowed=()):
        """Check a draft on the shelf it would be published with, or a package's document on the package's."""
        signed: tuple[SignOffRecord, ...] = ()
        if isinstance(draft, str):
            values = drafts.values_of(_row(draft))
            try:
                document = Document.model_validate(values)
            except ValidationError as error:
                return tuple(_unreadable(item, values) for item in error.errors())
            shelf, signed = releases.shelf_to_release(_cited(document)), _signed(draft)
        else:
            document, shelf = draft, releases.shelf_beside(beside)
        return checks.check(
            document,
            shelf,
            today=today,
            exceptions=allowed,
            required_roles=publishing.required_roles(self.name),
            sign_offs=signed,
        )

    def before_publish(self, slug, *, by, now) -> None:
        """Release the ready records that the pathway cites."""
        try:
            document = self.draft(slug)
        except ValidationError:
            return  # the check that follows says what cannot be read
        releases.release_ready(_cited(document), by=by, now=now)

    def compile(self, slug: str) -> CompiledPathway:
        """Return the draft with what it cites from the current release.

        A release that changed nothing cited here is not named, so that publishing an unchanged draft stays no news.
        """
        release = releases.current_release()
        document, signed = self.draft(slug), _signed(slug)
        compiled = compiling.compile_pathway(document, release.shelf, release=release.number, sign_offs=signed)
        before = Edition.objects.standing(self.name, slug).defer("document").first()
        if before is None:
            return compiled
        earlier = compiled.model_copy(update={"release": memory.opened(before).compiled.release})
        return earlier if earlier == memory.opened(before).compiled else compiled

    def head(self, compiled) -> Mapping[str, Any]:
        """Return what lists of pathways show."""
        pathway = compiled.pathway
        organ = compiled.shelf.organs[pathway.organ]
        return {
            "title": pathway.title,
            "language": pathway.language,
            "summary": pathway.summary,
            "organ": {"key": organ.key, "name": organ.name, "position": organ.position},
            "populations": list(pathway.populations),
            "lenses": [lens for lens in LENSES if has_graph(pathway, lens)],
            "minutes": pathway.minutes,
            "steps": len(pathway.steps),
            "reviewed": bool(compiled.sign_offs),
        }

    def open(self, text: str) -> Playable:
        """Return the pathway ready to be played."""
        return Playable(read_compiled(text))

    def compiled(self, text: str) -> CompiledPathway:
        """Return the compiled pathway."""
        return read_compiled(text)

    def citations(self, compiled) -> Iterable[Cite]:
        """Return every record cited and where."""
        return [Cite(*citation) for citation in compiling.citations(compiled)]

    def search_documents(self, compiled) -> Iterable[SearchText]:
        """Return the pathway and its steps."""
        return finding.documents(compiled)

    def address(self, slug: str, key: str = "") -> str:
        """Return the pathway's cover, which for a step ("steps/<key>") says how to come to it.

        A step has an address of its own only inside somebody's walk.
        """
        cover = reverse("learning:cover", args=[slug])
        step = key.removeprefix(finding.STEPS)
        return f"{cover}?{urlencode({'step': step})}" if step != key else cover

    def coverage(self, compiled) -> Iterable[Mapping[str, str]]:
        """Return organ and lens of each step and choice that leans on evidence."""
        for step in compiled.pathway.steps:
            for owner in (step, *step.choices):
                for key in owner.statements:
                    statement = compiled.shelf.statements[key]
                    yield {
                        "step": step.key,
                        "organ": statement.organ,
                        "population": statement.population,
                        "line_studied": statement.line_studied,
                        "therapy": statement.therapy,
                    }


def compiled_draft(pathway: Pathway) -> CompiledPathway:
    """Return a draft as it would be compiled with every library draft as it stands: for previews, never published."""
    document, shelf = drafts.document_of(pathway), library_drafts.shelf_of_drafts()
    return compiling.compile_pathway(document, shelf, release=releases.current_release().number)


def _row(slug):
    try:
        return Pathway.objects.select_related("organ").get(slug=slug)
    except Pathway.DoesNotExist:
        raise UnknownDraft(f"There is no draft of a pathway {slug!r}.") from None


def _cited(document):
    cited = compiling.cited(document, library_drafts.shelf_of_drafts())
    return [(shelf.name, key) for shelf in fields(cited) for key in getattr(cited, shelf.name)]


def _signed(slug):
    return tuple(
        SignOffRecord(role=s.role, name=s.name, disclosure=s.disclosure, signed_on=s.signed_at.date())
        for s in publishing.sign_offs("pathway", slug)
    )


def _unreadable(error, values):
    said = f"A field cannot be read: {error['msg']}."
    return Problem("unreadable-field", Level.BLOCKS_REVIEW, _place(error["loc"], values), said, "Correct this field.")


def _place(loc, values):
    """Return the place of a validation error as problems name it: "step/choice:field:lens"."""
    owners, fields, here = [], [], values
    for part in loc:
        here = here[part] if isinstance(here, dict | list | tuple) else None
        if isinstance(part, int) and fields[-1:] in (["steps"], ["choices"]):
            owners.append(here["key"])
            fields.clear()
        else:
            fields.append(part)
    if fields[:1] == ["wordings"] and len(fields) == 3:
        fields = [fields[2], fields[1]]
    spots = [str(part + 1) if isinstance(part, int) else str(part) for part in fields[:2]]
    return ":".join(["/".join(owners), *spots]) if spots else "/".join(owners)
