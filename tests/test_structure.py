"""The shape of the house, where import-linter cannot look: relations, templates, names of files, HTML itself."""

import ast
import re
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.test import SimpleTestCase, TestCase

from education.editorial.frozen import FrozenRow
from tests.every_page import pages_in_english

ROOT = Path(settings.ROOT)
EDUCATION, TEMPLATES = ROOT / "education", ROOT / "templates"
# Nothing points from a slice to one that stands after it, nor to its own neighbour.
ORDER = ("core accounts editorial search library pathways|assessment modules learning studio clinic|interop").split()
RANK = {name: place for place, names in enumerate(ORDER) for name in names.split("|")}
SLICES = sorted(path.parent.name for path in EDUCATION.glob("*/__init__.py"))
# Folders of templates that are not named after their slice: the frame, allauth's pages, Django's admin.
FRAME = {"": "core", "account": "accounts", "admin": "core"}
LIBRARIES = {path.stem: path.parts[-3] for path in EDUCATION.glob("*/templatetags/*.py") if path.stem != "__init__"}


def may_use(one, other):
    """Say whether slice `one` may lean on slice `other`."""
    return one == other or RANK[other] < RANK[one]


def our_models():
    """Return the concrete models of education, join tables included."""
    return [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("education.")]


def relations(model):
    """Yield (field, model pointed at) for what this model itself points at, the tables of many-to-many between."""
    for field in (*model._meta.fields, *model._meta.many_to_many):
        if field.is_relation:
            yield field, field.related_model
            if field.many_to_many:
                yield field, field.remote_field.through


def slice_of(model):
    """Return the slice of a model; Django's own groups and permissions stand below all."""
    return model._meta.app_label if model.__module__.startswith("education.") else "core"


def sources(*patterns):
    """Return our Python files below education, migrations left out."""
    found = (path for pattern in patterns or ("**/*.py",) for path in EDUCATION.glob(pattern))
    return [path for path in found if "migrations" not in path.parts]


def strings(path):
    """Return every string of a Python file that is not a docstring."""
    tree = ast.parse(path.read_text())
    docs = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and node not in docs)
    return [node.value for node in constants if isinstance(node.value, str)]


def templates():
    """Return our templates as {name: source}."""
    return {str(path.relative_to(TEMPLATES)): path.read_text() for path in sorted(TEMPLATES.rglob("*.html"))}


def slice_of_template(name):
    """Return the slice that a template belongs to; an admin template belongs to the slice its folder names."""
    *folders, _ = name.split("/")
    if folders[:1] == ["admin"] and folders[1:2]:
        return folders[1]
    folder = folders[0] if folders else ""
    return FRAME.get(folder, folder)


class Elements(HTMLParser):
    """The elements of a page: `found` holds (tag, attributes, text inside)."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes), []))

    def handle_data(self, text):
        if self.found and text.strip() and self.found[-1][0] in {"script", "style"}:
            self.found[-1][2].append(text)


def bare(source):
    """Return a template's HTML: tags and comments taken out, both branches of a condition kept, values as "x"."""
    source = re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", source, flags=re.S)
    return re.sub(r"{{.*?}}", "x", re.sub(r"{%.*?%}", "", source, flags=re.S), flags=re.S)


def forbidden(html):
    """Return what the content policy forbids or htmx would evaluate: inline scripts and styles, handlers."""
    said = []
    for tag, attributes, text in Elements(html).found:
        said += [f"<{tag}> with a body"] if text else []
        said += ["<style>"] if tag == "style" else []
        handlers = ("on", "hx-on", "data-hx-on", "hx-vars", "hx-vals")
        said += [f"<{tag} {name}>" for name in attributes if name == "style" or name.startswith(handlers)]
        said += [f"<{tag} {n}={v}>" for n, v in attributes.items() if (v or "").lower().startswith("javascript:")]
    return said


class RelationsTests(SimpleTestCase):
    def test_no_relation_points_at_a_later_slice_or_a_neighbour(self):
        wrong = [
            f"{model._meta.label}.{field.name} -> {other._meta.label}"
            for model in our_models()
            for field, other in relations(model)
            if not may_use(slice_of(model), slice_of(other))
        ]
        self.assertEqual(wrong, [])

    def test_a_later_slice_and_a_neighbour_may_not_be_used_and_an_earlier_one_may(self):
        self.assertTrue(may_use("learning", "accounts"))
        self.assertTrue(may_use("library", "library"))
        self.assertFalse(may_use("editorial", "library"))
        self.assertFalse(may_use("pathways", "assessment"))

    def test_every_relation_is_looked_at(self):
        seen = {f"{model._meta.label}.{field.name}" for model in our_models() for field, _ in relations(model)}
        self.assertLessEqual(
            {"learning.Walk.owner", "pathways.Step.statements", "library.Reference.organ_domains"}, seen
        )

    def test_a_frozen_row_knows_no_account(self):
        user = apps.get_model(settings.AUTH_USER_MODEL)
        frozen = [model for model in our_models() if issubclass(model, FrozenRow)]
        self.assertGreaterEqual({model.__name__ for model in frozen}, {"Edition", "Citation", "AuditEntry"})
        wrong = [f"{m._meta.label}.{field.name}" for m in frozen for field, other in relations(m) if other is user]
        self.assertEqual(wrong, [])


class SlicesTests(SimpleTestCase):
    def test_every_slice_has_its_place_in_the_order_and_is_installed(self):
        self.assertEqual([name for name in SLICES if name not in RANK], [])
        self.assertEqual(
            {app.label for app in apps.get_app_configs() if app.name.startswith("education.")}, set(SLICES)
        )

    def test_every_slice_says_what_it_owns_and_what_not(self):
        for name in SLICES:
            said = " ".join((import_module(f"education.{name}").__doc__ or "").split())
            self.assertRegex(said, r"\bOwns\b", f"education.{name}")
            self.assertRegex(said, r"\b([Dd]oes not|[Nn]ot|[Nn]ever|no)\b", f"education.{name}")

    def test_no_file_has_a_name_that_says_nothing(self):
        empty = {"utils", "util", "helpers", "helper", "services", "service", "common", "misc", "manager"}
        wrong = [str(path.relative_to(ROOT)) for path in EDUCATION.rglob("*") if path.stem in empty]
        self.assertEqual(wrong, [])

    def test_every_migration_has_a_name(self):
        names = [path.stem for path in EDUCATION.glob("*/migrations/[0-9]*.py")]
        self.assertGreater(len(names), 4)
        self.assertEqual([name for name in names if not re.fullmatch(r"\d{4}_(?!auto)[a-z_]{4,}", name)], [])

    def test_only_core_htmx_reads_what_htmx_sends(self):
        header = re.compile(r"\bHTTP_HX_|\bHX-", re.I)
        for path in sources():
            if path == EDUCATION / "core" / "htmx.py":
                continue
            self.assertEqual([text for text in strings(path) if header.search(text)], [], path)
            self.assertNotRegex(path.read_text(), r"request\.htmx\b", path)


class ViewsTests(SimpleTestCase):
    """A view, its template and its slice share names."""

    PAGE = re.compile(r"[a-z_]+(?:/[a-z_]+)+\.html")

    def named(self):
        """Yield (slice, template) for every template that our Python names; the admin's have names of its own."""
        for path in sources():
            for text in strings(path):
                if self.PAGE.fullmatch(text) and not text.startswith("admin/"):
                    yield path.relative_to(EDUCATION).parts[0], text

    def views(self, name):
        """Return the names of all functions of a slice's modules that render pages."""
        modules = [path for path in sources(f"{name}/*.py") if "render_page" in path.read_text()]
        return {
            node.name for path in modules for node in ast.walk(ast.parse(path.read_text())) if hasattr(node, "name")
        }

    def test_a_slice_renders_its_own_templates_and_the_view_has_the_templates_name(self):
        found = set(self.named())
        self.assertIn(("learning", "learning/step.html"), found)
        for name, template in found:
            folder, page = template.removesuffix(".html").split("/")
            self.assertEqual(folder, name, template)
            self.assertTrue((TEMPLATES / template).exists(), template)
            if not page.startswith("_"):
                self.assertIn(page, self.views(name), f"no view of {name} is called {page}")

    def test_every_page_of_a_slice_is_rendered_by_its_view(self):
        named = {template for _, template in self.named()}
        frame = {"core/error.html"}  # the error pages extend it
        own = {name for name in templates() if name.split("/")[0] in SLICES and "/_" not in name}
        self.assertEqual(own - named - frame, set())


class TemplatesTests(SimpleTestCase):
    USED = re.compile(r"""{%\s*(?:extends|include)\s+["']([^"'#]+)""")
    LOADED = re.compile(r"{%\s*load\s+(.*?)\s*%}")

    def test_a_template_uses_only_templates_of_its_own_slice_or_of_earlier_ones(self):
        for name, source in templates().items():
            for used in self.USED.findall(source):
                if (TEMPLATES / used).exists():
                    said = f"{name} uses {used}"
                    self.assertTrue(may_use(slice_of_template(name), slice_of_template(used)), said)
                else:
                    self.assertTrue(used.startswith("admin/"), f"{name} uses {used}, which is not there")

    def test_a_template_loads_only_tags_of_its_own_slice_or_of_earlier_ones(self):
        self.assertGreaterEqual(
            LIBRARIES.items(), {"sclero": "core", "evidence": "library", "player": "learning"}.items()
        )
        for name, source in templates().items():
            for library in " ".join(self.LOADED.findall(source)).split():
                if library in LIBRARIES:
                    self.assertTrue(may_use(slice_of_template(name), LIBRARIES[library]), f"{name} loads {library}")

    def test_every_include_is_named_outright_so_that_these_tests_see_it(self):
        for name, source in templates().items():
            self.assertNotRegex(source, r"""{%\s*(extends|include)\s+[^"'\s]""", name)

    def test_what_htmx_does_works_without_it_too(self):
        seen = 0
        for name, source in templates().items():
            for tag, attributes, _ in Elements(bare(source)).found:
                if {"hx-get", "hx-post"} & attributes.keys():
                    seen += 1
                    self.assertIn({"a": "href", "form": "action"}.get(tag), attributes, f"{name}: <{tag}>")
                self.assertFalse({"hx-put", "hx-patch", "hx-delete"} & attributes.keys(), f"{name}: <{tag}>")
        self.assertGreaterEqual(seen, 2)

    def test_no_template_has_inline_script_style_or_handlers(self):
        for name, source in templates().items():
            self.assertEqual(forbidden(bare(source)), [], name)

    def test_what_is_forbidden_is_seen(self):
        for html in (
            "<script>go()</script>", "<style>p {}</style>", '<p style="color: red">', '<p onclick="go()">',
            '<p hx-on:click="go()">', '<a href="javascript:go()">',
        ):  # fmt: skip
            self.assertTrue(forbidden(html), html)
        self.assertEqual(forbidden('<script src="/static/x.js" defer></script><p class="style">on</p>'), [])


class RenderedPagesTests(TestCase):
    def test_no_page_comes_out_with_inline_script_style_or_handlers(self):
        for name, html in pages_in_english():
            self.assertEqual(forbidden(html), [], name)
