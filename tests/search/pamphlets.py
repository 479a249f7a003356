"""A kind that can be searched: pamphlets, each with a page of its own and entries of a small glossary."""

from typing import Any, Literal

from pydantic import BaseModel

from education.core.domain.strict import Strict
from education.editorial import kinds, publishing
from education.editorial.domain.by import By
from education.editorial.kinds import SearchGroup, SearchText
from education.search import vocabulary

ANNA = By("Anna Field", "key-of-anna")


class Entry(Strict):
    """Something of a pamphlet that can be found; `group` is "page" or "word"."""

    key: str
    title: str
    group: str = "page"
    names: tuple[str, ...] = ()
    text: str = ""
    note: str = ""


class Pamphlet(Strict):
    """What an edition of a pamphlet holds, and its draft too."""

    schema_version: Literal[1] = 1
    slug: str
    entries: tuple[Entry, ...]


class PamphletKind(kinds.Kind):
    """Pamphlets, drafted in a dictionary."""

    name = "pamphlet"
    label = "Pamphlets"
    folder = "pamphlets"
    stands_on = ("pathway",)
    search_groups = (SearchGroup("page", "Pages"), SearchGroup("word", "Words", vocabulary=True))

    def __init__(self) -> None:
        self.drafts: dict[str, Pamphlet] = {}

    def draft(self, slug):
        return self.drafts[slug]

    def slugs(self):
        return sorted(self.drafts)

    def check(self, draft, *, today, beside=None, allowed=()):
        return ()

    def compile(self, slug):
        return self.draft(slug)

    def compiled(self, text):
        return Pamphlet.model_validate_json(text)

    def head(self, compiled):
        return {"title": compiled.slug.title(), "language": "en"}

    def open(self, text):
        return self.compiled(text)

    def citations(self, compiled):
        return ()

    def search_documents(self, compiled: BaseModel) -> Any:
        for entry in compiled.entries:
            yield SearchText(entry.group, entry.key, entry.title, entry.names, entry.text, entry.note)

    def address(self, slug, key=""):
        return f"/pamphlets/{slug}/{key}/"

    def coverage(self, compiled):
        return ()


class WithPamphlets:
    """Put before a TestCase: pamphlets are known while the test runs, and search has met no words yet."""

    def setUp(self):
        super().setUp()
        self.pamphlets = PamphletKind()
        kinds.register(self.pamphlets)
        self.addCleanup(kinds.unregister, "pamphlet")
        vocabulary.forget()
        self.addCleanup(vocabulary.forget)

    def prints(self, *entries, slug="first", **publication):
        """Publish a pamphlet with these entries: texts, or dictionaries of an entry's fields."""
        drawn = [entry if isinstance(entry, dict) else {"title": entry} for entry in entries]
        numbered = [{"key": f"entry-{number}"} | entry for number, entry in enumerate(drawn, start=1)]
        self.pamphlets.drafts[slug] = Pamphlet.model_validate({"slug": slug, "entries": numbered})
        return publishing.publish("pamphlet", slug, by=ANNA, **publication)


def word(title, *names, **fields):
    """Return an entry of the glossary."""
    return {"group": "word", "title": title, "names": names, **fields}
