"""Publishing, superseding, scheduling, withdrawing, signing."""

import threading
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test import TestCase, override_settings

from education.core.domain.canonical import fingerprint
from education.editorial import kinds, memory, publishing
from education.editorial.models import AuditEntry, Citation, Edition, Notice, Publication
from tests.editorial.leaflets import ANNA, WithLeaflets
from tests.flushing import CommittingTestCase

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def live(now, slug="water"):
    """Return the number of the live edition, or None."""
    return Edition.objects.live("leaflet", now).filter(slug=slug).values_list("number", flat=True).first()


class PublishTests(WithLeaflets, TestCase):
    def publish(self, **more):
        return publishing.publish("leaflet", "water", by=ANNA, **{"now": NOON, **more})

    def test_the_edition_holds_the_canonical_text_and_its_fingerprint(self):
        edition = self.publish(note="First.")
        self.assertEqual(edition.document, '{"leaflet":{"slug":"water","text":"Drink water."},"schema_version":1}')
        self.assertEqual(edition.sha256, fingerprint(edition.document))
        self.assertEqual((edition.number, edition.title, edition.published_by), (1, "Water", "Anna Field"))

    def test_a_second_edition_takes_the_place_of_the_first(self):
        self.publish()
        self.write("Drink more water.")
        self.publish(now=NOON + HOUR)
        self.assertEqual([live(NOON), live(NOON + HOUR)], [1, 2])

    def test_an_unchanged_draft_returns_the_edition_it_has(self):
        first = self.publish()
        again = self.publish(now=NOON + HOUR)
        self.assertEqual((again, Edition.objects.count(), AuditEntry.objects.count()), (first, 1, 1))

    def test_a_draft_that_went_back_is_a_new_edition(self):
        self.publish()
        self.write("Drink tea.")
        self.publish(now=NOON + HOUR)
        self.write("Drink water.")
        self.assertEqual(self.publish(now=NOON + 2 * HOUR).number, 3)

    def test_what_blocks_leaves_nothing_behind(self):
        self.write("All wrong.")
        with self.assertRaisesRegex(publishing.Blocked, "It says wrong. Say right."):
            self.publish()
        counts = [model.objects.count() for model in (Edition, Publication, Citation, AuditEntry)]
        self.assertEqual(counts, [0, 0, 0, 0])

    def test_a_failing_writer_leaves_nothing_behind(self):
        def broken(edition, kind):
            raise RuntimeError("no room")

        publishing.register_writer(broken)
        self.addCleanup(publishing._writers.remove, broken)
        with self.assertRaises(RuntimeError):
            self.publish()
        self.assertFalse(Edition.objects.exists())

    def test_writers_are_called_for_new_editions_only(self):
        seen = []

        def writer(edition, kind):
            seen.append((edition.number, kind.name))

        publishing.register_writer(writer)
        self.addCleanup(publishing._writers.remove, writer)
        self.publish()
        self.publish()
        self.assertEqual(seen, [(1, "leaflet")])

    def test_each_citation_is_kept_once(self):
        self.publish()
        self.assertEqual(list(Citation.objects.values_list("kind", "key", "place")), [("reference", "trial", "text")])

    def test_an_unknown_draft_or_kind_is_named(self):
        with self.assertRaisesRegex(kinds.UnknownDraft, "fire"):
            publishing.publish("leaflet", "fire", by=ANNA)
        with self.assertRaisesRegex(kinds.UnknownKind, "'poster'.*leaflet"):
            publishing.publish("poster", "fire", by=ANNA)


class ScheduleTests(WithLeaflets, TestCase):
    def test_a_scheduled_edition_waits_for_its_hour(self):
        publishing.publish("leaflet", "water", by=ANNA, now=NOON)
        self.write("Drink tea.")
        publishing.publish("leaflet", "water", by=ANNA, now=NOON, live_from=NOON + HOUR)
        self.assertEqual([live(NOON), live(NOON + HOUR / 2), live(NOON + HOUR)], [1, 1, 2])

    def test_a_later_edition_published_at_once_is_not_replaced_by_the_scheduled_one(self):
        publishing.publish("leaflet", "water", by=ANNA, now=NOON, live_from=NOON + 2 * HOUR)
        self.write("Drink tea.")
        publishing.publish("leaflet", "water", by=ANNA, now=NOON + HOUR)
        self.assertEqual([live(NOON), live(NOON + HOUR), live(NOON + 3 * HOUR)], [None, 2, 2])

    def test_publishing_the_same_text_at_once_brings_it_forward(self):
        publishing.publish("leaflet", "water", by=ANNA, now=NOON)
        self.write("Drink tea.")
        publishing.publish("leaflet", "water", by=ANNA, now=NOON, live_from=NOON + 2 * HOUR)
        publishing.publish("leaflet", "water", by=ANNA, now=NOON + HOUR)
        self.assertEqual([live(NOON), live(NOON + HOUR), Edition.objects.count()], [1, 2, 2])

    def test_nothing_goes_live_before_it_was_published(self):
        publishing.publish("leaflet", "water", by=ANNA, now=NOON, live_from=NOON - HOUR)
        self.assertEqual([live(NOON - HOUR / 2), live(NOON)], [None, 1])


class WithdrawTests(WithLeaflets, TestCase):
    def test_a_withdrawn_slug_is_gone_and_says_why(self):
        publishing.publish("leaflet", "water", by=ANNA, now=NOON)
        publishing.withdraw("leaflet", "water", why="It was wrong.", by=ANNA, now=NOON + HOUR)
        self.assertIsNone(live(NOON + HOUR))
        notice = Notice.objects.standing(NOON + HOUR).get()
        self.assertEqual((notice.kind, notice.subject, notice.text), ("withdrawal", "leaflet:water", "It was wrong."))

    def test_a_scheduled_edition_is_withdrawn_too(self):
        publishing.publish("leaflet", "water", by=ANNA, now=NOON)
        self.write("Drink tea.")
        publishing.publish("leaflet", "water", by=ANNA, now=NOON, live_from=NOON + 2 * HOUR)
        self.assertEqual(publishing.withdraw("leaflet", "water", why="Wrong.", by=ANNA, now=NOON + HOUR), 2)
        self.assertIsNone(live(NOON + 3 * HOUR))

    def test_publishing_again_makes_a_new_edition_and_ends_the_notice(self):
        publishing.publish("leaflet", "water", by=ANNA, now=NOON)
        publishing.withdraw("leaflet", "water", why="Wrong.", by=ANNA, now=NOON + HOUR)
        edition = publishing.publish("leaflet", "water", by=ANNA, now=NOON + 2 * HOUR)
        self.assertEqual((edition.number, live(NOON + 2 * HOUR)), (2, 2))
        self.assertFalse(Notice.objects.standing(NOON + 2 * HOUR).exists())

    def test_there_has_to_be_an_edition_and_a_reason(self):
        with self.assertRaisesRegex(publishing.NothingPublished, "leaflet water"):
            publishing.withdraw("leaflet", "water", why="Wrong.", by=ANNA)
        with self.assertRaisesRegex(ValueError, "reason"):
            publishing.withdraw("leaflet", "water", why=" ", by=ANNA)


@override_settings(SCLERO_REQUIRED_SIGN_OFFS={"leaflet": ["clinician"]})
class SignOffTests(WithLeaflets, TestCase):
    def test_a_required_signature_holds_for_one_text_only(self):
        with self.assertRaisesRegex(publishing.Blocked, "signed this text as clinician"):
            publishing.publish("leaflet", "water", by=ANNA)
        publishing.sign_off("leaflet", "water", role="clinician", disclosure="None.", by=ANNA)
        self.assertEqual(publishing.publish("leaflet", "water", by=ANNA).number, 1)
        self.write("Drink tea.")
        with self.assertRaises(publishing.Blocked):
            publishing.publish("leaflet", "water", by=ANNA)

    def test_signing_twice_keeps_one_signature(self):
        for disclosure in ("None.", "Other."):
            publishing.sign_off("leaflet", "water", role="clinician", disclosure=disclosure, by=ANNA)
        self.assertEqual([s.disclosure for s in publishing.sign_offs("leaflet", "water")], ["None."])

    def test_a_signature_needs_a_disclosure(self):
        with self.assertRaisesRegex(ValueError, "disclosure"):
            publishing.sign_off("leaflet", "water", role="clinician", disclosure=" ", by=ANNA)


class MemoryTests(WithLeaflets, TestCase):
    def test_an_edition_is_opened_once_and_its_text_is_not_read_again(self):
        publishing.publish("leaflet", "water", by=ANNA, now=NOON)
        for queries in (2, 1, 1):  # cold: the row, then its text
            with self.assertNumQueries(queries):
                memory.opened(Edition.objects.defer("document").live_one("leaflet", "water", NOON))
        self.assertEqual(self.leaflets.opened, 1)

    def test_no_more_than_the_newest_used_are_kept(self):
        for number in range(memory.KEPT + 1):
            memory.opened(Edition(kind="leaflet", sha256=str(number), document=self._text(number)))
        self.assertEqual(len(memory._opened), memory.KEPT)
        self.assertNotIn(("leaflet", "0"), memory._opened)

    def _text(self, number):
        return f'{{"leaflet":{{"slug":"water","text":"{number}"}}}}'


class RaceTests(WithLeaflets, CommittingTestCase):
    def race(self, *works):
        """Run the works at the same moment, each with a connection of its own; return the errors."""
        barrier, errors = threading.Barrier(len(works)), []

        def run(work):
            barrier.wait()
            try:
                work()
            except Exception as error:  # noqa: BLE001 - shown by the test
                errors.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        return errors

    def test_publishing_one_text_many_times_at_once_makes_one_edition(self):
        errors = self.race(*[lambda: publishing.publish("leaflet", "water", by=ANNA)] * 6)
        self.assertEqual((errors, Edition.objects.count()), ([], 1))

    def test_different_texts_at_once_get_numbers_without_gaps_and_one_is_live(self):
        rounds = iter(range(100))
        original = self.leaflets.compile

        def compile_differently(slug):
            self.write(f"Text {next(rounds)}.")
            return original(slug)

        self.leaflets.compile = compile_differently
        errors = self.race(*[lambda: publishing.publish("leaflet", "water", by=ANNA)] * 6)
        numbers = list(Edition.objects.order_by("number").values_list("number", flat=True))
        self.assertEqual((errors, numbers), ([], [1, 2, 3, 4, 5, 6]))
        later = datetime.now(UTC) + HOUR
        self.assertEqual(Edition.objects.live("leaflet", later).count(), 1)
