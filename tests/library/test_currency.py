"""What has to be looked at again in the library."""

from datetime import date, timedelta

from django.test import SimpleTestCase, TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from education.core.policies import Role
from education.library import drafts, releases, statuses
from education.library.domain.currency import currency, moved_on
from education.library.domain.statuses import Status
from education.library.models import EvidenceStatement, Reference
from tests.builders import reference, shelf, statement
from tests.published import TESTS, publish, somebody

TODAY = date(2026, 11, 22)
YESTERDAY = TODAY - timedelta(days=1)


def keys(dues):
    return [due.key for due in dues]


class CurrencyTests(SimpleTestCase):
    def test_a_record_is_overdue_from_the_day_after_its_review_was_due(self):
        held = shelf(reference("late", review_by=YESTERDAY), reference("today", review_by=TODAY))
        found = currency(held, cited=set(), shown=set(), today=TODAY)
        self.assertIn("late", keys(found.overdue))
        self.assertNotIn("today", keys(found.overdue))

    def test_each_sort_of_doubt_is_listed(self):
        held = shelf(reference("withdrawn", retraction="retracted"), reference("unsure", verified=False))
        found = currency(held, cited={("reference", "withdrawn")}, shown=set(), today=TODAY)
        self.assertEqual(keys(found.doubted), ["withdrawn"])
        self.assertEqual(keys(found.unverified), ["unsure"])
        self.assertIn("unsure", keys(found.uncited))
        self.assertNotIn("withdrawn", keys(found.uncited))

    def test_a_statement_that_no_edition_shows_is_unused(self):
        held = shelf(statement("a"), statement("b"))
        self.assertNotIn("a", keys(currency(held, cited=set(), shown={("statement", "a")}, today=TODAY).unused))
        self.assertIn("b", keys(currency(held, cited=set(), shown={("statement", "a")}, today=TODAY).unused))


class MovedOnTests(SimpleTestCase):
    def moved(self, then, now, kind="statement", key="drug-lung"):
        return [(one.key, one.how) for one in moved_on([(kind, key)], shelf(*then), shelf(*now), today=TODAY)]

    def test_a_changed_statement_has_moved_on_and_the_same_has_not(self):
        self.assertEqual(self.moved([statement()], [statement(certainty="very-low")]), [("drug-lung", "changed")])
        self.assertEqual(self.moved([statement()], [statement()]), [])

    def test_a_new_review_date_or_an_editors_note_is_no_news(self):
        self.assertEqual(self.moved([statement()], [statement(review_by=TODAY)]), [])
        noted = [reference(note="Look at the appendix.")]
        self.assertEqual(self.moved([reference()], noted, "reference", "trial"), [])

    def test_gone_retracted_and_overdue_are_told_apart(self):
        gone = shelf().model_copy(update={"statements": {}})
        found = moved_on([("statement", "drug-lung")], shelf(statement()), gone, today=TODAY)
        self.assertEqual([one.how for one in found], ["gone"])
        pulled = [reference(retraction="retracted")]
        self.assertEqual(self.moved([reference()], pulled, "reference", "trial"), [("trial", "retracted")])
        self.assertEqual(self.moved([statement()], [statement(review_by=YESTERDAY)]), [("drug-lung", "overdue")])


@override_settings(SESSION_ENGINE="django.contrib.sessions.backends.db")
class PageTests(TestCase):
    def setUp(self):
        self.client.force_login(somebody("educator@example.org", Role.EDUCATOR))

    def page(self):
        return self.client.get(reverse("library:currency"))

    def release(self, *records):
        """Release records that an editor marked ready."""
        drafts.store(shelf(*records))
        drafts.vouch(shelf(*records), by="Editor")
        releases.release_ready(by=TESTS)

    def test_an_edition_is_listed_once_a_later_release_holds_its_evidence_otherwise(self):
        edition = publish()
        self.assertNotContains(self.page(), edition.title)
        EvidenceStatement.objects.filter(key="drug-lung").update(certainty="very-low")
        EvidenceStatement.objects.get(key="drug-lung").mark_ready("Editor")
        self.assertNotContains(self.page(), edition.title)
        releases.release_ready(by=TESTS)
        page = self.page()
        self.assertContains(page, edition.title)
        self.assertContains(page, "Changed since")

    def test_a_status_a_register_reported_waits_for_an_editor_until_it_is_released(self):
        self.release(reference())
        statuses.record(Reference.objects.get(key="trial"), [Status("retracted", "PubMed")], now=timezone.now())
        self.assertEqual([row.key for row in self.page().context["waiting"]], ["trial"])
        Reference.objects.filter(key="trial").update(retraction="retracted")
        Reference.objects.get(key="trial").mark_ready("Editor")
        EvidenceStatement.objects.all().update(verified=False)
        for row in EvidenceStatement.objects.all():
            row.mark_ready("Editor")
        releases.release_ready(by=TESTS)
        self.assertEqual(self.page().context["waiting"], [])

    def test_an_empty_library_has_nothing_to_look_at(self):
        self.assertContains(self.page(), "Nothing", count=8)

    def test_the_number_of_queries_does_not_grow_with_the_library(self):
        publish()
        self.page()
        with self.assertNumQueries(10):
            self.page()
        self.release(*(reference(f"more-{number}", review_by=YESTERDAY) for number in range(30)))
        with self.assertNumQueries(10):
            self.page()
