from contextlib import contextmanager

from django.conf import settings
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client, SimpleTestCase, TestCase, override_settings
from django.urls import include, path

from education.core import errors


def broken(request):
    raise ZeroDivisionError


def database_gone(request):
    raise OperationalError("the server closed the connection")


def reads_form(request):
    return HttpResponse(request.POST.get("word", ""))


urlpatterns = [
    path("broken", broken),
    path("gone", database_gone),
    path("form", reads_form),
    path("", include("sclero.urls")),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
FORM = "application/x-www-form-urlencoded"


@override_settings(ROOT_URLCONF=__name__)
class ErrorPagesTests(SimpleTestCase):
    """No database is allowed in this class: a page that asked it something would fail here."""

    def setUp(self):
        self.client = Client(raise_request_exception=False)

    def page(self, response, status):
        self.assertEqual(response.status_code, status)
        self.assertIn(b"<h1", response.content)
        self.assertIn(b"</html>", response.content)
        self.assertEqual(response["Cache-Control"], "no-store")
        self.assertNotIn("Set-Cookie", response)

    def test_an_unknown_address_gets_our_404(self):
        self.page(self.client.get("/no/such/page/"), 404)

    def test_a_fault_of_ours_gets_our_500(self):
        with self.assertLogs("django.request", "ERROR"):
            self.page(self.client.get("/broken"), 500)

    def test_a_database_that_is_gone_gets_503_and_a_time_to_come_back(self):
        with self.assertLogs("django.request", "ERROR"):
            response = self.client.get("/gone")
        self.page(response, 503)
        self.assertEqual(response["Retry-After"], "30")

    def test_a_form_in_utf_7_gets_400(self):
        self.page(self.client.generic("POST", "/form", b"word=+AGE-", f"{FORM}; charset=utf-7"), 400)

    def test_a_form_in_utf_7_gets_400_where_the_csrf_check_reads_it_first(self):
        strict = Client(raise_request_exception=False, enforce_csrf_checks=True)
        strict.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
        self.page(strict.generic("POST", "/form", b"word=+AGE-", f"{FORM}; charset=utf-7"), 400)

    def test_a_form_in_utf_7_gets_400_before_anything_else_is_asked(self):
        strict = Client(enforce_csrf_checks=True)
        for kind in (FORM, "multipart/form-data; boundary=b"):
            self.page(strict.generic("POST", "/accounts/login/", b"login=+AGE-", f"{kind}; charset=utf-7"), 400)

    def test_bytes_that_are_not_utf_8_never_get_500(self):
        response = self.client.generic("POST", "/form", b"word=%ff\xfe", FORM)
        self.assertLess(response.status_code, 500)

    def test_an_unknown_charset_never_gets_500(self):
        response = self.client.generic("POST", "/form", b"word=a", f"{FORM}; charset=klingon")
        self.assertLess(response.status_code, 500)

    def test_a_broken_multipart_body_gets_400(self):
        self.page(self.client.post("/form", b"nonsense", content_type="multipart/form-data; boundary="), 400)

    def test_a_body_too_large_gets_413(self):
        body = b"word=" + b"a" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        self.page(self.client.post("/form", body, content_type=FORM), 413)

    def test_too_many_fields_get_413(self):
        body = "&".join(f"f{n}=" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
        self.page(self.client.post("/form", body, content_type=FORM), 413)

    def test_a_nul_in_an_address_gets_400(self):
        self.page(self.client.get("/terms/a%00b/"), 400)
        self.page(self.client.get("/form?q=%00"), 400)

    def test_a_form_without_its_secret_gets_our_403(self):
        self.page(Client(enforce_csrf_checks=True).post("/form", {"word": "a"}), 403)

    def test_an_unknown_host_gets_400(self):
        self.page(self.client.get("/form", headers={"host": "evil.example"}), 400)

    def test_the_pages_carry_the_content_policy(self):
        self.assertIn("default-src 'self'", self.client.get("/no/such/page/")["Content-Security-Policy"])


class MaintenanceTests(SimpleTestCase):
    @contextmanager
    def maintenance(self):
        mark = settings.SCLERO_HOME / "maintenance"
        mark.touch()
        try:
            yield
        finally:
            mark.unlink()

    def test_while_the_mark_lies_there_pages_are_503_and_healthz_answers(self):
        with self.maintenance():
            response = self.client.get("/")
            self.assertEqual((response.status_code, response["Retry-After"]), (503, "30"))
            self.assertEqual(self.client.get("/healthz").status_code, 200)


def does_not_answer(execute, sql, params, many, context):
    raise OperationalError("the server closed the connection")


class DatabaseGoneTests(TestCase):
    def test_a_session_that_cannot_be_read_gets_503_not_500(self):
        client = Client(raise_request_exception=False)
        client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
        with connection.execute_wrapper(does_not_answer), self.assertLogs("django.request", "ERROR"):
            response = client.get("/preferences/")
        self.assertEqual(response.status_code, 503)
