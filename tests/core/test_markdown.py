"""Markdown as we render it: our three additions stay, everything that could act does not."""

import re

from django.test import SimpleTestCase
from hypothesis import example, given, settings
from hypothesis import strategies as some

from education.core import markdown
from education.core.markdown import render
from tests.starter.pages import attribute, every, text_of, tree

HTMX_SAYS = "hx-get hx-on:click data-hx-get data-hx-on-click style onclick onerror srcdoc class".split()
NASTY = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "&#106;avascript:alert(1)", "vbscript:x",
    "data:text/html,<script>x</script>", "file:///etc/passwd", "//evil.example", "\x01javascript:x", "%6aavascript:x",
]  # fmt: skip
PIECES = [
    *NASTY, *(f'" {name}="x' for name in HTMX_SAYS), *(f"' {name}='x" for name in HTMX_SAYS),
    *(f"{{{name}=x}}" for name in HTMX_SAYS), "<script>", "</script>", "<iframe src=x>", "<form action=x>",
    "<input name=x>", "<svg onload=x>", "<style>", "<base href=x>", "<div hx-get=/x>", "<a href=javascript:x>", "<!--",
    "-->", "<![CDATA[", "]]>", "&lt;script&gt;", "<x", "</div>", "</p>", "[", "]", "(", ")", "![", "[@", "[[", "]]",
    "|", ":::", "\n::: prompt\n", "\n::: warning\n", "\n::: note hx-get=x\n", "\n:::\n", "[^1]", "[^1]: ", "\n\n",
    "\n", "    ", "`", "```", "```hx-get\n", "~~~ style=x\n", "> ", "- ", "1. ", "# ", "**", "_", "<", ">", '"', "'",
    "&", "=", "\\", "trial", "fvc", "IL-6", "# h {#x hx-get=y}", "| a | b |\n|---|:-:|\n| c | d |\n", "Term\n: said\n",
    "<http://x.example>", "<javascript:x>", '[x](y "z")', '![x](y "z")', "[r]: javascript:x 'y'\n", "[r]", "\0",
    "\u202e", "é",
]  # fmt: skip
TEXTS = some.lists(some.one_of(some.sampled_from(PIECES), some.text(max_size=5)), max_size=25).map("".join)
MAY_ACT = re.compile(r"^(on|hx-|data-|style$|srcdoc$|action$|formaction$|srcset$|ping$|target$|xlink)")
ANYWHERE = {"lang", "title"}  # words only, so the cleaner lets every element carry them
SCHEMES = ("http:", "https:", "mailto:")


class AdditionsTests(SimpleTestCase):
    def rendered(self, text, **words):
        """Return the root of a text rendered with labels for one reference and one term."""
        words = {"cites": {"trial": "Silva 2020"}, "terms": {"fvc": "FVC"}} | words
        return tree(render(text, **words))

    def only(self, text, tag="", css="", **words):
        """Return the one element of this tag and class in a rendered text."""
        found = every(self.rendered(text, **words), tag, css)
        self.assertEqual(len(found), 1)
        return found[0]

    def test_empty_text_gives_nothing(self):
        self.assertEqual(render(""), "")
        self.assertEqual(render(None), "")
        self.assertEqual(render(" \n "), "")

    def test_a_citation_links_to_its_reference_by_its_label(self):
        link = self.only("It slowed [@trial].", "a", "s-cite")
        self.assertEqual((attribute(link, "href"), text_of(link)), ("/references/trial/", "Silva 2020"))

    def test_a_citation_without_a_label_shows_its_key(self):
        self.assertEqual(text_of(self.only("[@gone]", "a", "s-cite")), "gone")

    def test_citations_beside_each_other_stay_two(self):
        self.assertEqual(len(every(self.rendered("Fact [@trial][@gone], [@trial]."), "a", "s-cite")), 3)

    def test_a_term_is_shown_by_its_name_or_by_words_of_the_sentence(self):
        for text, shown in (("[[fvc]]", "FVC"), ("[[fvc|forced breath]]", "forced breath"), ("[[gone]]", "gone")):
            link = self.only(f"Her {text} fell.", "a", "s-term")
            self.assertEqual((attribute(link, "href")[:7], text_of(link)), ("/terms/", shown))

    def test_what_is_no_key_stays_as_it_was_written(self):
        for text in ("[@Trial]", "[@]", "[@a b]", "[[FVC]]", "[[]]", "[[fvc|]]", "[[fvc|a|b]]", "[@trial"):
            root = self.rendered(text)
            self.assertEqual(text_of(root), text)
            self.assertEqual(every(root, "a"), [])

    def test_inside_code_nothing_is_added(self):
        self.assertEqual(every(self.rendered("`[@trial] [[fvc]]`"), "a"), [])

    def test_labels_and_words_are_escaped(self):
        bad = '<img src=x onerror="y">&'
        root = self.rendered(f"[@trial] [[fvc]] [[fvc|{bad}]]", cites={"trial": bad}, terms={"fvc": bad})
        self.assertEqual([text_of(one) for one in every(root, "a")], [bad] * 3)
        self.assertEqual(every(root, "img"), [])

    def test_a_practice_prompt_says_that_it_is_one(self):
        block = self.only("::: prompt\nAsk about *breath*.\n:::", "div")
        self.assertEqual((attribute(block, "class"), attribute(block, "role")), ("s-prompt", "note"))
        self.assertEqual(text_of(every(block, "p", "s-prompt-label")[0]), "Practice prompt, not a finding")
        self.assertEqual(text_of(every(block, "em")[0]), "breath")

    def test_callouts_keep_their_classes_and_may_hold_citations(self):
        for name in ("note", "warning"):
            block = self.only(f"::: {name}\nCare [@trial].\n:::", "div")
            self.assertEqual(attribute(block, "class"), f"s-callout s-callout-{name}")
            self.assertEqual(len(every(block, "a", "s-cite")), 1)

    def test_a_block_of_another_name_is_plain_text(self):
        self.assertEqual(every(self.rendered("::: danger\nx\n:::"), "div"), [])

    def test_footnotes_lead_there_and_back(self):
        root = self.rendered("One[^a], two[^b].\n\n[^a]: First.\n[^b]: Second.", name="body")
        ids = {attribute(one, "id") for one in every(root) if attribute(one, "id")}
        ways = [attribute(link, "href") for mark in every(root, "sup", "footnote-ref") for link in every(mark, "a")]
        back = [attribute(link, "href") for link in every(root, "a", "footnote-backref")]
        self.assertEqual((len(ways), len(back), len(ids)), (2, 2, 4))
        self.assertEqual({way[1:] for way in (*ways, *back)}, ids)
        self.assertTrue(every(root, "section", "footnotes") and every(root, "ol", "footnotes-list"))
        self.assertEqual(len(every(root, "li", "footnote-item")), 2)

    def test_two_texts_of_different_names_share_no_id(self):
        text = "One[^a].\n\n[^a]: First."
        ids = [
            {attribute(one, "id") for one in every(self.rendered(text, name=name)) if attribute(one, "id")}
            for name in "ab"
        ]
        self.assertEqual(len(ids[0] | ids[1]), 4)

    def test_tables_and_definitions_come_through(self):
        head = every(self.rendered("| a | b |\n|---|---|\n| c | d |"), "th")
        self.assertEqual([attribute(one, "scope") for one in head], ["col", "col"])
        self.assertEqual(text_of(self.only("Term\n: said", "dd")), "said")

    def test_names_do_not_break_at_their_hyphen(self):
        for name in ("IL-6", "TGF-β", "IFN-γ", "KL-6"):
            for text in (f"High {name}, too", f"[[fvc|{name} level]]"):
                self.assertEqual(text_of(self.only(text, "span", "s-nowrap")), name)
        for text in ("SAIL-6", "IL-", "tail-6"):
            self.assertEqual(every(self.rendered(text), "span"), [])

    def test_what_is_said_of_a_link_is_kept_and_nothing_else(self):
        link = self.only('[words](https://x.example "title")', "a")
        self.assertEqual(dict(link.attributes), {"href": "https://x.example", "title": "title"})


class HarmlessTests(SimpleTestCase):
    """Whatever is written, the answer holds only the tags, attributes, classes and schemes of the allow-list."""

    def assert_harmless(self, html):
        root = tree(html)
        for one in every(root):
            self.assertIn(one.name, markdown.TAGS, html)
            for name, value in one.attributes:
                self.assertNotRegex(name, MAY_ACT, html)
                self.assert_allowed(one.name, name, value or "", html)

    def assert_allowed(self, tag, name, value, html):
        if name == "class":
            self.assertLessEqual(set(value.split()), markdown.CLASSES.get(tag, set()), html)
        elif name == "role":
            self.assertEqual((tag, value), ("div", "note"), html)
        else:
            self.assertIn(name, markdown.ATTRIBUTES.get(tag, set()) | ANYWHERE, html)
        if name in {"href", "src"}:
            # Letters and a colon are a scheme; what browsers ignore inside one is taken out first.
            plain = re.sub(r"[\x00-\x20]", "", value).casefold()
            self.assertFalse(re.match(r"[a-z][a-z0-9+.-]*:", plain) and not plain.startswith(SCHEMES), html)

    def test_raw_html_comes_out_as_text(self):
        for text in (
            "<script>x</script>",
            "a <b onclick=x>b</b>",
            "<iframe src=x></iframe>",
            "<form action=x>",
            "<!-- x -->",
        ):
            root = tree(render(text))
            self.assertEqual(text_of(root), text)
            self.assertEqual({one.name for one in every(root)}, {"p"})

    def test_addresses_that_act_become_no_link(self):
        for url in NASTY:
            for text in (f"[x]({url})", f"![x]({url})", f"<{url}>", f"[x][r]\n\n[r]: {url}", f"[x](<{url}>)"):
                self.assert_harmless(render(text))

    def test_attributes_cannot_be_smuggled_through_titles_names_and_languages(self):
        for name in HTMX_SAYS:
            for quote in "\"'":
                bad = f"{quote} {name}={quote}x"
                for text in (
                    f"[x](y '{bad}')",
                    f'[x](y "{bad}")',
                    f"![{bad}](y)",
                    f"```{bad}\nx\n```",
                    f"[^{bad}]\n\n[^{bad}]: x",
                ):
                    self.assert_harmless(render(text, name=bad))
                    self.assert_harmless(render(f"[@trial] [[fvc]] {text}", cites={"trial": bad}, terms={"fvc": bad}))

    @settings(max_examples=400, deadline=None)
    @given(text=TEXTS, words=TEXTS, name=some.sampled_from(["", "body", '"><script>']))
    @example(text="::: prompt\n</div><div hx-get=x>\n:::", words="", name="")
    @example(text="[x](y '\" hx-on:click=\"z')", words="", name="")
    def test_nothing_that_acts_survives(self, text, words, name):
        self.assert_harmless(render(text, cites={"trial": words}, terms={"fvc": words}, name=name))

    @settings(max_examples=100, deadline=None)
    @given(text=TEXTS)
    def test_rendering_is_the_same_every_time(self, text):
        self.assertEqual(render(text), render(text))

    def test_deep_nesting_and_long_lines_end(self):
        for text in (
            ">" * 5_000,
            "[" * 5_000,
            "*" * 5_000,
            "- " * 2_000,
            "::: note\n" * 500,
            "[@trial]" * 2_000,
            "![" * 2_000,
        ):
            self.assert_harmless(render(text))
