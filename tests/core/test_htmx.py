"""Page or parts: what the one place that reads htmx's headers answers."""

from django.test import RequestFactory, SimpleTestCase
from django_htmx.middleware import HtmxDetails

from education.core.htmx import HTMX_HEADERS, aims_at, go, render_page, wants_parts
from tests.starter.pages import attribute, every, text_of, tree

TEMPLATE = "htmx/page.html"
SOURCE = """<!doctype html><html lang="en"><head><title>{{ title }}</title></head><body>{% load partials %}
{% partialdef step inline %}
<section id="step"{% if oob %} hx-swap-oob="true"{% endif %}>{{ word }}</section>
{% endpartialdef %}
{% partialdef trail inline %}
<nav id="trail"{% if oob %} hx-swap-oob="true"{% endif %}>{{ word }}</nav>
{% endpartialdef %}
</body></html>"""
LOADERS = [("template_partials.loader.Loader", [("django.template.loaders.locmem.Loader", {TEMPLATE: SOURCE})])]
PARTS = ("step", "trail")
ASKS_FOR_PARTS = {"HX-Request": "true"}
WANTS_ALL = (
    {},
    {"HX-Request": "false"},
    ASKS_FOR_PARTS | {"HX-History-Restore-Request": "true"},
    ASKS_FOR_PARTS | {"HX-Boosted": "true"},
)


def request_with(headers):
    """Return a request as the views get it."""
    request = RequestFactory().get("/somewhere/", headers=headers)
    request.htmx = HtmxDetails(request)
    return request


class HtmxTestCase(SimpleTestCase):
    def setUp(self):
        engine = {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": LOADERS, "builtins": ["template_partials.templatetags.partials"]},
        }
        overridden = self.settings(TEMPLATES=[engine])
        overridden.enable()
        self.addCleanup(overridden.disable)

    def answer(self, headers=None, **options):
        """Return the answer to a request with these headers."""
        context = options.pop("context", {"title": "A & B", "word": "<here>"})
        options.setdefault("parts", PARTS)
        return render_page(request_with(headers or {}), TEMPLATE, context, **options)

    def assert_varies(self, answer):
        """Check that a cache keeps pages and parts apart."""
        self.assertEqual({name.strip() for name in answer["Vary"].split(",")}, set(HTMX_HEADERS))


class PageTests(HtmxTestCase):
    def test_a_browser_a_boosted_link_and_a_history_restore_get_the_whole_page(self):
        for headers in WANTS_ALL:
            with self.subTest(headers):
                answer = self.answer(headers, push_url="/elsewhere/")
                self.assertTrue(answer.content.startswith(b"<!doctype html>"))
                self.assertNotIn(b"hx-swap-oob", answer.content)
                self.assertNotIn("HX-Push-Url", answer)
                self.assertNotIn("Cache-Control", answer)
                self.assert_varies(answer)

    def test_a_page_without_parts_is_whole_for_htmx_too(self):
        answer = self.answer(ASKS_FOR_PARTS, parts=())
        self.assertTrue(answer.content.startswith(b"<!doctype html>"))
        self.assert_varies(answer)


class PartsTests(HtmxTestCase):
    def test_the_first_part_is_the_target_and_the_rest_go_out_of_band(self):
        root = tree(self.answer(ASKS_FOR_PARTS).content.decode())
        self.assertEqual([one.name for one in every(root)], ["title", "section", "nav"])
        marks = [attribute(one, "hx-swap-oob") for one in every(root)[1:]]
        self.assertEqual(marks, ["", "true"])

    def test_the_order_asked_for_is_the_order_given(self):
        root = tree(self.answer(ASKS_FOR_PARTS, parts=("trail", "step")).content.decode())
        self.assertEqual([attribute(one, "id") for one in every(root)[1:]], ["trail", "step"])
        self.assertEqual([attribute(one, "hx-swap-oob") for one in every(root)[1:]], ["", "true"])

    def test_a_fragment_begins_with_its_title_escaped(self):
        answer = self.answer(ASKS_FOR_PARTS)
        self.assertTrue(answer.content.startswith(b"<title>A &amp; B</title>\n"), answer.content)
        self.assertTrue(self.answer(ASKS_FOR_PARTS, context={}).content.startswith(b"<title></title>"))

    def test_what_the_view_gave_is_in_every_part_and_escaped(self):
        root = tree(self.answer(ASKS_FOR_PARTS).content.decode())
        self.assertEqual([text_of(one) for one in every(root)[1:]], ["<here>", "<here>"])

    def test_no_cache_keeps_parts_and_they_vary(self):
        answer = self.answer(ASKS_FOR_PARTS)
        self.assertEqual(answer["Cache-Control"], "no-store")
        self.assert_varies(answer)

    def test_an_address_to_show_is_sent_only_when_there_is_one(self):
        self.assertNotIn("HX-Push-Url", self.answer(ASKS_FOR_PARTS))
        self.assertEqual(self.answer(ASKS_FOR_PARTS, push_url="/walks/1/")["HX-Push-Url"], "/walks/1/")

    def test_a_status_is_the_same_for_both(self):
        for status in (409, 422):
            for headers in ({}, ASKS_FOR_PARTS):
                self.assertEqual(self.answer(headers, status=status).status_code, status)


class DrawnTests(HtmxTestCase):
    def draw(self, name, *, oob=False):
        return f"[{name}{' beside' if oob else ''}]"

    def test_somebody_who_draws_the_parts_is_asked_instead_of_the_template(self):
        self.assertEqual(self.answer(draw=self.draw).content, b"[page]")
        answer = self.answer(ASKS_FOR_PARTS, draw=self.draw)
        self.assertEqual(answer.content, b"<title>A &amp; B</title>\n[step]\n[trail beside]")


class GoTests(HtmxTestCase):
    def test_a_browser_is_redirected(self):
        for headers in WANTS_ALL:
            answer = go(request_with(headers), "/there/")
            self.assertEqual((answer.status_code, answer["Location"]), (302, "/there/"))
            self.assertNotIn("HX-Redirect", answer)

    def test_htmx_is_told_to_go_by_its_own_header(self):
        answer = go(request_with(ASKS_FOR_PARTS), "/there/")
        self.assertEqual((answer.status_code, answer["HX-Redirect"], answer.content), (204, "/there/", b""))
        self.assertEqual(answer["Cache-Control"], "no-store")
        self.assert_varies(answer)

    def test_who_wants_parts(self):
        self.assertTrue(wants_parts(request_with(ASKS_FOR_PARTS)))
        for headers in WANTS_ALL:
            self.assertFalse(wants_parts(request_with(headers)))

    def test_where_the_answer_goes_is_asked_by_the_id_of_its_element(self):
        self.assertTrue(aims_at(request_with(ASKS_FOR_PARTS | {"HX-Target": "player"}), "player"))
        for headers in ({}, ASKS_FOR_PARTS, ASKS_FOR_PARTS | {"HX-Target": "step"}):
            self.assertFalse(aims_at(request_with(headers), "player"))
