"""The words of the evidence, Markdown with the names of its sources, and abbreviations spelt out.

Keys such as "after-failure" are the content's; the words that stand for them are those of `education/library/words.py`.
"""

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from education.core import markdown
from education.library import words
from education.library.domain.abbreviations import spell_out
from education.library.domain.designs import DESIGNS

register = template.Library()

WORDS = {
    "certainty": words.CERTAINTIES,
    "contrast": words.CONTRASTS,
    "direction": words.DIRECTIONS,
    "edge-effect": words.EDGE_EFFECTS,
    "group": words.THERAPY_GROUPS,
    "guideline-line": words.GUIDELINE_LINES,
    "line": words.LINES_STUDIED,
    "moved": words.MOVED,
    "population": words.POPULATIONS,
    "reason-group": words.REASON_GROUPS,
    "reason-section": words.REASON_SECTIONS,
    "regimen": words.REGIMENS,
    "role": words.OUTCOME_ROLES,
    "stance": words.STANCES,
    "target-effect": words.TARGET_EFFECTS,
    "threshold-kind": words.THRESHOLD_KINDS,
    # Editors choose "Not retracted"; readers are told only what happened, and since when.
    "retraction": words.RETRACTIONS | {"none": "", "corrected": _("Corrected since publication")},
    # Readers get the design as it stands in a line with its number: "RCT".
    "design": {key: design.one for key, design in DESIGNS.items()},
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


@register.simple_block_tag(takes_context=True)
def spelt(context, content):
    """Return the block with abbreviations spelt out at their first use; the context's `expansions` say which."""
    return mark_safe(spell_out(content, context.get("expansions") or {}))  # noqa: S308 - rendered by a template


@register.filter
def at(mapping, key):
    """Return what a mapping holds at a key that is itself a variable, or nothing."""
    return mapping.get(key, "") if mapping else ""


@register.filter
def plainly(value):
    """Return our word for a value such as "not-stated", or else the record's own words, beginning with a capital."""
    said = str(value)
    return PLAIN.get(said, said[:1].upper() + said[1:])
