"""Draft records, documents and the ready mark."""

from typing import get_args

from django.db import IntegrityError, transaction
from django.test import TestCase

from education.library import drafts, words
from education.library.domain import records
from education.library.models import EvidenceStatement, Organ, Reference, StatementReference, Term
from tests import builders


class DocumentsTests(TestCase):
    def test_a_stored_shelf_comes_back_as_it_was(self):
        shelf = builders.shelf(
            builders.reference("second", links=["https://example.org/a"], caveats=["Small."], n=None, year=None),
            builders.statement(references=["second", "trial"]),
        )
        self.assertTrue(drafts.store(shelf))
        self.assertEqual(drafts.shelf_of_drafts(), shelf)

    def test_the_same_shelf_twice_changes_nothing(self):
        shelf = builders.shelf(builders.reference(organ_domains=["lung-ild"]))
        drafts.store(shelf)
        rows = list(StatementReference.objects.values())
        self.assertFalse(drafts.store(shelf))
        self.assertEqual(list(StatementReference.objects.values()), rows)

    def test_records_that_are_not_on_the_shelf_stay(self):
        drafts.store(builders.shelf(builders.term("mrss")))
        drafts.store(builders.shelf())
        self.assertEqual(Term.objects.count(), 2)

    def test_reading_the_drafts_takes_the_same_queries_however_many(self):
        drafts.store(builders.shelf())
        with self.assertNumQueries(8):
            drafts.shelf_of_drafts()
        more = [builders.reference(f"trial-{n}") for n in range(5)]
        drafts.store(builders.shelf(*more, *(builders.statement(f"s-{n}") for n in range(5))))
        with self.assertNumQueries(8):
            drafts.shelf_of_drafts()

    def test_every_value_of_a_record_has_its_word(self):
        pairs = (
            (records.Population, words.POPULATIONS), (records.LineStudied, words.LINES_STUDIED),
            (records.Direction, words.DIRECTIONS), (records.Certainty, words.CERTAINTIES),
            (records.OutcomeRole, words.OUTCOME_ROLES), (records.Regimen, words.REGIMENS),
            (records.Directness, words.DIRECTNESS), (records.Retraction, words.RETRACTIONS),
            (records.Design, words.DESIGNS),
        )  # fmt: skip
        for literal, named in pairs:
            self.assertEqual(set(get_args(literal)), set(named))

    def test_the_database_refuses_values_that_no_record_may_hold(self):
        drafts.store(builders.shelf())
        for model, change in (
            (Reference, {"design": "opinion"}), (Reference, {"title": ""}), (Term, {"plain": ""}),
            (EvidenceStatement, {"direction": "wins"}), (EvidenceStatement, {"finding": ""}),
        ):  # fmt: skip
            with self.subTest(change=change), self.assertRaises(IntegrityError), transaction.atomic():
                model.objects.update(**change)


class ReadyTests(TestCase):
    def setUp(self):
        drafts.store(builders.shelf(builders.reference("second")))
        self.statement = EvidenceStatement.objects.get()
        self.statement.mark_ready("Anna Field")

    def ready(self):
        return EvidenceStatement.objects.get().ready

    def test_a_record_is_ready_once_marked(self):
        self.assertTrue(self.ready())
        self.assertEqual(EvidenceStatement.objects.get().ready_by, "Anna Field")
        self.assertFalse(Reference.objects.first().ready)

    def test_saving_an_edit_takes_the_mark_away_and_undoing_it_gives_it_back(self):
        self.statement.direction_note = "Other"
        self.statement.save()
        self.assertFalse(self.ready())
        self.statement.direction_note = ""
        self.statement.save()
        self.assertTrue(self.ready())

    def test_a_queryset_update_takes_the_mark_away(self):
        EvidenceStatement.objects.update(harm=True)
        self.assertFalse(self.ready())

    def test_another_reference_or_another_order_takes_the_mark_away(self):
        StatementReference.objects.create(
            statement=self.statement, reference=Reference.objects.get(key="second"), position=1
        )
        self.assertFalse(self.ready())
        EvidenceStatement.objects.get().mark_ready("Anna Field")
        StatementReference.objects.filter(reference__key="second").update(position=0)
        StatementReference.objects.filter(reference__key="trial").update(position=1)
        self.assertFalse(self.ready())

    def test_another_organ_domain_of_a_reference_takes_the_mark_away(self):
        reference = Reference.objects.get(key="trial")
        reference.mark_ready("Anna Field")
        self.assertTrue(Reference.objects.get(key="trial").ready)
        reference.organ_domains.add(Organ.objects.get())
        self.assertFalse(Reference.objects.get(key="trial").ready)

    def test_vouching_leaves_a_mark_that_holds_alone(self):
        drafts.vouch(drafts.shelf_of_drafts(), by="Package")
        self.assertEqual(EvidenceStatement.objects.get().ready_by, "Anna Field")
        self.assertEqual(set(drafts.ready_records("references")), {"second", "trial"})
