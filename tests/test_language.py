"""No sentence of ours reaches a reader untranslated: every page in a pseudo-language, searched for plain letters."""

import re
from string import Formatter

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.core import mail
from django.test import RequestFactory, SimpleTestCase, TestCase
from django.utils.translation import gettext, gettext_lazy, ngettext, npgettext, override, pgettext

from education.library.domain import csl, designs
from education.pathways.domain import strips
from tests.every_page import EveryPage
from tests.pseudo import LANGUAGE, WORD, Shown, pseudo_language, reworded
from tests.published import somebody

NAMES = {
    "Sclero": "our name",
    "FVC": "a measure, written the same everywhere",
    "DOI": "a register",
    "PubMed": "a register",
    "doi": "a register, as citations print it",
    "Vancouver": "a style of citations",
    "AMA": "a style of citations",
    "APA": "a style of citations",
    "MeSH": "a register of terms",
    "ICD": "a register of diseases",
    "PMID": "a register's number",
    "NCT00000001": "a trial's number",
    "testserver": "the site as mails name it",
}
# E-mail addresses and addresses of pages, wherever they stand.
INPUT = re.compile(r"[\w.+-]+@(?:example\.org|localhost)|https?://\S+|(?:/[\w-]+)+/")


def one_of(*patterns):
    """Return the pattern of any of `patterns`, the longest first."""
    return "(?:" + "|".join(sorted(patterns, key=len, reverse=True)) + ")"


def shaped(words, **parts):
    """Return the pattern of a phrase such as "{design}, {numbers} people", given the patterns of its parts."""
    pieces = Formatter().parse(words)
    return "".join(re.escape(text) + (parts[name] if name else "") for text, name, _, _ in pieces)


def designs_pattern():
    """Return the pattern of everything that `designs.design_line` can say."""
    words, number = designs.WORDS, r"\d+"
    numbers = one_of(number, shaped(words["list"], first=r"\d+(?:, \d+)*", last=number))
    ones = one_of(*(re.escape(design.one) for design in designs.DESIGNS.values()))
    many = one_of(*(re.escape(design.several) for design in designs.DESIGNS.values()))
    design = one_of(ones, shaped(words["several"], count=number, designs=many))
    people = (shaped(words[name], design=design, numbers=numbers) for name in ("trial", "one person", "people"))
    counted = one_of(design, *people)
    more = (shaped(words[name], first=counted, count=number) for name in ("and one more", "and more"))
    return one_of(counted, *more)


DAY = shaped(strips.WORDS["date"], day=r"\d+", month=one_of(*strips.MONTHS), year=r"\d+")
UNWORDED = (re.escape(text) for name, text in strips.WORDS.items() if name.startswith("not worded"))
# What a domain says in plain English by decision, as it may know nothing of languages: whole texts, and where from.
KNOWN = {
    designs_pattern(): "designs.WORDS and DESIGNS",
    one_of(strips.WORDS["nothing"], shaped(strips.WORDS["nothing, looked on"], date=DAY)): "strips.WORDS",
    one_of(*UNWORDED): "strips.WORDS",
    rf"[^A-Za-z]*{csl.NO_YEAR}[^A-Za-z]*": "csl.NO_YEAR: a citation is in English, and its element says so",
    r"(⟦[^⟧]*⟧: )?The steps? .* (do|does) not yet say what would differ for \w+\.": "graph.closed_reason",
    r"(⟦[^⟧]*⟧: )?Not every choice says whether it exists for \w+: .*\.": "graph.closed_reason",
}


def known(text):
    """Return the patterns of KNOWN that `text` fits."""
    return {pattern for pattern in KNOWN if re.fullmatch(pattern, text)}


def untranslated(text):
    """Return the plain words in `text` that are neither content, input, a name nor known."""
    if known(text):
        return []
    return WORD.findall(re.sub(rf"\b{one_of(*NAMES)}\b", "", INPUT.sub("", text)))


class PseudoLanguageTests(SimpleTestCase):
    """The pseudo-language itself: it must miss nothing and break nothing."""

    def setUp(self):
        self.enterContext(pseudo_language())
        self.enterContext(override(LANGUAGE))

    def test_every_way_of_translating_is_caught(self):
        lazy = gettext_lazy("Home")
        for found in (gettext("Home"), str(lazy), pgettext("a place", "Home"), f"{lazy}"):
            self.assertEqual(found, "⟦Ĥóɱé⟧")
        self.assertEqual(ngettext("one", "many", 1), "⟦óñé⟧")
        self.assertEqual(npgettext("count", "one", "many", 2), "⟦ɱáñý⟧")

    def test_placeholders_tags_and_entities_survive(self):
        message = gettext('<a href="%(url)s">Sign in</a> as {name}&nbsp;%(n)03d %s 5 %%')
        self.assertEqual(
            message % {"url": "/x/", "n": 7} if "%s" not in message else message,
            '⟦<a href="%(url)s">Šíğñ íñ</a> áš {name}&nbsp;%(n)03d %s 5 %%⟧',
        )

    def test_plain_letters_are_found_wherever_a_reader_meets_them(self):
        page = '<p title="One two">Three<br><b>four</b></p><img alt="Five"><input type="submit" value="Six">'
        hidden = '<script>seven</script><input value="eight"><p class="nine">⟦ţéñ⟧ 11 of 12</p>'
        found = [word for _, text in Shown(page + hidden).found for word in untranslated(text)]
        self.assertEqual(found, ["One", "two", "Three", "four", "Five", "Six"])


class FormsAreTranslatedTests(TestCase):
    """What editors read, too: names of models, and what their forms in the admin say."""

    def setUp(self):
        self.enterContext(pseudo_language())
        self.enterContext(override(LANGUAGE))

    def said(self):
        """Yield (where, text) for everything our admin pages say of models, fields, columns and actions."""
        request = RequestFactory().get("/")
        request.user = somebody("root@example.org", is_superuser=True, is_staff=True)
        for model, page in admin.site._registry.items():
            if not model.__module__.startswith("education."):
                continue
            yield from ((str(model), str(text)) for text in (model._meta.verbose_name, model._meta.verbose_name_plural))
            yield from ((f"{page} action", str(text)) for _, text in page.get_action_choices(request, []))
            columns = [name for name in page.get_list_display(request) if name != "__str__"]
            yield from ((f"{page}.{name}", str(label_for_field(name, model, page))) for name in columns)
            yield from of_fields(page, page.get_form(request).base_fields)
            for rows in page.get_inline_instances(request):
                names = (rows.model._meta.verbose_name, rows.model._meta.verbose_name_plural)
                yield from ((str(rows), str(text)) for text in names)
                rows_form = rows.get_formset(request)
                shown = {name: field for name, field in rows_form.form.base_fields.items() if name != rows_form.fk.name}
                yield from of_fields(rows, shown)

    def test_every_label_and_help_text_of_the_admin_is_translated(self):
        said = list(self.said())
        self.assertGreater(len(said), 300)
        wrong = [f"{where}: {text}" for where, text in said if untranslated(text)]
        self.assertEqual(wrong, [], "\n".join(wrong))


def of_fields(where, fields):
    """Yield (where, text) for the labels, help texts and choices of a form's fields."""
    for name, field in fields.items():
        texts = [field.label or "", field.help_text]
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            texts += [label for _, label in field.choices]
        yield from ((f"{where}.{name}", str(text)) for text in texts)


class EveryPageIsTranslatedTests(TestCase):
    def setUp(self):
        self.enterContext(pseudo_language())
        self.enterContext(override(LANGUAGE))

    def test_no_page_shows_a_word_of_ours_that_was_not_translated(self):
        found, used, pages = {}, set(), 0
        for name, response in EveryPage(worded=reworded, cookies={settings.LANGUAGE_COOKIE_NAME: LANGUAGE}):
            pages += 1
            html = response.content.decode()
            self.assertIn("⟦", html, f"{name} is not in the pseudo-language")
            for place, text in Shown(html).found:
                used |= known(text)
                if untranslated(text):
                    found.setdefault((place, text[:200]), name)
        said = [f"{name}: {place}: {text}" for (place, text), name in found.items()]
        self.assertEqual(said, [], "\n".join(said))
        self.assertGreater(pages, 300)
        self.assertEqual(used, set(KNOWN), "what is no longer shown needs no exception")
        for message in mail.outbox:
            self.assertEqual(untranslated(f"{message.subject} {message.body}"), [], message.body)
