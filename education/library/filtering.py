"""The filters of the evidence matrix in words: the form, what was left out of it, and what stands in the way."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from education.library.domain.filters import NAMES, Filters
from education.library.domain.strips import LEVELS
from education.library.templatetags.evidence import WORDS

SHOWN = 40  # characters of an unknown value that are repeated to the reader

LABELS = {
    "population": _("Population"),
    "line": _("Line studied"),
    "certainty": _("Certainty at least"),
    "direction": _("Direction"),
    "class": _("Class"),
    "organ": _("Organ"),
    "borrowed": _("Borrowed evidence"),
}
ANY = {
    "line": pgettext_lazy("line studied", "Any"),
    "direction": pgettext_lazy("direction of evidence", "Any"),
    "class": _("All classes"),
    "organ": _("All organs"),
}
POPULATIONS = {"everyone": _("Everyone"), "adult": _("Adult"), "child": _("Child")}


@dataclass(frozen=True)
class Choice:
    """One value of a filter in the form."""

    value: str
    word: str
    chosen: bool


@dataclass(frozen=True)
class Field:
    """One filter in the form."""

    name: str
    label: str
    choices: tuple[Choice, ...]

    @property
    def chosen(self):
        """Return the value that is set, "" for none."""
        return next((choice.value for choice in self.choices if choice.chosen), "")


def fields(filters, organs):
    """Return every filter by name; `organs` are those the library has, in order."""
    asked = filters.asked()
    return {
        name: Field(name, LABELS[name], _choices(name, asked.get(name, _nothing(name)), organs))
        for name in NAMES
        if name != "borrowed"
    }


def address(filters, page="library:evidence"):
    """Return the shortest address that asks for these filters."""
    query = urlencode(filters.asked())
    return reverse(page) + (f"?{query}" if query else "")


def in_words(filters, name, organs):
    """Return one filter as the form says it: its label and the word for its value."""
    value = filters.asked()[name]
    found = dict(_words(name, organs)) if name != "borrowed" else {"hide": _("hidden")}
    return {"label": LABELS[name], "value": found.get(value, value)}


def left_out(unknown):
    """Return the values that mean nothing here, under their labels, cut to a length that a page can show."""
    return [{"label": LABELS[one.name], "value": one.value[:SHOWN]} for one in unknown]


def _nothing(name):
    return {"population": Filters().population, "certainty": next(iter(LEVELS))}.get(name, "")


def _choices(name, chosen, organs):
    every = [("", ANY[name])] if name in ANY else []
    return tuple(Choice(value, word, value == chosen) for value, word in [*every, *_words(name, organs)])


def _words(name, organs):
    """Return the values of a filter with their words, in the order of the form."""
    if name == "organ":
        return [(organ.key, organ.name) for organ in organs]
    families = {
        "population": POPULATIONS,
        "line": WORDS["line"],
        "certainty": WORDS["certainty"],
        "direction": WORDS["direction"],
        "class": WORDS["group"],
    }
    return [(value, families[name][value]) for value in NAMES[name].values]
