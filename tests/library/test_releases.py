"""Releases: what is ready as it stands, the rest as it was."""

import threading

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from education.editorial import memory, publishing
from education.editorial.domain.by import By
from education.editorial.models import Citation, Edition
from education.library import drafts, releases
from education.library.domain.library import MapNotes
from education.library.models import EvidenceStatement, Reference, Term
from tests import builders
from tests.flushing import CommittingTestCase

ANNA = By("Anna Field", "key-of-anna")


def stored(*records, ready=True):
    """Store the drawn shelf with `records` and mark all of it ready."""
    shelf = builders.shelf(*records)
    drafts.store(shelf)
    if ready:
        drafts.vouch(shelf, by="Anna Field")
    return shelf


class ReleasesTests(TestCase):
    def setUp(self):
        memory.forget_all()

    def release(self, keys=None):
        return releases.release_ready(keys, by=ANNA)

    def plain(self, key="fvc"):
        return releases.current_shelf().terms[key].plain

    def test_before_the_first_release_the_shelf_is_empty(self):
        stored()
        self.assertEqual(releases.current_release(), releases.EMPTY)

    def test_nothing_ready_releases_the_organ_domains_alone(self):
        stored(ready=False)
        self.assertEqual(self.release().shelf.references, {})

    def test_a_release_holds_what_is_ready(self):
        shelf = stored()
        self.assertEqual(self.release(), releases.Released(1, shelf))

    def test_an_edit_that_is_not_ready_stays_as_it_was_in_the_previous_release(self):
        stored(builders.term("mrss", plain="Old words."))
        self.release()
        Term.objects.filter(key="mrss").update(plain="Half-finished.")
        Term.objects.filter(key="fvc").update(plain="New words.")
        Term.objects.get(key="fvc").mark_ready("Anna Field")
        self.assertEqual(self.release().number, 2)
        self.assertEqual((self.plain("fvc"), self.plain("mrss")), ("New words.", "Old words."))

    def test_a_release_of_some_keys_leaves_other_ready_records_as_they_were(self):
        stored(builders.term("mrss", plain="Old words."))
        self.release()
        for key in ("fvc", "mrss"):
            Term.objects.filter(key=key).update(plain="New words.")
            Term.objects.get(key=key).mark_ready("Anna Field")
        self.release([("terms", "fvc")])
        self.assertEqual((self.plain("fvc"), self.plain("mrss")), ("New words.", "Old words."))

    def test_a_statement_brings_its_references_and_its_therapy(self):
        stored()
        shelf = self.release([("statements", "drug-lung")]).shelf
        self.assertEqual((list(shelf.references), list(shelf.therapies), shelf.terms), (["trial"], ["drug"], {}))

    def test_a_claim_a_recommendation_and_an_edge_bring_what_they_rest_on(self):
        stored(*builders.one_of_each())
        shelf = self.release([("claims", "1")]).shelf
        self.assertEqual((set(shelf.claims), set(shelf.references), shelf.therapies), ({"1"}, {"trial"}, {}))
        shelf = self.release([("recommendations", "guide--lung-ild--drug")]).shelf
        self.assertEqual((set(shelf.references), set(shelf.therapies)), ({"trial", "guide"}, {"drug"}))
        shelf = self.release([("edges", "b_cell--scar")]).shelf
        self.assertEqual((set(shelf.edges), set(shelf.nodes)), ({"b_cell--scar"}, {"b_cell", "scar"}))
        self.assertEqual((shelf.targets, shelf.thresholds, shelf.facts, shelf.statements), ({}, {}, {}, {}))

    def test_a_therapy_brings_what_its_texts_cite_and_link(self):
        stored(builders.therapy(verdict="It slows decline [@trial]. See [[fvc]]."))
        shelf = self.release([("therapies", "drug")]).shelf
        self.assertEqual(
            (set(shelf.therapies), set(shelf.references), set(shelf.terms)), ({"drug"}, {"trial"}, {"fvc"})
        )

    def test_releasing_some_takes_the_same_queries_however_many_there_are(self):
        stored(*builders.one_of_each())
        with CaptureQueriesContext(connection) as few:
            releases.shelf_to_release([("claims", "1"), ("edges", "b_cell--scar")])
        stored(*builders.one_of_each(), *(builders.reference(f"trial-{n}") for n in range(9)))
        with self.assertNumQueries(len(few)):
            releases.shelf_to_release([("claims", "1"), ("edges", "b_cell--scar")])

    def test_the_notes_of_the_map_are_part_of_every_release(self):
        drafts.store(builders.shelf(map_notes=MapNotes(notice="Not a map of lungs.")))
        self.assertEqual(self.release().shelf.map_notes.notice, "Not a map of lungs.")

    def test_a_ready_statement_on_a_reference_that_is_not_is_refused(self):
        stored()
        Reference.objects.update(caveats=["Edited."])
        with self.assertRaisesRegex(publishing.Blocked, "no reference 'trial' to publish"):
            self.release([("statements", "drug-lung")])
        self.assertFalse(Edition.objects.exists())

    def test_nothing_new_is_no_new_release(self):
        stored()
        self.release()
        self.assertEqual((self.release().number, self.release([("terms", "fvc")]).number), (1, 1))

    def test_a_deleted_record_goes_with_the_next_release_of_everything_only(self):
        stored(builders.term("mrss"))
        self.release()
        Term.objects.filter(key="mrss").delete()
        self.assertIn("mrss", self.release([("terms", "fvc")]).shelf.terms)
        self.assertNotIn("mrss", self.release().shelf.terms)

    def test_publishing_the_kind_is_a_release_of_everything(self):
        stored()
        self.assertEqual(publishing.publish("library", "library", by=ANNA).number, 1)
        self.assertEqual(self.release().number, 1)

    def test_what_statements_rest_on_is_kept_as_citations(self):
        stored()
        self.release()
        cited = set(Citation.objects.values_list("kind", "key", "place"))
        place = "statements/drug-lung"
        self.assertEqual(cited, {("reference", "trial", place), ("therapy", "drug", place)})

    def test_every_shelf_is_found_among_the_citations(self):
        stored(*builders.one_of_each())
        self.release()
        cited = set(Citation.objects.values_list("kind", "key", "place"))
        self.assertLessEqual(
            {
                ("reference", "guide", "recommendations/guide--lung-ild--drug"), ("reference", "trial", "claims/1"),
                ("therapy", "drug", "recommendations/guide--lung-ild--drug"), ("node", "scar", "edges/b_cell--scar"),
                ("threshold", "other-decline", "thresholds/decline"), ("reference", "trial", "facts/1"),
                ("node", "b_cell", "targets/drug--b-cell"), ("reference", "guide", "questions/target-of-the-drug"),
                ("reference", "trial", "nodes/scar"),
            },
            cited,
        )  # fmt: skip

    def test_the_shelf_costs_one_query_when_warm(self):
        stored()
        self.release()
        memory.forget_all()
        for queries in (2, 1):
            with self.assertNumQueries(queries):
                releases.current_shelf()

    def test_a_record_with_a_problem_that_is_not_ready_stops_nobody(self):
        stored()
        drafts.store(builders.shelf(builders.statement("odd", comparator="")))
        self.assertEqual(self.release().number, 1)
        EvidenceStatement.objects.get(key="odd").mark_ready("Anna Field")
        with self.assertRaisesRegex(publishing.Blocked, "favours over nothing"):
            self.release()


class ReleaseRaceTests(CommittingTestCase):
    def test_two_releases_at_once_lose_neither_record(self):
        memory.forget_all()
        shelf = builders.shelf(*(builders.term(f"term-{n}") for n in range(4)))
        drafts.store(shelf)
        drafts.vouch(shelf, by="Anna Field")
        barrier = threading.Barrier(4)

        def run(key):
            barrier.wait()
            releases.release_ready([("terms", key)], by=ANNA)
            connection.close()

        threads = [threading.Thread(target=run, args=(f"term-{n}",)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        self.assertEqual(set(releases.latest_release().shelf.terms), {f"term-{n}" for n in range(4)})
        self.assertEqual(releases.latest_release().number, 4)
