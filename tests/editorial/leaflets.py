"""The smallest kind there can be: leaflets, whose drafts are kept in a dictionary."""

from typing import Literal

from pydantic import BaseModel

from education.core.domain.problems import Level, Problem, Unreadable
from education.core.domain.strict import Key, Line, Strict
from education.editorial import kinds, memory
from education.editorial.domain.by import By

ANNA = By("Anna Field", "key-of-anna")


class Leaflet(Strict):
    """A draft; it may be published when it does not say "wrong"."""

    slug: Key
    text: Line


class PrintedLeaflet(Strict):
    """What an edition of a leaflet holds."""

    schema_version: Literal[1] = 1
    leaflet: Leaflet


class LeafletKind(kinds.Kind):
    """Leaflets; each cites the reference "trial"."""

    name = "leaflet"
    label = "Leaflet"
    folder = "leaflets"
    stands_on = ("library",)

    def __init__(self) -> None:
        self.drafts: dict[str, Leaflet] = {}
        self.opened = 0

    def read(self, files):
        for path, text in files.items():
            if not text.strip():
                problem = Problem("empty", Level.BLOCKS_REVIEW, "", "The leaflet is empty.", "Write it.", path, 1)
                raise Unreadable([problem])
        return [Leaflet(slug=path.split("/")[-1].split(".")[0], text=text) for path, text in files.items()]

    def slug_of(self, document: BaseModel) -> str:
        return document.slug

    def store(self, document) -> bool:
        changed = self.drafts.get(document.slug) != document
        self.drafts[document.slug] = document
        return changed

    def slugs(self):
        return sorted(self.drafts)

    def draft(self, slug):
        if slug not in self.drafts:
            raise kinds.UnknownDraft(slug)
        return self.drafts[slug]

    def check(self, draft, *, today, beside=None, allowed=()):
        leaflet = self.draft(draft) if isinstance(draft, str) else draft
        if "wrong" not in leaflet.text or any(figure.figure == "wrong" for figure in allowed):
            return ()
        return (Problem("wrong", Level.BLOCKS_PUBLISHING, "text", "It says wrong.", "Say right."),)

    def compile(self, slug):
        return PrintedLeaflet(leaflet=self.draft(slug))

    def head(self, compiled):
        return {"title": compiled.leaflet.slug.title(), "language": "en"}

    def open(self, text):
        self.opened += 1
        return PrintedLeaflet.model_validate_json(text)

    def citations(self, compiled):
        return [kinds.Cite("reference", "trial", "text"), kinds.Cite("reference", "trial", "text")]

    def address(self, slug, key=""):
        return f"/leaflets/{slug}/"

    def coverage(self, compiled):
        return []


class WithLeaflets:
    """Put before a TestCase: `self.leaflets` is registered for the test, with the draft "water"."""

    def setUp(self):
        super().setUp()
        self.leaflets = LeafletKind()
        self.leaflets.store(Leaflet(slug="water", text="Drink water."))
        kinds.register(self.leaflets)
        memory.forget_all()
        self.addCleanup(kinds.unregister, "leaflet")

    def write(self, text, slug="water"):
        """Edit a draft."""
        self.leaflets.store(Leaflet(slug=slug, text=text))
