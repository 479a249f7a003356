"""The words of the player: kinds of steps, gates, checks, lenses and verdicts, in the reader's language."""

from django import template
from django.utils.translation import gettext_lazy as _

from education.pathways import words

register = template.Library()

WORDS = {
    "lens": words.LENSES,
    "lens-mark": {"adult": _("Adult lens"), "child": _("Child lens")},
    "in-a": {"adult": _("In an adult"), "child": _("In a child")},
    "vignette": {"adult": _("Adult case"), "child": _("Child case")},
    "kind": words.KINDS,
    "flavour": words.FLAVOURS,
    "state": words.STATES,
    "check": words.CHECKS,
    "compare": words.COMPARED,
    "verdict": words.VERDICTS,
    "audience": {
        "trainee": _("Trainees"),
        "specialist": _("Specialists"),
        "nurse": _("Nurses"),
        "any": _("Any clinician"),
    },
}


@register.filter
def step_word(key, family):
    """Return the word for `key` of a family ("kind", "check", …); raises KeyError for one that is not ours."""
    return WORDS[family][key]


@register.filter
def times(number):
    """Return a range, to repeat a mark `number` times."""
    return range(max(0, int(number or 0)))
