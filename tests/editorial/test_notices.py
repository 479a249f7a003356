"""Notices on top of what was published."""

from datetime import UTC, date, datetime, timedelta

from django.test import TestCase
from django.utils import timezone

from education.core.overlays import collect
from education.editorial import notices
from education.editorial.models import Notice

YESTERDAY = datetime(2026, 11, 21, tzinfo=UTC)


class NoticesTests(TestCase):
    def test_standing_notices_about_the_keys_are_found_with_one_query(self):
        for key in ("trial", "other", "third"):
            Notice.objects.create(kind="retraction", subject=f"reference:{key}", text="Retracted.", since=YESTERDAY)
        with self.assertNumQueries(1):
            found = collect("step", ["reference:trial", "reference:third", "pathway:lungs"], None)
        self.assertEqual([overlay.key for overlay in found], ["reference:trial", "reference:third"])
        self.assertEqual((found[0].kind, found[0].title, found[0].slot), ("retraction", "Retraction", "step"))

    def test_a_notice_that_has_ended_or_not_begun_is_not_shown(self):
        past = {"since": YESTERDAY, "until": YESTERDAY}
        Notice.objects.create(kind="safety", subject="reference:trial", text="Old.", **past)
        Notice.objects.create(
            kind="safety", subject="reference:trial", text="New.", since=datetime(2999, 1, 1, tzinfo=UTC)
        )
        self.assertEqual(collect("step", ["reference:trial"], None), ())

    def test_what_is_collected_is_what_the_queryset_calls_standing(self):
        now, day = timezone.now(), timedelta(days=1)
        whens = [None, now - 2 * day, now - day, now + day, now + 2 * day]
        spans = [(since, until) for since in whens[1:] for until in whens if until is None or since <= until]
        for number, (since, until) in enumerate(spans):
            Notice.objects.create(kind="safety", subject=f"reference:r{number}", text="T.", since=since, until=until)
        found = collect("step", [f"reference:r{number}" for number in range(len(spans))], None)
        standing = Notice.objects.standing(timezone.now()).order_by("since", "pk")
        self.assertEqual([(one.key, one.at) for one in found], [(one.subject, one.since) for one in standing])
        self.assertTrue(0 < len(found) < len(spans))

    def test_nothing_is_asked_when_there_are_no_keys(self):
        with self.assertNumQueries(0):
            self.assertEqual(collect("step", [], None), ())

    def test_a_record_is_overdue_from_the_day_after_its_review_day(self):
        due = date(2026, 11, 22)
        self.assertEqual(notices.overdue("reference", "reference:trial", due, today=due), [])
        (overlay,) = notices.overdue("reference", "reference:trial", due, today=date(2026, 11, 23))
        self.assertEqual((overlay.kind, overlay.key), ("overdue", "reference:trial"))
