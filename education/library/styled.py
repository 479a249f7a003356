"""Citations as Vancouver, AMA and APA print them, drawn by citeproc from the styles in `styles/`.

citeproc is loaded when the first citation is asked for, not with the program: it takes some 11 MB in every worker, and
most pages (the player's panel among them) cite without it.
"""

import re
from functools import cache, lru_cache
from html import escape
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import nh3
from django.utils.safestring import SafeString, mark_safe

from education.library.domain import csl
from education.library.domain.records import Reference

STYLES = Path(__file__).parent / "styles"
# What a reader calls the style: its file.
FILES = {
    "Vancouver": "nlm-citation-sequence",
    "AMA": "american-medical-association",
    "APA": "apa",
}
KEPT = 1000  # citations; about 1 kB each
TAGS = {"i", "b", "sup", "sub"}

# The styles number a list of references; ours stands alone.
NUMBER = re.compile(r"^1\.\s*")
# AMA takes a paper without volume and pages for one published ahead of print; here they are only not held.
AHEAD = re.compile(r"\bPublished online (?=\d|year\b)")
# "et al" stands in the list of authors as its last name; a style that joins the last with "&" must not.
JOINED = re.compile(r",? &amp; et al\b\.?")
TWO_YEARS = re.compile(rf"({csl.NO_YEAR}), \1")
AGAIN = re.compile(rf"(?<={csl.TITLE})(.*?){csl.TITLE}[.,]?\s*", re.S)
TWICE = re.compile(r"(?<=[.?!])\.(?=\s|$)")


class Styled(NamedTuple):
    """A citation in one style, as safe HTML."""

    style: str
    html: SafeString


@lru_cache(maxsize=KEPT)
def styled(reference: Reference) -> tuple[Styled, ...]:
    """Return the citation in every style.

    It is kept by the record itself, so a release that changes the record changes its citation.
    """
    return tuple(Styled(name, mark_safe(_drawn(file, reference))) for name, file in FILES.items())  # noqa: S308


def _drawn(file: str, reference: Reference) -> str:
    """Return one citation with all markup in it escaped, save what the style itself sets."""
    citeproc, source = _citeproc(), import_module("citeproc.source.json")
    items = source.CiteProcJSON([csl.item(reference)])
    list_of_one = citeproc.CitationStylesBibliography(_style(file), items, citeproc.formatter.html)
    list_of_one.register(citeproc.Citation([citeproc.CitationItem(reference.key)]))
    return _settled(str(list_of_one.bibliography()[0]), reference.title)


def _settled(drawn: str, title: str) -> str:
    """Return what citeproc drew with the title put in once, and without what the record does not say."""
    drawn = AHEAD.sub("", NUMBER.sub("", drawn))
    drawn = TWO_YEARS.sub(r"\1", AGAIN.sub(r"\1", JOINED.sub(", et al.", drawn)))
    drawn = drawn.replace(csl.TITLE, escape(title.rstrip("."), quote=False))
    return nh3.clean(TWICE.sub("", drawn), tags=TAGS, attributes={}).strip()


@cache
def _style(file: str) -> Any:
    """Return a style, read once a process."""
    return _citeproc().CitationStylesStyle(str(STYLES / f"{file}.csl"), validate=False)


def _citeproc() -> ModuleType:
    return import_module("citeproc")
