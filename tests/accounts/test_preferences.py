from django.conf import settings
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from education.accounts.models import User

PAGE = "/preferences/"


class PreferencesTests(TestCase):
    def save(self, **fields):
        return self.client.post(PAGE, {"theme": "dark", "language": "en", **fields})

    def test_a_stranger_sees_the_form_and_keeps_the_choice_in_the_browser(self):
        self.assertContains(self.client.get(PAGE), 'name="theme"')
        response = self.save()
        self.assertRedirects(response, PAGE)
        self.assertEqual(response.cookies["sclero-theme"].value, "dark")
        self.assertEqual(response.cookies[settings.LANGUAGE_COOKIE_NAME].value, "en")
        self.assertEqual(self.client.get(PAGE).context["theme"], "dark")
        self.assertNotIn(settings.SESSION_COOKIE_NAME, response.cookies)

    def test_an_account_carries_its_theme_to_another_browser(self):
        ann = User.objects.create_user("ann@example.org", "pw")
        self.client.force_login(ann)
        self.save()
        ann.refresh_from_db()
        self.assertEqual((ann.theme, ann.language), ("dark", "en"))
        self.client.cookies.pop("sclero-theme")
        self.assertEqual(self.client.get(PAGE).context["theme"], "dark")

    def test_a_theme_that_does_not_exist_is_422_and_changes_nothing(self):
        response = self.save(theme="sepia")
        self.assertEqual(response.status_code, 422)
        self.assertNotIn("sclero-theme", response.cookies)
        self.client.cookies["sclero-theme"] = "<script>"
        self.assertEqual(self.client.get(PAGE).context["theme"], "system")

    def test_it_goes_back_where_it_was_asked_from_but_never_to_another_site(self):
        self.assertEqual(self.save(next="/terms/")["Location"], "/terms/")
        for elsewhere in ("https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"):
            self.assertEqual(self.save(next=elsewhere)["Location"], PAGE, elsewhere)

    def test_looking_writes_nothing(self):
        self.client.force_login(User.objects.create_user("ann@example.org", "pw"))
        with CaptureQueriesContext(connection) as queries:
            self.client.get(PAGE)
        self.assertLessEqual(len(queries), 2)  # session and account; the session may come from the cache
        self.assertEqual([query["sql"] for query in queries if not query["sql"].startswith("SELECT")], [])

    def test_shortcuts_can_be_turned_off_in_the_browser_and_in_the_account(self):
        self.assertContains(self.client.get(PAGE), "data-keys")
        response = self.save(keys_off="on")
        self.assertEqual(response.cookies["sclero-keys"].value, "off")
        self.assertNotContains(self.client.get(PAGE), "js/keys")
        ann = User.objects.create_user("ann@example.org", "pw")
        self.client.force_login(ann)
        self.save(keys_off="on")
        ann.refresh_from_db()
        self.assertTrue(ann.keys_off)
        self.save()
        self.assertContains(self.client.get(PAGE), "js/keys")
