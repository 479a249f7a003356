"""Bodies that are too large, malformed or random: always a 4xx, never a second event."""

from django.conf import settings
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase as HypothesisTestCase

from education.learning.models import Walk
from tests.learning.test_bad_input import HTMX, TOKEN, WalkingTestCase
from tests.published import publish, somebody

FORM = "application/x-www-form-urlencoded"


class BodyTests(WalkingTestCase):
    def send(self, body, kind=FORM):
        """Return the status of a raw body posted as a choice, and check that it wrote nothing."""
        answer = self.client.generic("POST", f"/walks/{self.walk.pk}/choices/", body, kind)
        self.assertEqual(self.walk.events.count(), 1)
        return answer.status_code

    def test_a_body_that_is_too_large_is_413(self):
        filler = b"choice=" + b"a" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        self.assertEqual(self.send(filler), 413)
        many = "&".join(f"f{n}=" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)).encode()
        self.assertEqual(self.send(many), 413)

    def test_another_encoding_is_400(self):
        for charset in ("utf-7", "utf-16", "latin-1", "klingon"):
            self.assertEqual(self.send(b"choice=+AGE-", f"{FORM}; charset={charset}"), 400)

    def test_bytes_that_are_not_utf_8_are_4xx(self):
        good = b"from=1&lens=adult&token=another-token&choice="
        for body in (
            good + b"\xff\xfe",
            good + b"%ff%fe",
            good + b"to-ease%c0%80",
            b"\xff=\xfe",
            b"\x00",
            good + b"to-ease%00",
        ):
            with self.subTest(body):
                self.assertIn(self.send(body), range(400, 500))

    def test_malformed_bodies_are_4xx(self):
        part = "multipart/form-data; boundary=b"
        for body, kind in (
            (b"", FORM), (b"&&&===", FORM), (b"%", FORM), (b'{"from": 1}', "application/json"), (b"<x/>", "text/xml"),
            (b"", part), (b"--b\r\n", part), (b"--b\r\nContent-Disposition: form-data", part),
            (b"nonsense", "multipart/form-data; boundary="), (b"x", "multipart/form-data; boundary=" + "b" * 300),
            (b"--b\r\nContent-Disposition: form-data; name=\"from\"\r\n\r\n\xff\r\n--b--\r\n", part),
        ):  # fmt: skip
            with self.subTest(body[:30], kind=kind[:30]):
                self.assertIn(self.send(body, kind), range(400, 500))

    def test_a_field_sent_twice_counts_once(self):
        body = b"from=1&from=1&lens=adult&lens=adult&token=another-token&choice=to-nowhere&choice=to-ease"
        answer = self.client.generic("POST", f"/walks/{self.walk.pk}/choices/", body, FORM)
        self.assertEqual(answer.status_code, 302)
        self.assertEqual(self.walk.events.count(), 2)


TEXTS = some.one_of(
    some.text(some.characters(exclude_categories=("Cs",)), max_size=80),
    some.sampled_from(
        ["1", "0", "-1", "to-ease", "to-call", "adult", "child", TOKEN, "\0", "\u202e", "١", "1\n", "%00"]
    ),
)
FIELDS = some.dictionaries(some.sampled_from(["from", "choice", "lens", "token", "other"]), TEXTS)
BOUNDED = how(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


class AnyFieldsTests(HypothesisTestCase):
    """Whatever is sent, also on top of an otherwise right form: no 5xx, and at most one event."""

    @classmethod
    def setUpTestData(cls):
        cls.edition, cls.user = publish(), somebody()

    def setUp(self):
        self.client = Client(raise_request_exception=False)
        self.client.force_login(self.user)

    def start(self, fields):
        """Return the answer to starting a walk."""
        return self.client.post(reverse("learning:start", args=[self.edition.slug]), fields)

    @BOUNDED
    @given(fields=FIELDS, right=some.booleans(), headers=some.sampled_from([{}, HTMX]))
    def test_choosing(self, fields, right, headers):
        self.start({"token": TOKEN})
        walk = Walk.objects.get()
        sent = ({"from": "1", "choice": "to-ease", "lens": "adult", "token": "another-token"} if right else {}) | fields
        for _ in range(2):
            answer = self.client.post(f"/walks/{walk.pk}/choices/", sent, **headers)
            self.assertLess(answer.status_code, 500)
        self.assertLessEqual(walk.events.count(), 2)

    @BOUNDED
    @given(fields=some.dictionaries(some.sampled_from(["population", "token", "other"]), TEXTS))
    def test_starting(self, fields):
        for _ in range(2):
            self.assertIn(self.start(fields).status_code, (302, 422))
        self.assertLessEqual(Walk.objects.count(), 1)

    @BOUNDED
    @given(text=some.text(some.characters(exclude_categories=("Cs",)), min_size=1, max_size=40))
    def test_looking(self, text):
        self.start({"token": TOKEN})
        walk = Walk.objects.get()
        for answer in (
            self.client.get(f"/walks/{walk.pk}/steps/1/", {"lens": text}),
            self.client.get("/pathways/", {"population": text}),
            self.client.get("/", {text: text}),
        ):
            self.assertLess(answer.status_code, 500)
        self.assertEqual(walk.events.count(), 1)
