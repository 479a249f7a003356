"""Moving over: what changed in the steps taken, side by side, before and after; a safety correction said at once."""

from django.urls import reverse

from education.learning import changes
from education.library.domain import records
from education.pathways.domain import diff
from education.pathways.domain.document import Choice, ChoiceWording, Step, StepWording
from education.pathways.domain.playable import Playable
from tests import builders
from tests.builders import drawn_edition, reference, statement
from tests.learning.test_views import HTMX, PlayerTestCase
from tests.published import publish
from tests.starter.pages import attribute, every, text_of, tree

CHECKS = [{"key": "definition", "state": "settled", "text": "Somebody has looked."}]
CHANGED = {
    "steps": {
        "ease": {"body": "**New** words [@trial]."},
        "right": {"checks": CHECKS},
        "study": {"body": "Nobody on this walk was here [@trial]."},
    },
    "choices": {"begin/to-ease": {"verdict": "unsafe"}},
}


class MovedTestCase(PlayerTestCase):
    def setUp(self):
        super().setUp()
        self.choose("to-ease")
        self.choose("to-right", seq=2)

    def url(self, name):
        return reverse(f"learning:{name}", args=[self.walk.pk])

    def changed(self, page):
        """Return what a page sets side by side as {what: (before, after)}."""
        return {
            text_of(every(one, "h4")[0]): (
                text_of(every(one, css="s-before")[0]).partition("walked")[2].strip(),
                text_of(every(one, css="s-after")[0]).removeprefix("Edition 2").strip(),
            )
            for one in every(tree(page.content.decode()), css="s-change")
        }


class ChangesTests(MovedTestCase):
    def test_the_steps_taken_that_changed_stand_side_by_side_before_moving(self):
        publish(**CHANGED, note="We reworded it.")
        page = self.client.get(self.url("changes"))
        self.assertContains(page, "3 of the 3 steps you took have changed.")
        self.assertContains(page, "We reworded it.")
        self.assertEqual(
            self.changed(page),
            {
                "“Go on to ease”: author’s judgement": ("Reasonable", "Unsafe"),
                "Text": ("Something known about ease Silva 2020 .", "New words Silva 2020 ."),
                "Checks that differ": (
                    "Definition. Nobody has looked. (Not known)",
                    "Definition. Somebody has looked. (Settled)",
                ),
            },
        )
        self.assertNotContains(page, "Nobody on this walk was here")

    def test_the_step_leads_to_it_and_it_leads_to_moving_and_back(self):
        publish(**CHANGED)
        self.assertContains(self.client.get(self.step_url(seq=3)), self.url("changes"))
        page = tree(self.client.get(self.url("changes")).content.decode())
        self.assertEqual([attribute(one, "action") for one in every(page, "form", method="post")], [self.url("move")])
        self.assertIn(self.step_url(seq=3), {attribute(one, "href") for one in every(page, "a")})

    def test_looking_moves_nothing(self):
        publish(**CHANGED)
        self.client.get(self.url("changes"))
        self.walk.refresh_from_db()
        self.assertIsNone(self.walk.closed_at)

    def test_where_there_is_nothing_newer_it_leads_back_to_the_walk(self):
        answer = self.client.get(self.url("changes"))
        self.assertRedirects(answer, self.url("walk"), fetch_redirect_response=False)

    def test_after_moving_over_the_same_changes_are_shown(self):
        publish(**CHANGED)
        before = self.changed(self.client.get(self.url("changes")))
        page = self.client.post(self.url("move"), follow=True)
        self.assertEqual(self.changed(page), before)
        self.assertContains(page, "Your old walk is closed.")

    def test_a_change_elsewhere_says_that_the_way_reads_the_same(self):
        publish(steps={"study": {"body": "Other words [@trial]."}})
        page = self.client.get(self.url("changes"))
        self.assertContains(page, "The steps you took read the same.")
        self.assertContains(page, "0 of the 3 steps you took have changed.")


class SafetyTests(MovedTestCase):
    def test_a_safety_correction_is_announced_at_once_in_page_and_parts(self):
        publish(**CHANGED, safety=True)
        for headers in ({}, HTMX):
            answer = self.client.get(self.step_url(seq=3), **headers)
            alerts = [text_of(one) for one in every(tree(answer.content.decode()), "div", "s-safety", role="alert")]
            self.assertEqual(len(alerts), 1)
            self.assertIn("Safety correction.", alerts[0])

    def test_it_comes_with_the_answer_to_the_next_choice(self):
        publish(**CHANGED, safety=True)
        self.assertContains(self.choose("to-only", seq=3, **HTMX), 's-safety" role="alert"')

    def test_another_edition_is_no_alert(self):
        publish(**CHANGED)
        self.assertNotContains(self.client.get(self.step_url(seq=3)), "s-safety")

    def test_it_stands_first_on_the_pages_around_moving(self):
        publish(**CHANGED, safety=True)
        for page in (self.client.get(self.url("changes")), self.client.post(self.url("move"), follow=True)):
            self.assertContains(page, 's-safety" role="alert"')


class WordedTests(PlayerTestCase):
    def worded(self, old, new):
        """Return every difference of two compiled editions in words."""
        here, there = Playable(old), Playable(new)
        return [changes.worded(here, there, one) for one in diff.differences(old, new) if one.step]

    def one(self, *records_changed, **changed):
        old = drawn_edition("begin=start > ask; ask > drug done; drug=therapy > done; done=outcome >")
        new = drawn_edition(
            "begin=start > ask; ask > drug done; drug=therapy > done; done=outcome >", *records_changed, **changed
        )
        return {one.what: (one.before, one.after) for one in self.worded(old, new)}

    def test_evidence_is_said_in_words(self):
        found = self.one(statement(certainty="low", finding="Another finding [@trial]."), reference(n=61))
        self.assertEqual(found["Drug: Decline of lung function: certainty"], ("Moderate", "Low"))
        self.assertEqual(found["Silva 2020: number of people"], ("60", "61"))

    def test_of_a_long_list_only_what_differs_is_shown(self):
        drawing = "ask=gate:only-apparent > done; done=outcome >"
        same = {"key": "dose", "state": "settled", "text": "Full dose."}
        checks = [{"key": "growth", "state": state, "text": "Height."} for state in ("not-known", "settled")]
        old, new = (drawn_edition(drawing, steps={"ask": {"checks": [same, one]}}) for one in checks)
        self.assertEqual(
            [(one.before, one.after) for one in self.worded(old, new)],
            [("Growth. Height. (Not known)", "Growth. Height. (Settled)")],
        )

    def test_of_a_long_text_only_the_paragraphs_that_differ_are_shown(self):
        drawing = "ask > done; done=outcome >"
        kept, prompt = "The first [@trial].", "::: prompt\nAsk.\n\nThen ask {what}.\n:::"
        texts = (f"{kept}\n\n{prompt.format(what=what)}\n\nThe last [@trial]." for what in ("once", "twice"))
        old, new = (drawn_edition(drawing, steps={"ask": {"body": text}}) for text in texts)
        (found,) = self.worded(old, new)
        self.assertEqual(
            (found.before, found.after, found.same), (prompt.format(what="once"), prompt.format(what="twice"), 2)
        )

    def test_a_text_whose_paragraphs_changed_places_is_shown_whole(self):
        drawing = "ask > done; done=outcome >"
        orders = ("One [@trial].\n\nTwo [@trial].", "Two [@trial].\n\nOne [@trial].")
        old, new = (drawn_edition(drawing, steps={"ask": {"body": text}}) for text in orders)
        (found,) = self.worded(old, new)
        self.assertEqual((found.before, found.after, found.same), (*orders, 0))

    def test_options_added_removed_and_led_elsewhere_are_said_in_words(self):
        found = self.one(choices={"ask/to-drug": {"target": "done"}, "ask/to-done": {"key": "other", "label": "Other"}})
        self.assertEqual(found["“Go on to drug” leads to another step"], ("What now at drug?", "What now at done?"))
        self.assertEqual(found["New option"], ("", "Other"))
        self.assertEqual(found["Option no longer there"], ("Go on to done", ""))

    def test_every_field_of_a_step_a_choice_and_a_record_has_a_name(self):
        old = builders.drawn_edition("ask=start > drug; drug=outcome >", child=True)
        playable = Playable(old)
        skipped = {"key", "choices", "wordings", "target", "review_by"}
        fields = [("", field) for field in {*Step.model_fields, *StepWording.model_fields} - skipped]
        fields += [("to-drug", field) for field in {*Choice.model_fields, *ChoiceWording.model_fields} - skipped]
        for choice, field in fields:
            with self.subTest(choice=choice, field=field):
                change = diff.Change("text-changed", "ask", choice, f"child.{field}", "", "")
                self.assertIn("Child", changes.worded(playable, playable, change).what)
        kinds = {"statement drug-lung": records.Statement, "reference trial": records.Reference}
        for record, shape in (kinds | {"therapy drug": records.Therapy}).items():
            for field in set(shape.model_fields) - skipped:
                change = diff.Change("evidence-changed", "ask", "", f"{record}: {field}", "1", "2")
                with self.subTest(record=record, field=field):
                    self.assertTrue(changes.worded(playable, playable, change).what)
