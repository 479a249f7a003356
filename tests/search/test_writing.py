"""Search knows what is published, as long as it is; and its index keeps up with its rows whatever happens to them."""

from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import TextField
from django.test import TestCase
from django.utils import timezone

from education.core.domain.problems import Unreadable
from education.editorial import publishing
from education.search import backends, writing
from education.search.answering import Wanted, answer
from education.search.apps import keep_index
from education.search.models import SearchDocument
from tests.flushing import CommittingTestCase
from tests.search.pamphlets import ANNA, WithPamphlets, word

NOW = timezone.now()
LATER = NOW + timedelta(days=1)


def titles(typed, now=NOW):
    """Return the titles found at a time, in order."""
    found = [one for heading in answer(Wanted(typed), now=now).headings for one in heading.found]
    return ["".join(piece.text for piece in one.title) for one in found]


class PublishingTests(WithPamphlets, TestCase):
    def test_an_edition_is_found_from_the_moment_it_is_published(self):
        self.assertEqual(titles("skin"), [])
        self.prints("Skin", now=NOW)
        self.assertEqual(titles("skin"), ["Skin"])

    def test_a_newer_edition_takes_the_place_of_the_older_whose_rows_are_gone(self):
        self.prints("Old skin", now=NOW)
        self.prints("New skin", now=NOW)
        self.assertEqual(titles("skin"), ["New skin"])
        self.assertEqual(SearchDocument.objects.count(), 1)

    def test_a_scheduled_edition_is_found_once_it_is_live_and_its_predecessor_until_then(self):
        self.prints("Old skin", now=NOW)
        self.prints("New skin", now=NOW, live_from=LATER)
        self.assertEqual(titles("skin"), ["Old skin"])
        self.assertEqual(titles("skin", now=LATER), ["New skin"])

    def test_what_is_withdrawn_is_found_no_more(self):
        self.prints("Skin", now=NOW)
        publishing.withdraw("pamphlet", "first", why="It is wrong.", by=ANNA, now=NOW)
        self.assertEqual(titles("skin"), [])
        self.assertEqual(titles("skin", now=LATER), [])

    def test_a_draft_is_never_found(self):
        self.prints("Skin", now=NOW)
        self.pamphlets.drafts["first"] = self.pamphlets.drafts["first"].model_copy(update={"slug": "lung"})
        self.assertEqual(titles("lung"), [])

    def test_the_words_of_a_withdrawn_glossary_stand_for_nothing(self):
        self.prints(word("ILD", "lung disease"), slug="words", now=NOW)
        self.prints("ILD", now=NOW)
        self.assertEqual(titles("lung disease"), ["ILD", "ILD"])
        publishing.withdraw("pamphlet", "words", why="It is wrong.", by=ANNA, now=NOW)
        self.assertEqual(titles("lung disease"), [])

    def test_a_publication_that_fails_leaves_search_as_it_was(self):
        self.prints("Skin", now=NOW)
        with self.assertRaises(writing.WrongDocument):
            self.prints({"title": "Lung", "group": "none of its own"}, now=NOW)
        self.assertEqual(titles("skin"), ["Skin"])

    def test_a_kind_without_headings_is_not_asked(self):
        self.pamphlets.search_groups = ()
        self.prints("Skin", now=NOW)
        self.assertFalse(SearchDocument.objects.exists())


class RebuildingTests(WithPamphlets, TestCase):
    def test_it_writes_what_is_live_or_will_be_and_the_same_again(self):
        self.prints("Old skin", now=NOW)
        self.prints("Skin", now=NOW)
        self.prints("New skin", now=NOW, live_from=LATER)
        self.prints("Gone skin", slug="gone", now=NOW)
        publishing.withdraw("pamphlet", "gone", why="It is wrong.", by=ANNA, now=NOW)
        for _ in range(2):
            said = StringIO()
            call_command("rebuild_search", stdout=said)
            self.assertIn("Search knows 2 places.", said.getvalue())
            self.assertIn("pamphlet first, edition 2: 1", said.getvalue())
            self.assertEqual((titles("skin"), titles("skin", now=LATER)), (["Skin"], ["New skin"]))

    def test_one_that_fails_changes_nothing(self):
        self.prints("Skin", now=NOW)

        def fail(_edition, _count):
            raise Unreadable([])

        with self.assertRaises(Unreadable), transaction.atomic():
            writing.rebuild(now=NOW, step=fail)
        self.assertEqual(titles("skin"), ["Skin"])

    def test_after_a_migration_an_empty_search_fills_itself_and_a_filled_one_stays(self):
        self.prints("Skin", now=NOW)
        first = SearchDocument.objects.get().pk
        keep_index(using="default")
        self.assertEqual(SearchDocument.objects.get().pk, first)
        SearchDocument.objects.all().delete()
        keep_index(using="default")
        self.assertEqual(titles("skin"), ["Skin"])


class IndexTests(WithPamphlets, CommittingTestCase):
    """The index keeps up with the rows: by itself, after a table is remade, and through an emptied database."""

    def test_it_follows_rows_that_are_changed_and_deleted(self):
        self.prints("Skin", "Lung", now=NOW)
        SearchDocument.objects.filter(title="Skin").update(titled="gut =gut =")
        self.assertEqual((titles("gut"), titles("skin"), titles("lung")), (["Skin"], [], ["Lung"]))
        SearchDocument.objects.filter(title="Skin").delete()
        self.assertEqual((titles("gut"), titles("lung")), ([], ["Lung"]))
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:  # an error when the index holds anything else than the rows
                cursor.execute("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)")

    def test_it_survives_a_migration_that_remakes_the_table(self):
        self.prints("Skin", now=NOW)
        field = TextField(default="x")
        field.set_attributes_from_name("more")
        with connection.schema_editor() as editor:
            editor.add_field(SearchDocument, field)
        try:
            keep_index(using="default")
            self.assertEqual(titles("skin"), ["Skin"])
        finally:
            with connection.schema_editor() as editor:
                editor.remove_field(SearchDocument, field)
            keep_index(using="default")
        SearchDocument.objects.all().delete()
        writing.rebuild(now=NOW)
        self.assertEqual(titles("skin"), ["Skin"])

    def test_it_can_be_taken_away_and_made_again_from_the_rows(self):
        self.prints("Skin", now=NOW)
        index = backends.index_of(connection)
        index.take_away(connection)
        index.put(connection)
        index.put(connection)
        self.assertEqual(titles("skin"), ["Skin"])
