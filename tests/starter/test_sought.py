"""What search is told of the starter: nothing that nobody has verified, and only places that a reader can open."""

from html import unescape

from django.test import Client, override_settings

from education.editorial import kinds
from education.editorial.models import Edition
from education.library import releases
from tests.starter.starter import SLUGS, StarterTestCase
from tests.starter.test_unverified import unsaid

MARKS = ("[@", "[[", ":::", "**", "](")


def told():
    """Yield (slug, kind, place) of everything that search is told of the starter as it was published."""
    for edition in (*Edition.objects.filter(kind="pathway", slug__in=SLUGS), newest_release()):
        kind = kinds.get(edition.kind)
        for one in kind.search_documents(kind.compiled(edition.document)):
            yield edition.slug, kind, one


def newest_release():
    """Return the release that readers get."""
    return Edition.objects.filter(kind="library").order_by("number").last()


def printed(reference):
    """Say whether the note of a reference stands among its caveats too, which readers are shown."""
    return reference.note in " ".join((*reference.caveats, *reference.key_findings))


def parts_of(one):
    """Return the words that stand on the page of a place: a statement's title is put together from three."""
    if one.group != "statement":
        return [one.title]
    about, _, outcome = one.title.partition(": ")
    return [*about.rsplit(", ", 1), outcome]


@override_settings(SCLERO_OPEN_READING=True)
class SoughtTests(StarterTestCase):
    def test_nothing_that_an_unverified_record_says_is_told(self):
        library = releases.current_shelf()
        said = [(key, text) for key, text in unsaid(library) if len(text) > 30]
        hidden = {key for key, one in library.references.items() if not one.verified}
        self.assertGreater(len(said), 40)
        for _slug, _kind, one in told():
            words = " ".join((*one.names, one.text, one.note))
            self.assertEqual([key for key, text in said if text in words], [], one.key)
            if one.key.removeprefix("references/") in hidden:
                self.assertEqual((one.names, one.text), ((), ""), one.key)

    def test_neither_how_a_claim_was_weighed_nor_a_note_of_an_editor_is_told(self):
        library = releases.current_shelf()
        weighed = {part.explanation for one in library.claims.values() for part in (one, *one.parts)}
        weighed |= {one.safer_wording for one in library.claims.values() if one.safer_wording}
        notes = {one.note for one in library.references.values() if len(one.note) > 30 and not printed(one)}
        self.assertGreater(len(notes), 30)
        for _slug, _kind, one in told():
            self.assertEqual([text for text in notes if text in one.text], [], one.key)
            if one.group == "claim":
                self.assertEqual([text for text in weighed if text in str(one)], [], one.key)

    def test_no_feedback_of_a_choice_is_told(self):
        feedback = {
            choice.feedback.partition("[")[0].strip()
            for starter in self.starters()
            for step in starter.pathway.steps
            for choice in step.choices
            if len(choice.feedback.partition("[")[0]) > 60
        }
        self.assertGreater(len(feedback), 100)
        for _slug, _kind, one in told():
            self.assertEqual([text for text in feedback if text in one.text], [], one.key)

    def test_what_is_told_is_plain_text_and_each_place_comes_once(self):
        seen = set()
        for slug, kind, one in told():
            words = " ".join((one.title, *one.names, one.text, one.note))
            self.assertEqual([mark for mark in MARKS if mark in words], [], one.key)
            self.assertEqual(one.text, " ".join(one.text.split()), one.key)
            self.assertNotIn((kind.name, slug, one.key), seen)
            seen.add((kind.name, slug, one.key))
        self.assertGreater(len(seen), 800)

    def test_every_place_is_a_page_that_names_it(self):
        stranger, pages = Client(), {}
        for slug, kind, one in told():
            address = kind.address(slug, one.at or one.key).partition("#")[0]
            if address not in pages:
                answer = stranger.get(address)
                self.assertEqual(answer.status_code, 200, address)
                pages[address] = " ".join(unescape(answer.content.decode()).split())
            for part in parts_of(one):
                self.assertIn(part, pages[address], address)
