"""The page of definitions and limits."""

from datetime import date
from unittest import TestCase as PlainTestCase

from django.test import TestCase, override_settings

from education.editorial import memory
from education.editorial.models import Notice
from education.library.domain.limits import limits
from tests import builders
from tests.builders import TODAY, threshold
from tests.library.released import release

PAGE = "/thresholds/"


@override_settings(SCLERO_OPEN_READING=True)
class ThresholdsPageTests(TestCase):
    def setUp(self):
        memory.forget_all()

    def page(self, *records):
        release(*records)
        return self.client.get(PAGE)

    def test_each_has_its_definition_its_source_and_an_anchor(self):
        response = self.page(threshold(note="As printed."))
        for said in (
            "Progression",
            "Lung",
            "A fall of breath by a tenth.",
            "As printed.",
            'id="decline"',
            "Silva 2020",
        ):
            self.assertContains(response, said)

    def test_a_historical_one_is_struck_through_and_says_so(self):
        response = self.page(threshold(status="historical"))
        self.assertContains(response, "<s>A fall of breath by a tenth.</s>")
        self.assertContains(response, "Historical: no limit for today")

    def test_entry_to_a_trial_is_no_rule(self):
        self.assertContains(self.page(threshold(kind="trial-entry")), "not a treatment rule")

    def test_those_that_disagree_stand_side_by_side(self):
        response = self.page(
            threshold("a", name="One", disagrees=["b"]), threshold("b", name="Other", definition="By a fifth.")
        )
        self.assertContains(response, "Where they disagree")
        self.assertContains(response, "By a fifth.", count=2)
        self.assertContains(response, 'href="#a"')

    def test_unverified_ones_are_only_counted(self):
        response = self.page(threshold(definition="Never.", verified=False))
        self.assertNotContains(response, "Never.")
        self.assertContains(response, "1 entry not yet verified")

    def test_notices_and_late_reviews_are_shown(self):
        release(threshold(review_by=date(2020, 1, 1)))
        Notice.objects.create(kind="correction", subject="threshold:decline", text="It was misprinted.")
        response = self.client.get(PAGE)
        self.assertContains(response, "Decline of lung function: Correction")
        self.assertContains(response, "Review overdue")

    def test_an_empty_library_says_so(self):
        self.assertContains(self.page(), "No thresholds are published yet.")


class LimitsTests(PlainTestCase):
    def told(self, *records):
        return limits(builders.shelf(*records), today=TODAY)

    def test_a_disagreement_counts_whichever_side_says_so(self):
        found = self.told(
            threshold("a", disagrees=["b"]),
            threshold("b"),
            threshold("c", disagrees=["b", "gone", "c"]),
            threshold("d"),
        )
        self.assertEqual([[row.threshold.key for row in group] for group in found.disputes], [["a", "b", "c"]])
        rows = {row.threshold.key: row for row in found.kinds[0].organs[0].rows}
        self.assertEqual([one.key for one in rows["b"].rivals], ["a", "c"])
        self.assertEqual(rows["d"].rivals, ())

    def test_one_that_does_not_stand_disagrees_with_nobody(self):
        found = self.told(threshold("a", disagrees=["b"]), threshold("b", verified=False))
        self.assertEqual((found.disputes, found.unverified), ((), 1))

    def test_current_ones_come_first_and_every_source_is_named(self):
        found = self.told(
            threshold("a", name="A", status="historical"),
            threshold("b", name="B", also=["more"]),
            builders.reference("more"),
        )
        rows = found.kinds[0].organs[0].rows
        self.assertEqual([row.threshold.key for row in rows], ["b", "a"])
        self.assertEqual([source.key for source in rows[0].sources], ["trial", "more"])
