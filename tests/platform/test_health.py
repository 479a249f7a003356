from django.db import OperationalError, connection
from django.test import SimpleTestCase, TestCase
from django.test.utils import CaptureQueriesContext

from education.core import health


def does_not_answer(execute, sql, params, many, context):
    raise OperationalError("the server closed the connection")


class HealthzTests(SimpleTestCase):
    """No database is allowed in this class."""

    def test_it_answers_without_database_or_session(self):
        self.client.cookies["sessionid"] = "a" * 32
        response = self.client.get("/healthz")
        self.assertEqual((response.status_code, response.json()), (200, {"status": "ok"}))
        self.assertNotIn("Cookie", response.get("Vary", ""))

    def test_it_answers_under_whatever_name_a_supervisor_asks(self):
        self.assertEqual(self.client.get("/healthz", HTTP_HOST="10.0.0.7").status_code, 200)

    def test_it_only_reads(self):
        self.assertEqual(self.client.post("/healthz").status_code, 405)


class ReadyzTests(TestCase):
    def setUp(self):
        health._migrated.clear()
        self.addCleanup(health._migrated.clear)

    def test_it_is_ready_when_every_migration_is_applied(self):
        self.assertEqual(self.client.get("/readyz").json(), {"status": "ok"})

    def test_a_missing_migration_is_named(self):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE app = 'accounts' AND name = '0003_shortcuts'")
        response = self.client.get("/readyz")
        self.assertEqual((response.status_code, response.json()), (503, {"status": "migrations"}))

    def test_a_database_that_does_not_answer_is_named(self):
        with connection.execute_wrapper(does_not_answer):
            response = self.client.get("/readyz")
        self.assertEqual((response.status_code, response.json()), (503, {"status": "database"}))

    def test_asked_again_it_costs_one_query(self):
        self.client.get("/readyz")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            self.client.get("/readyz")
        self.assertEqual(len(queries), 1)
