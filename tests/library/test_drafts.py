"""Draft records, documents and the ready mark."""

from typing import get_args

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from education.library import drafts, words
from education.library.domain import library, records
from education.library.domain.reasons import SectionName
from education.library.domain.release import mark
from education.library.models import (
    ClaimPart,
    EvidenceStatement,
    MapNotes,
    MechanismEdge,
    MechanismNode,
    OpenQuestion,
    Organ,
    PaediatricFact,
    Reason,
    Recommendation,
    Reference,
    StatementReference,
    TeachingClaim,
    Term,
    Therapy,
    TherapyTarget,
    Threshold,
)
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
        drafts.store(builders.shelf(*builders.one_of_each()))
        with CaptureQueriesContext(connection) as few:
            drafts.shelf_of_drafts()
        self.assertLess(len(few), 40)
        more = [builders.reference(f"trial-{n}") for n in range(5)]
        made = (builders.statement, builders.recommendation, builders.threshold, builders.node, builders.claim)
        more += [make(f"more-{n}") for make in made for n in range(5)]
        drafts.store(builders.shelf(*builders.one_of_each(), *more))
        with self.assertNumQueries(len(few)):
            drafts.shelf_of_drafts()

    def test_records_of_every_shelf_come_back_as_they_were(self):
        notes = library.MapNotes(notice="Not a map of lungs.", not_in_map=["The heart"])
        shelf = builders.shelf(*builders.one_of_each(), map_notes=notes)
        self.assertTrue(all(getattr(shelf, name) for name in library.SHELVES))
        drafts.store(shelf)
        self.assertEqual(drafts.shelf_of_drafts(), shelf)
        self.assertFalse(drafts.store(shelf))
        drafts.vouch(shelf, by="Anna Field")
        for name in library.SHELVES:
            self.assertEqual(drafts.ready_records(name), dict(getattr(shelf, name)), name)

    def test_lists_keep_their_order_and_figures_their_digits(self):
        second, third = builders.reference("second"), builders.reference("third")
        effect = {"reference": "trial", "measure": "FVC", "contrast": "difference", "better": "higher"}
        shelf = builders.shelf(
            second, third,
            builders.statement(effects=[effect | {"value": "41.0", "low": "2.90", "high": "79.0"}]),
            builders.claim(references=["third", "trial", "second"], contradicts=["second", "third"], qualifies=[]),
            builders.node(references=["third", "second"]),
        )  # fmt: skip
        drafts.store(shelf)
        stored = drafts.shelf_of_drafts()
        self.assertEqual(stored, shelf)
        self.assertEqual(str(stored.statements["drug-lung"].effects[0].low), "2.90")

    def test_notes_of_the_map_that_a_package_leaves_out_stay(self):
        notes = library.MapNotes(notice="Not a map of lungs.")
        drafts.store(builders.shelf(map_notes=notes))
        drafts.store(builders.shelf(builders.term("other")))
        self.assertEqual(drafts.map_notes(), notes)

    def test_every_value_of_a_record_has_its_word(self):
        pairs = (
            (records.Population, words.POPULATIONS), (records.LineStudied, words.LINES_STUDIED),
            (records.Direction, words.DIRECTIONS), (records.Certainty, words.CERTAINTIES),
            (records.OutcomeRole, words.OUTCOME_ROLES), (records.Regimen, words.REGIMENS),
            (records.Directness, words.DIRECTNESS), (records.Retraction, words.RETRACTIONS),
            (records.Design, words.DESIGNS), (library.TherapyGroup, words.THERAPY_GROUPS),
            (library.Contrast, words.CONTRASTS), (library.Better, words.BETTER), (library.Stance, words.STANCES),
            (library.GuidelineLine, words.GUIDELINE_LINES), (library.ThresholdKind, words.THRESHOLD_KINDS),
            (library.ThresholdStatus, words.THRESHOLD_STATUSES), (library.ClaimVerdict, words.CLAIM_VERDICTS),
            (library.NodeKind, words.NODE_KINDS), (library.EdgeEffect, words.EDGE_EFFECTS),
            (library.TargetEffect, words.TARGET_EFFECTS), (library.ReasonGroup, words.REASON_GROUPS),
            (SectionName, words.REASON_SECTIONS),
        )  # fmt: skip
        for literal, named in pairs:
            self.assertEqual(set(get_args(literal)), set(named))

    def test_the_database_refuses_values_that_no_record_may_hold(self):
        drafts.store(builders.shelf(*builders.one_of_each(), map_notes=library.MapNotes(notice="Not a map of lungs.")))
        for model, change in (
            (Recommendation, {"stance": "maybe"}), (Recommendation, {"line": "third"}), (Threshold, {"kind": "rule"}),
            (Threshold, {"status": "old"}), (MechanismNode, {"kind": "organ"}), (MechanismEdge, {"effect": "likes"}),
            (MechanismEdge, {"target": F("source")}), (TherapyTarget, {"effect": "reduces"}), (MapNotes, {"id": 2}),
            (TeachingClaim, {"verdict": "true"}), (ClaimPart, {"verdict": "true"}), (PaediatricFact, {"fact": ""}),
            (OpenQuestion, {"status": ""}), (Reference, {"doi": "doi:10.1000/1"}), (Therapy, {"group": "pills"}),
            (Reference, {"design": "opinion"}), (Reference, {"title": ""}), (Term, {"plain": ""}),
            (Reason, {"group": "other"}), (Reason, {"position": 0}), (Reason, {"lead": ""}),
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

    def test_a_mark_of_the_first_schema_holds_until_something_new_is_said(self):
        document = Reference.objects.get(key="trial").document()
        shorter = records.embedded(document, records.Reference)
        self.assertEqual(mark(document), mark(shorter))
        self.assertNotEqual(mark(document.model_copy(update={"topics": ("lung",)})), mark(shorter))
        self.assertNotEqual(mark(document.model_copy(update={"title": "Another"})), mark(shorter))
