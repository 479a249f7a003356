import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.test import SimpleTestCase

from sclero.environment import OURS, Environment, Refused


class EnvironmentTests(SimpleTestCase):
    def refused(self, sentence, variables, read):
        with self.assertRaisesRegex(Refused, sentence) as caught:
            read(Environment(variables))
        self.assertNotIn("\n", str(caught.exception))

    def test_a_misspelt_variable_is_refused_by_name(self):
        with self.assertRaisesRegex(Refused, "SCLERO_OPEN_READNG is not a setting Sclero knows"):
            Environment({"SCLERO_OPEN_READNG": "1"})

    def test_an_empty_variable_counts_as_not_set(self):
        environment = Environment({"SCLERO_DEMO": " ", "SCLERO_TYPO": ""})
        self.assertFalse(environment.yes("SCLERO_DEMO", False))

    def test_yes_and_no_are_read_and_maybe_is_refused(self):
        self.assertTrue(Environment({"SCLERO_DEMO": "True"}).yes("SCLERO_DEMO", False))
        self.assertFalse(Environment({"SCLERO_DEMO": "0"}).yes("SCLERO_DEMO", True))
        self.refused("must be 1 or 0, not 'maybe'", {"SCLERO_DEMO": "maybe"}, lambda e: e.yes("SCLERO_DEMO", False))

    def test_a_port_outside_its_range_or_not_a_number_is_refused(self):
        for port in ("http", "0", "65536", "-1", "8000.0", "८०००"):
            with self.subTest(port):
                self.refused("PORT", {"PORT": port}, lambda e: e.number("PORT", 8000, least=1, most=65535))

    def test_a_word_outside_its_list_is_refused_and_the_first_is_the_default(self):
        ways = ("invitation", "closed", "open")
        self.assertEqual(Environment({}).one_of("SCLERO_SIGNUP", ways), "invitation")
        self.refused("one of invitation, closed", {"SCLERO_SIGNUP": "yes"}, lambda e: e.one_of("SCLERO_SIGNUP", ways))

    def test_hosts_are_names_and_origins_are_whole_addresses(self):
        given = {"ALLOWED_HOSTS": "a.example, b.example", "CSRF_TRUSTED_ORIGINS": "https://a.example"}
        self.assertEqual(Environment(given).hosts("ALLOWED_HOSTS", []), ["a.example", "b.example"])
        self.assertEqual(Environment(given).origins("CSRF_TRUSTED_ORIGINS"), ["https://a.example"])
        self.refused("host names", {"ALLOWED_HOSTS": "https://a.example"}, lambda e: e.hosts("ALLOWED_HOSTS", []))
        self.refused(
            "https://learn", {"CSRF_TRUSTED_ORIGINS": "a.example"}, lambda e: e.origins("CSRF_TRUSTED_ORIGINS")
        )

    def test_a_database_is_sqlite_by_default_or_postgresql_by_address(self):
        sqlite = Environment({}).database("DATABASE_URL", Path("/srv/sclero.sqlite3"))
        self.assertEqual(sqlite, {"ENGINE": "django.db.backends.sqlite3", "NAME": "/srv/sclero.sqlite3"})
        address = "postgres://ann:secret@db.example:5433/sclero"
        postgres = Environment({"DATABASE_URL": address}).database("DATABASE_URL", Path("/srv"))
        self.assertEqual((postgres["HOST"], postgres["PORT"], postgres["NAME"]), ("db.example", 5433, "sclero"))

    def test_a_database_address_that_cannot_be_right_is_refused_without_its_password(self):
        for address in (
            "mysql://ann:secret@db/sclero",
            "postgres://ann:secret@db:port/sclero",
            "postgres://ann:secret@db",
        ):
            with self.subTest(address), self.assertRaises(Refused) as caught:
                Environment({"DATABASE_URL": address}).database("DATABASE_URL", Path("/srv"))
            self.assertNotIn("secret", str(caught.exception))
            self.assertIn("DATABASE_URL must look like", str(caught.exception))

    def test_redis_mail_and_time_zone_are_refused_when_they_cannot_be_right(self):
        self.refused("REDIS_URL", {"REDIS_URL": "localhost:6379"}, lambda e: e.redis("REDIS_URL"))
        self.refused("EMAIL_URL", {"EMAIL_URL": "pigeon://loft"}, lambda e: e.mail("EMAIL_URL"))
        self.refused("TIME_ZONE", {"TIME_ZONE": "Europe/Zurch"}, lambda e: e.time_zone("TIME_ZONE"))


class StartingTests(SimpleTestCase):
    """The same through the front door: one sentence on the terminal, exit code 1, no traceback."""

    def start(self, *command, **variables):
        with TemporaryDirectory() as home:
            base = {"PATH": os.environ["PATH"], "SCLERO_HOME": home, "SECRET_KEY": "k" * 60}
            return subprocess.run(
                [sys.executable, "manage.py", *(command or ("check",))],
                cwd=settings.ROOT,
                env={name: value for name, value in {**base, **variables}.items() if value},
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )

    def test_wrong_values_end_in_one_sentence(self):
        wrong = [
            {"SCLERO_DEMOO": "1"},
            {"SCLERO_DEMO": "perhaps"},
            {"PORT": "eighty"},
            {"DATABASE_URL": "nonsense"},
            {"SECRET_KEY": ""},
        ]
        for variables in wrong:
            with self.subTest(**variables):
                ended = self.start(**variables)
                self.assertEqual(ended.returncode, 1)
                self.assertTrue(ended.stderr.startswith("Sclero cannot start: "), ended.stderr)
                self.assertEqual(ended.stderr.count("\n"), 1, ended.stderr)

    def test_a_checkout_without_a_key_can_be_asked_for_missing_migrations_but_not_migrated(self):
        asked = self.start("makemigrations", "--check", "--dry-run", SECRET_KEY="")
        self.assertEqual((asked.returncode, asked.stdout.strip()), (0, "No changes detected"), asked.stderr)
        refused = self.start("migrate", SECRET_KEY="")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("there is no secret key", refused.stderr)

    def test_the_demo_is_not_served_without_saying_demo(self):
        ended = self.start("serve_demo")
        self.assertNotEqual(ended.returncode, 0)
        self.assertIn("SCLERO_DEMO=1", ended.stderr)

    def test_every_variable_is_described_for_those_who_run_sclero(self):
        described = (settings.ROOT / "docs" / "running.md").read_text()
        for name in sorted(OURS | {"SECRET_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "EMAIL_URL", "PORT"}):
            self.assertIn(f"`{name}`", described)


class SecretKeyTests(SimpleTestCase):
    def test_the_key_is_made_once_and_only_its_owner_may_read_it(self):
        with TemporaryDirectory() as home:
            script = [sys.executable, str(settings.ROOT / "sclero" / "secret_key.py")]
            environment = {"SCLERO_HOME": home, "PATH": os.environ["PATH"]}
            path = Path(home) / "secret-key"
            subprocess.run(script, env=environment, check=True, stdout=subprocess.DEVNULL)
            first = path.read_text()
            subprocess.run(script, env=environment, check=True, stdout=subprocess.DEVNULL)
            self.assertEqual(path.read_text(), first)
            self.assertGreater(len(first), 50)
            self.assertEqual(path.stat().st_mode & 0o777, 0o600)


class SignOffTests(SimpleTestCase):
    def test_roles_are_given_by_kind(self):
        said = {"SCLERO_REQUIRED_SIGN_OFFS": "pathway=clinical,paediatric library=methods"}
        read = Environment(said).sign_offs("SCLERO_REQUIRED_SIGN_OFFS")
        self.assertEqual(read, {"pathway": ("clinical", "paediatric"), "library": ("methods",)})
        self.assertEqual(Environment({}).sign_offs("SCLERO_REQUIRED_SIGN_OFFS"), {})

    def test_anything_else_is_refused_with_an_example(self):
        for value in ("clinical", "pathway=", "pathway=clinical,", "Pathway=clinical"):
            with self.assertRaisesRegex(Refused, "pathway=clinical,paediatric"):
                Environment({"SCLERO_REQUIRED_SIGN_OFFS": value}).sign_offs("SCLERO_REQUIRED_SIGN_OFFS")
