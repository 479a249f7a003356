from django.contrib.auth.hashers import make_password
from django.test import SimpleTestCase, TestCase, override_settings

import sclero.settings as service

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'"
)


class HeadersTests(TestCase):
    def test_every_page_and_the_admin_carry_the_one_policy(self):
        for address in ("/preferences/", "/admin/login/", "/accounts/login/", "/nowhere"):
            response = self.client.get(address)
            given = {part.strip() for part in response["Content-Security-Policy"].split(";")}
            self.assertEqual(given, set(POLICY.split("; ")), address)
            self.assertEqual(response["Referrer-Policy"], "same-origin")
            self.assertEqual(response["X-Frame-Options"], "DENY")
            self.assertIn("camera=()", response["Permissions-Policy"])

    def test_a_stranger_gets_no_session_and_no_query(self):
        with self.assertNumQueries(0):
            response = self.client.get("/preferences/")
        self.assertNotIn("sessionid", response.cookies)


class ServiceSettingsTests(SimpleTestCase):
    """What the tests change for speed, looked at as service has it."""

    def test_passwords_are_hashed_with_argon2(self):
        with override_settings(PASSWORD_HASHERS=service.PASSWORD_HASHERS):
            self.assertTrue(make_password("correct horse").startswith("argon2"))

    def test_static_names_carry_a_hash_and_tasks_are_kept_in_the_database(self):
        import tests.settings

        self.assertIn("immediate", tests.settings.TASKS["default"]["BACKEND"])
        self.assertEqual(service.TASKS["default"]["BACKEND"], "django_tasks_db.DatabaseBackend")

    def test_debug_is_off(self):
        self.assertFalse(service.DEBUG)
