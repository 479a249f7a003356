"""Overlays: who provides them, who is asked, in which order."""

from datetime import UTC, datetime

from django.test import SimpleTestCase

from education.core import overlays
from education.core.overlays import Overlay, collect, register
from education.editorial import notices

AT = datetime(2026, 11, 22, tzinfo=UTC)


def remark(slot, key, title):
    """Return a small overlay."""
    return Overlay(slot=slot, key=key, kind="correction", title=title, text="Words.", at=AT)


class OverlayTests(SimpleTestCase):
    def setUp(self):
        # What the slices registered when they started comes back afterwards.
        before = list(overlays._providers)
        overlays._providers.clear()
        self.addCleanup(overlays._providers.extend, before)
        self.addCleanup(overlays._providers.clear)
        self.asked = []

    def provider(self, title):
        """Return a provider that notes what it is asked and has one remark for every key."""

        def provide(slot, keys, user):
            self.asked.append((title, slot, list(keys), user))
            return [remark(slot, key, title) for key in keys]

        return provide

    def test_without_a_provider_there_is_nothing(self):
        self.assertEqual(collect("step", ["reference:trial"], None), ())

    def test_each_provider_is_asked_once_for_all_keys_and_for_whom(self):
        register(self.provider("one"))
        collect("step", ["reference:trial", "pathway:lungs"], "somebody")
        self.assertEqual(self.asked, [("one", "step", ["reference:trial", "pathway:lungs"], "somebody")])

    def test_answers_come_in_the_order_of_registration(self):
        for title in ("one", "two", "three"):
            register(self.provider(title))
        found = collect("cover", ["pathway:lungs"], None)
        self.assertEqual([one.title for one in found], ["one", "two", "three"])

    def test_registering_twice_asks_once(self):
        provide = self.provider("one")
        register(provide)
        register(provide)
        self.assertEqual(len(collect("home", ["pathway:lungs"], None)), 1)

    def test_a_provider_may_answer_with_a_generator_or_with_nothing(self):
        def late(slot, keys, user):
            yield from (remark(slot, key, "late") for key in keys)

        def silent(slot, keys, user):
            return ()

        register(late)
        register(silent)
        self.assertEqual(collect("step", ["a:b"], None), (remark("step", "a:b", "late"),))

    def test_an_unknown_slot_is_refused_before_anybody_is_asked(self):
        register(self.provider("one"))
        with self.assertRaisesRegex(ValueError, "footer"):
            collect("footer", [], None)
        self.assertEqual(self.asked, [])

    def test_a_remark_cannot_be_changed(self):
        with self.assertRaises(AttributeError):
            remark("step", "a:b", "one").title = "another"


class RegisteredTests(SimpleTestCase):
    def test_the_editors_notices_are_registered_at_start(self):
        homes = {provider.__module__ for provider in overlays._providers}
        self.assertIn(notices.__name__, homes)
