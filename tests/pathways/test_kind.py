"""The kind "pathway": what is read, checked, released with it, compiled and published."""

from datetime import timedelta

from django.test import TestCase, override_settings

from education.core.domain.canonical import canonical
from education.core.domain.problems import Level, Unreadable
from education.editorial import kinds, memory, publishing
from education.editorial.domain.by import By
from education.editorial.models import AuditEntry, Citation, Edition, Numbering
from education.library import releases
from education.library.models import EvidenceStatement, Reference, Term
from education.pathways.domain.playable import Playable
from education.pathways.domain.reading import write_pathway
from education.pathways.models import Choice, Pathway, Step
from tests import builders, published
from tests.builders import drawn_edition, drawn_pathway

SLUG = "lungs-getting-worse"
DOCTOR = By("Dr Reviewer", "key-of-doctor")


class KindTestCase(TestCase):
    def setUp(self):
        memory.forget_all()
        self.kind = kinds.get("pathway")
        self.now = published.now()

    def problems(self):
        return publishing.problems_of("pathway", SLUG, now=self.now)

    def stops(self):
        return [(p.code, p.place) for p in self.problems() if p.level >= Level.BLOCKS_PUBLISHING]

    def publish(self, **own):
        return publishing.publish("pathway", SLUG, by=published.TESTS, **own)


class ReadTests(KindTestCase):
    def test_a_folder_is_read_one_pathway_a_file(self):
        document = drawn_pathway(child=True)
        self.assertEqual(self.kind.read({"pathways/lungs-getting-worse.md": write_pathway(document)}), [document])

    def test_every_problem_of_every_file_is_told_at_once(self):
        broken = write_pathway(drawn_pathway()).replace("organ:", "organs:")
        with self.assertRaises(Unreadable) as caught:
            self.kind.read({"pathways/a.md": broken, "pathways/b.md": broken})
        self.assertEqual({problem.file for problem in caught.exception.problems}, {"pathways/a.md", "pathways/b.md"})

    def test_an_unknown_slug_is_named(self):
        for ask in (self.kind.draft, self.kind.compile, lambda slug: self.kind.check(slug, today=builders.TODAY)):
            with self.assertRaisesRegex(kinds.UnknownDraft, "gone"):
                ask("gone")


class CheckTests(KindTestCase):
    def test_a_clean_draft_is_only_advised_to_be_signed(self):
        published.store(drawn_pathway())
        self.assertEqual([p.code for p in self.problems()], ["missing-sign-off"])
        self.assertEqual(self.stops(), [])

    def test_a_draft_is_checked_on_the_shelf_it_would_be_published_with(self):
        published.store(drawn_pathway())
        Reference.objects.update(title="Edited, and not marked ready again")
        self.assertIn(("unknown-reference", "begin:body"), self.stops())

    def test_a_document_of_a_package_is_checked_on_the_package_alone(self):
        beside = {"library": [builders.shelf()]}
        with self.assertNumQueries(0):
            found = self.kind.check(drawn_pathway(), today=builders.TODAY, beside=beside)
        self.assertEqual([p.code for p in found], ["missing-sign-off"])

    def test_an_unreadable_field_is_a_problem_with_its_place_and_stops_all_else(self):
        published.store(drawn_pathway(child=True))
        Step.objects.filter(key="ask").update(minutes=99)
        Step.objects.get(key="only").checks.update(text=" ")
        Step.objects.get(key="call").wordings.update(difference="")
        Choice.objects.filter(step__key="ask", key="to-done").update(label="", absent_child="")
        Pathway.objects.update(summary="")
        found = self.problems()
        self.assertEqual({p.code for p in found}, {"unreadable-field"})
        self.assertEqual({p.level for p in found}, {Level.BLOCKS_REVIEW})
        places = {"ask:minutes", "only:checks:1", "call:difference:child", "ask/to-done:label", ":summary"}
        self.assertEqual({p.place for p in found}, places)
        with self.assertRaises(publishing.Blocked):
            self.publish()


class CompileTests(KindTestCase):
    def test_an_edition_holds_the_draft_and_what_it_cites_from_the_release_it_names(self):
        edition = published.publish()
        compiled = self.kind.open(edition.document).compiled
        self.assertEqual(compiled.pathway, drawn_pathway(child=True))
        self.assertEqual(compiled.release, releases.current_release().number)
        self.assertEqual(set(compiled.shelf.references), {"trial"})
        self.assertEqual(set(compiled.shelf.terms), set())
        self.assertEqual(canonical(compiled), edition.document)

    def test_what_is_opened_can_be_played(self):
        self.assertIsInstance(self.kind.open(canonical(drawn_edition())), Playable)

    def test_the_head_says_what_lists_show(self):
        head = self.kind.head(drawn_edition(child=True))
        self.assertEqual(head["organ"], {"key": "lung-ild", "name": "Lung", "position": 2})
        self.assertEqual((head["populations"], head["lenses"]), (["adult"], ["adult", "child"]))
        self.assertEqual((head["title"], head["language"]), ("Lungs getting worse on treatment", "en"))
        self.assertEqual((head["minutes"], head["steps"], head["reviewed"]), (10, 14, False))

    def test_every_record_cited_becomes_a_row_with_its_place(self):
        edition = published.publish()
        rows = set(Citation.objects.filter(edition=edition).values_list("kind", "key", "place"))
        self.assertEqual(rows, {tuple(cite) for cite in self.kind.citations(drawn_edition(child=True))})
        self.assertIn(("therapy", "drug", "choose/to-drug"), rows)
        self.assertIn(("reference", "trial", "begin:body"), rows)

    def test_its_address_is_the_cover_and_its_coverage_what_it_leans_on(self):
        self.assertEqual(self.kind.address(SLUG), f"/pathways/{SLUG}/")
        row = {"step": "choose", "organ": "lung-ild", "population": "adult", "line_studied": "after-failure"}
        self.assertEqual(list(self.kind.coverage(drawn_edition())), [row | {"therapy": "drug"}])


class ReleasedWithItTests(KindTestCase):
    def statement(self, edition):
        return self.kind.open(edition.document).compiled.shelf.statements["drug-lung"]

    def test_what_is_cited_and_ready_is_released_in_the_same_go(self):
        published.store(drawn_pathway(), builders.term("uncited"))
        self.publish()
        shelf = releases.current_shelf()
        self.assertEqual((set(shelf.references), set(shelf.terms)), ({"trial"}, set()))
        self.assertEqual(releases.current_release().number, 1)

    def test_an_edit_that_is_not_ready_stays_as_in_the_previous_release(self):
        before = self.statement(published.publish(drawn_pathway()))
        EvidenceStatement.objects.update(outcome="Something half thought through")
        Step.objects.filter(key="ask").update(body="New words [@trial].")
        self.assertEqual(self.stops(), [])
        edition = self.publish()
        self.assertEqual(edition.number, 2)
        self.assertEqual(self.statement(edition), before)
        self.assertEqual(releases.current_release().number, 1)

    def test_a_release_of_something_else_makes_an_unchanged_draft_no_new_edition(self):
        first = published.publish(drawn_pathway())
        Term.objects.get().mark_ready("Anna")
        releases.release_ready(by=published.TESTS)
        self.assertEqual(releases.current_release().number, 2)
        self.assertEqual(self.publish(), first)

    def test_an_edit_that_is_ready_goes_out_with_the_pathway(self):
        published.publish(drawn_pathway())
        EvidenceStatement.objects.update(outcome="Walking distance")
        EvidenceStatement.objects.get().mark_ready("Anna")
        self.assertEqual(self.statement(self.publish()).outcome, "Walking distance")
        self.assertEqual(releases.current_release().number, 2)

    def test_a_ready_record_that_is_not_cited_waits(self):
        published.publish(drawn_pathway())
        Term.objects.update(plain="Other words.")
        Term.objects.get().mark_ready("Anna")
        self.publish()
        self.assertEqual(releases.current_release().number, 1)

    def test_a_blocked_pathway_leaves_no_release_behind(self):
        published.store(drawn_pathway())
        Step.objects.filter(key="ask").update(body="A fact without a source.")
        with self.assertRaises(publishing.Blocked) as caught:
            self.publish()
        self.assertIn("fact-without-source", {p.code for p in caught.exception.problems})
        for model in (Edition, Citation, AuditEntry, Numbering):
            self.assertFalse(model.objects.exists(), model)

    def test_publishing_an_unchanged_draft_makes_no_edition(self):
        first = published.publish(drawn_pathway())
        self.assertEqual(self.publish(note="Again"), first)


@override_settings(SCLERO_REQUIRED_SIGN_OFFS={"pathway": ["clinical"]})
class SignOffTests(KindTestCase):
    def setUp(self):
        super().setUp()
        published.store(drawn_pathway())

    def sign(self, role="clinical"):
        publishing.sign_off("pathway", SLUG, role=role, disclosure="None.", by=DOCTOR)

    def test_a_role_that_is_asked_for_stops_publishing_until_it_has_signed(self):
        self.assertEqual(self.stops(), [("missing-sign-off", "")])
        with self.assertRaisesRegex(publishing.Blocked, "clinical"):
            self.publish()
        self.sign("methods")
        self.assertEqual(self.stops(), [("missing-sign-off", "")])
        self.sign()
        self.assertEqual(self.stops(), [])
        signed = self.kind.open(self.publish().document).compiled.sign_offs
        self.assertEqual([(s.role, s.name) for s in signed], [("methods", "Dr Reviewer"), ("clinical", "Dr Reviewer")])

    def test_a_later_edit_leaves_the_signature_behind_and_undoing_it_gives_it_back(self):
        self.sign()
        minutes = Step.objects.get(key="ask").minutes
        Step.objects.filter(key="ask").update(minutes=minutes + 1)
        self.assertEqual(self.stops(), [("missing-sign-off", "")])
        Step.objects.filter(key="ask").update(minutes=minutes)
        self.assertEqual(self.stops(), [])

    def test_an_author_who_discloses_nothing_stops_it_too(self):
        Pathway.objects.update(disclosure="")
        self.sign()
        self.assertEqual(self.stops(), [("missing-disclosure", "")])

    def test_a_scheduled_edition_is_not_live_before_its_time(self):
        self.sign()
        later = self.now + timedelta(days=1)
        self.publish(live_from=later)
        self.assertFalse(Edition.objects.live("pathway", self.now).exists())
        self.assertTrue(Edition.objects.live("pathway", later).exists())
