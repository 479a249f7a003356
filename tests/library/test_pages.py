"""Pages that depend on nobody: what makes a copy stale, and whose pages are never kept."""

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.test import TestCase, override_settings
from django.utils import timezone

from education.core.context import KEYS_COOKIE, THEME_COOKIE
from education.editorial.models import Edition, Notice, Publication
from education.library import releases
from tests import builders
from tests.library.test_matrix_views import released
from tests.library.test_releases import ANNA, stored
from tests.published import somebody

PAGE = "/evidence/"


@override_settings(SCLERO_OPEN_READING=True, LANGUAGES=[("en", "English"), ("de", "Deutsch")])
class SameForEverybodyTests(TestCase):
    def setUp(self):
        released()

    def etag(self, url=PAGE, **headers):
        """Return the ETag of a stranger's page."""
        return self.client.get(url, headers=headers)["ETag"]

    def test_a_stranger_gets_a_strong_etag_and_then_nothing_but_a_304(self):
        first = self.client.get(PAGE)
        self.assertRegex(first["ETag"], r'^"[0-9a-f]{64}"$')
        again = self.client.get(PAGE, headers={"If-None-Match": first["ETag"]})
        self.assertEqual((again.status_code, again.content), (304, b""))
        for response in (first, again):
            self.assertEqual(response["Cache-Control"], "no-cache")
            self.assertIn("HX-Request", response["Vary"])
            self.assertNotIn("sessionid", response.cookies)

    def test_a_proxy_that_weakened_the_etag_is_understood(self):
        """gzip does: the bytes are others, the page is the same."""
        packed = self.client.get(PAGE, headers={"Accept-Encoding": "gzip"})
        self.assertTrue(packed["ETag"].startswith("W/"))
        self.assertEqual(self.client.get(PAGE, headers={"If-None-Match": packed["ETag"]}).status_code, 304)

    def test_every_page_and_every_question_has_its_own(self):
        urls = (PAGE, f"{PAGE}?population=child", "/evidence/drug/lung-ild/", "/evidence/table.csv")
        self.assertEqual(len({self.etag(url) for url in urls}), len(urls))
        self.assertEqual(self.etag(), self.etag())

    def test_the_release_is_found_without_reading_past_its_text(self):
        if connection.vendor == "sqlite":
            self.assertIn("USING COVERING INDEX", releases.found_by_index(timezone.now()).explain())

    def test_a_new_release_changes_it(self):
        before = self.etag()
        stored(builders.statement(certainty="low"))
        releases.release_ready(by=ANNA)
        self.assertNotEqual(self.etag(), before)

    def test_theme_shortcuts_and_language_change_it(self):
        etags = {self.etag(), self.etag(**{"Accept-Language": "de"})}
        for cookie, value in ((THEME_COOKIE, "dark"), (KEYS_COOKIE, "off"), (settings.LANGUAGE_COOKIE_NAME, "de")):
            self.client.cookies[cookie] = value
            etags.add(self.etag())
        self.assertEqual(len(etags), 5)

    def test_a_notice_its_correction_and_its_end_change_it(self):
        plain = self.etag()
        notice = Notice.objects.create(kind="retraction", subject="reference:trial", text="It was retracted.")
        noted = self.etag()
        Notice.objects.filter(pk=notice.pk).update(text="It was retracted last week.")
        corrected = self.etag()
        Notice.objects.filter(pk=notice.pk).update(
            until=timezone.now() - timedelta(seconds=1), since=notice.since - timedelta(days=1)
        )
        self.assertEqual(len({plain, noted, corrected}), 3)
        self.assertEqual(self.etag(), plain)

    def test_an_edition_of_another_kind_changes_it_for_pages_say_where_a_record_is_used(self):
        before, now = self.etag(), timezone.now()
        names = {"kind": "leaflet", "slug": "on-hands", "number": 1, "schema": 1, "title": "On hands"}
        edition = Edition.objects.create(**names, document="{}", sha256="0" * 64, published_at=now, published_by="Anna")
        Publication.objects.create(edition=edition, live_from=now + timedelta(hours=1))
        self.assertEqual(self.etag(), before)
        Publication.objects.filter(edition=edition).update(live_from=now)
        self.assertNotEqual(self.etag(), before)

    def test_a_site_that_closes_its_reading_gives_strangers_nothing(self):
        etag = self.etag()
        with override_settings(SCLERO_OPEN_READING=False):
            response = self.client.get(PAGE, headers={"If-None-Match": etag})
        self.assertEqual(response.status_code, 302)
        self.assertNotIn("ETag", response)

    def test_pages_of_people_signed_in_are_kept_by_nobody(self):
        etag = self.etag()
        self.client.force_login(somebody("reader@example.org"))
        response = self.client.get(PAGE, headers={"If-None-Match": etag})
        self.assertEqual((response.status_code, response["Cache-Control"]), (200, "private, no-store"))
        self.assertNotIn("ETag", response)

    def test_parts_what_is_missing_and_what_is_said_once_have_none(self):
        parts = self.client.get(PAGE, headers={"HX-Request": "true", "HX-Target": "evidence"})
        self.assertEqual(parts["Cache-Control"], "no-store")
        missing = self.client.get("/evidence/gone/lung-ild/")
        self.client.cookies["messages"] = "something to say"
        told = self.client.get(PAGE)
        for response in (parts, missing, told):
            self.assertNotIn("ETag", response)

    def test_no_page_of_a_stranger_holds_a_csrf_token(self):
        for url in (PAGE, "/evidence/drug/lung-ild/"):
            response = self.client.get(url)
            self.assertNotContains(response, "csrfmiddlewaretoken")
            self.assertNotIn(settings.CSRF_COOKIE_NAME, response.cookies)
