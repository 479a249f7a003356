from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings

from education.accounts.models import User
from education.core.policies import Role


class DemoAccountsTests(TestCase):
    def setUp(self):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.home = Path(folder.name)

    def make(self, *, demo=True):
        with override_settings(SCLERO_DEMO=demo, SCLERO_HOME=self.home):
            call_command("make_demo_accounts")

    def sign_ins(self):
        return dict(line.split() for line in (self.home / "demo-accounts.txt").read_text().splitlines())

    def test_they_cannot_be_made_outside_the_demo(self):
        with self.assertRaisesRegex(CommandError, "SCLERO_DEMO=1"):
            self.make(demo=False)
        self.assertFalse(User.objects.exists())

    def test_each_role_has_one_whose_password_is_in_a_file_for_its_owner_alone(self):
        self.make()
        held = {role for user in User.objects.all() for role in user.role_names}
        self.assertEqual(held, set(Role))
        for email, password in self.sign_ins().items():
            self.assertTrue(User.objects.get(email=email).check_password(password))
        self.assertEqual((self.home / "demo-accounts.txt").stat().st_mode & 0o777, 0o600)
        self.assertFalse(User.objects.filter(is_superuser=True).exists())

    def test_a_second_time_changes_nothing(self):
        self.make()
        before = (self.sign_ins(), list(User.objects.values_list("password")))
        self.make()
        self.assertEqual((self.sign_ins(), list(User.objects.values_list("password"))), before)

    def test_a_new_database_gets_the_passwords_already_handed_out(self):
        self.make()
        before = self.sign_ins()
        User.objects.all().delete()
        self.make()
        self.assertEqual(self.sign_ins(), before)
        email, password = next(iter(before.items()))
        self.assertTrue(User.objects.get(email=email).check_password(password))
