from collections import Counter

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client, TestCase, override_settings
from django.urls import resolve

from education.accounts import roles
from tests import access

SIGN_IN = ("/accounts/login/", "/admin/login/")


class AccessTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        people = get_user_model().objects
        cls.people = {role: people.create_user(f"{role}@example.org", "pw") for role in access.ROLES[1:-1]}
        for role, user in cls.people.items():
            roles.give(user, role)
        cls.people["superuser"] = people.create_superuser("superuser@example.org", "pw")

    def setUp(self):
        cache.clear()  # allauth's rate limits
        self.browsers = {role: Client() for role in access.ROLES}

    def outcome(self, role, name, arguments, verb):
        """Return the status, or `in` when the answer sends to sign-in."""
        client = self.browsers[role]
        if role != "stranger" and settings.SESSION_COOKIE_NAME not in client.cookies:
            client.force_login(self.people[role])
        response = client.generic(
            verb, access.address(name, arguments), content_type="application/x-www-form-urlencoded"
        )
        if name.endswith("logout"):
            client.cookies.clear()
        is_sign_in = response.status_code == 302 and response["Location"].startswith(SIGN_IN)
        return "in" if is_sign_in else str(response.status_code)

    def test_the_table_holds(self):
        for name, arguments, verb, expected in access.rows():
            with self.subTest(f"{verb} {name}"):
                outcomes = " ".join(self.outcome(role, name, arguments, verb) for role in access.ROLES)
                self.assertEqual(outcomes, expected)

    def test_where_open_reading_is_on_a_stranger_gets_what_a_trainee_gets(self):
        with override_settings(SCLERO_OPEN_READING=True):
            for name, arguments, verb, expected in access.PAGES:
                if expected in {access.READERS, access.READERS_404}:
                    with self.subTest(f"{verb} {name}"):
                        self.assertEqual(self.outcome("stranger", name, arguments, verb), expected.split()[1])

    def test_every_address_has_its_rows_and_every_row_its_address(self):
        in_table = {resolve(access.address(name, arguments)).route for name, arguments, _, _ in access.rows()}
        self.assertEqual(in_table, access.routes())

    def test_no_row_is_written_twice(self):
        written = Counter((access.address(name, arguments), verb) for name, arguments, verb, _ in access.rows())
        self.assertEqual([row for row, times in written.items() if times > 1], [])

    def test_no_address_knows_another_verb(self):
        for path in sorted({access.address(name, arguments) for name, arguments, _, _ in access.rows()}):
            for verb in ("DELETE", "PATCH", "PUT", "TRACE"):
                with self.subTest(f"{verb} {path}"):
                    self.assertEqual(self.client.generic(verb, path).status_code, 405)
