"""The words of the evidence, and Markdown with the names of its sources.

Keys such as "after-failure" are the content's; the words a reader sees are chosen here, in the reader's language.
"""

from django import template
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from education.core import markdown

register = template.Library()

WORDS = {
    "certainty": {"high": _("High"), "moderate": _("Moderate"), "low": _("Low"), "very-low": _("Very low")},
    "direction": {
        "favours": _("Favours"),
        "against": pgettext_lazy("direction of evidence", "Against"),
        "mixed": pgettext_lazy("direction of evidence", "Mixed"),
        "no-difference": _("No difference"),
        "not-shown": _("Not shown"),
    },
    "line": {
        "first-line": _("First-line"),
        "after-failure": _("After failure"),
        "mixed": _("Mixed lines"),
        "not-stated": _("Line not stated"),
    },
    "population": {"adult": _("Adults"), "child": _("Children"), "mixed": _("Adults and children")},
    "retraction": {
        "none": "",
        "corrected": _("Corrected since publication"),
        "concern": _("Expression of concern"),
        "retracted": _("Retracted"),
    },
}

# What a reference's regimen, endpoint and stage often say; anything else in them is content.
PLAIN = {
    "alone": _("Alone"),
    "met": _("Met"),
    "missed": _("Missed"),
    "early": pgettext_lazy("stage of disease", "Early"),
    "late": pgettext_lazy("stage of disease", "Late"),
    "any": pgettext_lazy("stage of disease", "Any"),
    "not-stated": _("Not stated"),
    "not-applicable": _("Not applicable"),
}


@register.filter
def word(key, family):
    """Return the word for `key` of a family ("certainty", "direction", …); raises KeyError for one that is not ours."""
    return WORDS[family][key]


@register.simple_tag(takes_context=True)
def prose(context, text, sources=()):
    """Return Markdown as safe HTML.

    Citations are labelled by `sources` (objects with key and label), terms by the context's `terms` (key to name).
    """
    labels = {source.key: source.label for source in sources or ()}
    return markdown.render(text, cites=labels, terms=context.get("terms"))


@register.filter
def at(mapping, key):
    """Return what a mapping holds at a key that is itself a variable, or nothing."""
    return mapping.get(key, "") if mapping else ""


@register.filter
def plainly(value):
    """Return our word for a value such as "not-stated", or else the record's own words, beginning with a capital."""
    words = str(value)
    return PLAIN.get(words, words[:1].upper() + words[1:])
