from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import F
from django.test import TestCase

from education.accounts import roles, throttling
from education.accounts.models import User

PASSWORD = "a long and right password"
DOORS = {
    "/accounts/login/": lambda email, password: {"login": email, "password": password},
    "/admin/login/": lambda email, password: {"username": email, "password": password},
}


class ThrottlingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ann = User.objects.create_user("ann@example.org", PASSWORD)
        roles.give(cls.ann, "educator")

    def knock(self, door, password, *, email="ann@example.org", address="192.0.2.1"):
        return self.client.post(door, DOORS[door](email, password), REMOTE_ADDR=address)

    def fail(self, door, times, **who):
        for _ in range(times):
            response = self.knock(door, "wrong", **who)
        return response

    def wait(self, time):
        """Let `time` pass: the failures lie that much further back."""
        AccessAttempt.objects.update(attempt_time=F("attempt_time") - time)

    def test_the_right_password_opens_either_door_by_e_mail_whatever_its_capitals(self):
        for door in DOORS:
            self.client.logout()
            self.assertEqual(self.knock(door, PASSWORD, email="Ann@Example.ORG").status_code, 302, door)

    def test_five_failures_lock_that_account_from_that_address_with_our_429_page(self):
        for door in DOORS:
            with self.subTest(door):
                AccessAttempt.objects.all().delete()
                self.assertEqual(self.fail(door, 4).status_code, 200)
                locked = self.fail(door, 1)
                self.assertEqual(locked.status_code, 429)
                self.assertEqual(locked["Retry-After"], "900")
                self.assertIn(b"</html>", locked.content)
                self.assertEqual(self.knock(door, PASSWORD).status_code, 429)

    def test_failures_at_one_door_count_at_the_other_and_capitals_do_not_help(self):
        self.fail("/accounts/login/", 3)
        self.assertEqual(self.fail("/admin/login/", 2, email="ANN@example.org").status_code, 429)
        self.assertEqual(self.knock("/accounts/login/", PASSWORD).status_code, 429)

    def test_the_right_password_works_again_after_the_wait_and_knocking_does_not_prolong_it(self):
        for door in DOORS:
            with self.subTest(door):
                AccessAttempt.objects.all().delete()
                self.client.logout()
                self.fail(door, 5)
                self.wait(settings.AXES_COOLOFF_TIME - timedelta(minutes=1))
                self.assertEqual(self.knock(door, PASSWORD).status_code, 429)
                self.wait(timedelta(minutes=2))
                self.assertEqual(self.knock(door, PASSWORD).status_code, 302)

    def test_a_lock_binds_neither_other_people_at_that_address_nor_the_account_elsewhere(self):
        User.objects.create_user("bob@example.org", PASSWORD)
        self.fail("/accounts/login/", 5)
        self.assertEqual(self.knock("/accounts/login/", PASSWORD, email="bob@example.org").status_code, 302)
        self.client.logout()
        self.assertEqual(self.knock("/accounts/login/", PASSWORD, address="192.0.2.2").status_code, 302)

    def test_one_account_tried_from_many_addresses_is_locked_everywhere(self):
        _, limit, _ = throttling.LIMITS
        for place in range(limit):
            response = self.fail("/accounts/login/", 1, address=f"192.0.2.{place + 1}")
        self.assertEqual(response.status_code, 429)
        self.assertEqual(self.knock("/accounts/login/", PASSWORD, address="198.51.100.1").status_code, 429)

    def test_one_address_that_tries_many_accounts_is_locked_for_all(self):
        _, _, limit = throttling.LIMITS
        for person in range(limit):
            response = self.fail("/accounts/login/", 1, email=f"p{person}@example.org")
        self.assertEqual(response.status_code, 429)
        self.assertEqual(self.knock("/accounts/login/", PASSWORD).status_code, 429)
        self.assertEqual(self.knock("/accounts/login/", PASSWORD, address="192.0.2.2").status_code, 302)

    def test_a_good_sign_in_forgets_the_failures_before_it(self):
        self.fail("/accounts/login/", 4)
        self.knock("/accounts/login/", PASSWORD)
        self.client.logout()
        self.assertEqual(self.fail("/accounts/login/", 4).status_code, 200)

    def test_ones_own_right_password_does_not_wipe_out_wrong_ones_tried_at_others(self):
        User.objects.create_user("bob@example.org", PASSWORD)
        self.fail("/accounts/login/", 4)
        self.knock("/accounts/login/", PASSWORD, email="bob@example.org")
        self.client.logout()
        self.assertEqual(self.fail("/accounts/login/", 1).status_code, 429)

    def test_a_forwarded_address_is_not_believed_without_a_proxy_of_ours(self):
        for place in range(5):
            data = DOORS["/accounts/login/"]("ann@example.org", "wrong")
            response = self.client.post("/accounts/login/", data, headers={"x-forwarded-for": f"203.0.113.{place}"})
        self.assertEqual(response.status_code, 429)

    def test_neither_passwords_nor_names_reach_the_log(self):
        with self.assertLogs("axes", "INFO") as logged:
            self.fail("/accounts/login/", 5)
        self.assertNotIn("ann@example.org", "".join(logged.output))
        kept = AccessAttempt.objects.get()
        self.assertNotIn("wrong", kept.post_data)
