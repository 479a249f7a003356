"""A pseudo-language: every translated string comes out as ⟦áççéñţéđ⟧ text, so what was never translated stands out.

Content is reworded in Cyrillic letters instead. What is left on a page in plain Latin letters is neither.
"""

import gettext
import re
from contextlib import contextmanager
from html.parser import HTMLParser
from string import ascii_letters
from typing import get_args

from django.conf import settings
from django.test import override_settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import trans_real

from education.pathways.domain.document import Measure

LANGUAGE = "eo"  # any language that Django itself knows and Sclero does not have
ACCENTED = str.maketrans(ascii_letters, "áƀçđéƒğĥíĵķļɱñóþɋŕšţúṽŵẋýžÁƁÇĐÉƑĞĤÍĴĶĻḾÑÓÞɊŔŠŢÚṼŴẊÝŽ")
CYRILLIC = str.maketrans(ascii_letters, "абцдефгхийклмнопярстувшыьзАБЦДЕФГХИЙКЛМНОПЯРСТУВШЫЬЗ")
# What a translator leaves alone: placeholders, tags inside a sentence, entities.
KEPT = re.compile(r"%%|%\(\w+\)[-#0 +]*[\d.]*\w|%[sdrif]|\{[^}]*\}|<[^>]+>|&#?\w+;")
CONTENT_KEPT = re.compile(r"\[@[^\]]+\]|\[\[[^\]]+\]\]|\[\^\d\]|^::: \w+$", re.M)
CODE = re.compile(r"[a-z0-9-]*|10\.1/1|NCT\d+")
SHOWN_ATTRIBUTES = {"title", "aria-label", "aria-description", "alt", "placeholder", "label"}
WORD = re.compile(r"[A-Za-z]{3,}")


def _outside(pattern, change, text):
    """Return `text` with `change` made to what `pattern` does not match."""
    kept = [*pattern.findall(text), ""]
    return "".join(change(part) + left for part, left in zip(pattern.split(text), kept, strict=True))


def translated(message):
    """Return a message as the pseudo-language has it; contexts before a message are for translators only."""
    message = message.rpartition("\x04")[2]
    return f"⟦{_outside(KEPT, lambda part: part.translate(ACCENTED), message)}⟧"


def reworded(document, *, text=False):
    """Return a document (texts in lists and dicts) in Cyrillic letters; keys, citations and marks stay as they are.

    `text` says that it is a text even if it looks like a key.
    """
    if isinstance(document, dict):
        return {key: reworded(value, text=key == "short") for key, value in document.items()}
    if isinstance(document, list | tuple):
        return [reworded(value) for value in document]
    if not isinstance(document, str) or document in get_args(Measure) or (CODE.fullmatch(document) and not text):
        return document
    return _outside(CONTENT_KEPT, lambda part: part.translate(CYRILLIC), document)


class Pseudo(gettext.NullTranslations):
    """A catalogue that has a translation of everything."""

    def gettext(self, message):
        return translated(message)

    def ngettext(self, singular, plural, number):
        return translated(singular if number == 1 else plural)

    def language(self):
        return LANGUAGE

    to_language = language


@contextmanager
def pseudo_language():
    """Offer the pseudo-language beside English, with a catalogue of everything."""
    with override_settings(LANGUAGES=[*settings.LANGUAGES, (LANGUAGE, _("Pseudo-language"))]):
        trans_real._translations[LANGUAGE] = Pseudo()  # override_settings emptied it
        yield
        del trans_real._translations[LANGUAGE]


class Shown(HTMLParser):
    """Everything a reader sees or hears of a page: (place, text) in `found`."""

    def __init__(self, html):
        super().__init__()
        self.found, self.open = [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        given = dict(attributes)
        is_button = tag == "input" and given.get("type") in {"submit", "button", "reset"}
        shown = SHOWN_ATTRIBUTES | ({"value"} if is_button else set())
        # The error panel's words are chosen by script from its data attributes.
        shown |= {name for name in given if name.startswith("data-") and given.get("id") == "error-panel"}
        is_description = tag == "meta" and given.get("name") == "description"
        shown |= {"content"} if is_description else set()
        self.found += [(f"{tag} {name}", given[name]) for name in sorted(shown & given.keys()) if given[name]]

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        self.open.pop()

    def handle_endtag(self, tag):
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, text):
        if text.strip() and not {"script", "style"} & set(self.open):
            self.found.append((self.open[-1] if self.open else "", text.strip()))
