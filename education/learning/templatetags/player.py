"""The words of the player: kinds of steps, gates, checks, lenses, verdicts, answers, in the reader's language."""

from django import template
from django.utils.translation import gettext_lazy as _

from education.learning.forms import ANSWERS
from education.library.words import CLAIM_ROLES
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
    "answer": ANSWERS,
    "answer-means": {
        "supported": _("The evidence held here bears the sentence out, within limits that are told with it."),
        "qualified": _("Part of it holds, or it holds under conditions that the sentence leaves out."),
        "contradicted": _("The evidence held here says otherwise."),
        "not-shown": _("No evidence held here shows it, nor that it is wrong."),
        "unsure": _("You would rather not commit yourself on this one."),
    },
    "claim-role": CLAIM_ROLES,
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
