"""What of a pathway may be looked for: questions and choices in both lenses, never what the author holds of them."""

from unittest import TestCase as PlainTestCase

from django.test import TestCase, override_settings

from education.pathways.finding import documents
from education.pathways.kind import PathwayKind
from tests.builders import CLEAN, drawn_edition, reference, term
from tests.published import publish


def told_of(*records, **changes):
    """Return what search is told of the drawn pathway with these records on its shelf, by key."""
    return {one.key: one for one in documents(drawn_edition(CLEAN, *records, child=True, **changes))}


class DocumentTests(PlainTestCase):
    def test_the_pathway_says_what_it_is_about_and_for_whom(self):
        one = told_of(audience="nurse")["cover"]
        self.assertEqual((one.group, one.title), ("pathway", "Lungs getting worse on treatment"))
        self.assertEqual(one.note, "Adult · Nurses")
        for said in ("What to think of before more treatment.", "Tell resistance from", "Lung."):
            self.assertIn(said, one.text)

    def test_there_is_one_place_for_each_step(self):
        told = told_of()
        self.assertEqual(len(told), 15)
        self.assertEqual(told["steps/choose"].group, "step")
        self.assertEqual(told["steps/choose"].title, "What now at choose?")
        self.assertEqual(told["steps/choose"].note, "Step of Lungs getting worse on treatment")

    def test_a_step_tells_its_texts_and_its_choices_in_plain_words(self):
        one = told_of(
            term(),
            steps={"choose": {"body": "**Known** of [[fvc]] [@trial].", "why": "Why [@trial]."}},
        )["steps/choose"]
        self.assertEqual(one.names, ("choose",))
        self.assertTrue(one.text.startswith("Known of FVC. Why."), one.text)
        for said in ("Go on to drug.", "One line about it.", "A reason for drug."):
            self.assertIn(said, one.text)

    def test_both_lenses_words_are_there_where_they_differ(self):
        wordings = {"child": {"difference": "A child grows.", "body": "Body of a child [@trial]."}}
        reworded = {"wordings": {"child": {"label": "Ask the family"}}}
        one = told_of(steps={"choose": {"wordings": wordings}}, choices={"choose/to-ask": reworded})["steps/choose"]
        for said in (
            "Something known about choose.",
            "Body of a child.",
            "A child grows.",
            "Go on to ask.",
            "Ask the family.",
        ):
            self.assertIn(said, one.text)

    def test_neither_verdict_nor_feedback_is_anywhere(self):
        judged = {"verdict": "unsafe", "feedback": "A trap [@trial].",
                  "wordings": {"child": {"feedback": "A trap for a child [@trial]."}}}  # fmt: skip
        told = told_of(choices={"choose/to-drug": judged})
        for one in told.values():
            for hidden in ("unsafe", "Unsafe", "A trap", "Feedback on"):
                self.assertNotIn(hidden, str(one))

    def test_what_rests_on_unverified_or_retracted_sources_alone_is_left_out(self):
        body = "Kept [@trial].\n\nUnseen [@unseen].\n\nPulled [@pulled]."
        one = told_of(
            reference("unseen", verified=False), reference("pulled", retraction="retracted"),
            steps={"choose": {"body": body}},
        )["steps/choose"]  # fmt: skip
        self.assertIn("Kept.", one.text)
        self.assertNotRegex(one.text, "Unseen|Pulled")

    def test_the_fictional_person_is_not_looked_for(self):
        self.assertNotIn("short of breath", str(told_of()))


@override_settings(SCLERO_OPEN_READING=True)
class AddressTests(TestCase):
    def test_every_place_leads_to_a_page_with_its_title(self):
        edition = publish()
        kind = PathwayKind()
        for one in documents(kind.compiled(edition.document)):
            with self.subTest(one.key):
                self.assertContains(self.client.get(kind.address(edition.slug, one.key)), one.title)

    def test_a_step_is_a_question_to_the_cover(self):
        self.assertEqual(PathwayKind().address("lungs", "steps/choose"), "/pathways/lungs/?step=choose")
        for key in ("", "cover"):
            self.assertEqual(PathwayKind().address("lungs", key), "/pathways/lungs/")
