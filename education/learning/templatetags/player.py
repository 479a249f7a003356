"""The words of the player: kinds of steps, gates, checks, lenses and verdicts, in the reader's language."""

from django import template
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from education.pathways import words

register = template.Library()

WORDS = {
    "lens": {"adult": _("Adult"), "child": _("Child")},
    "lens-mark": {"adult": _("Adult lens"), "child": _("Child lens")},
    "in-a": {"adult": _("In an adult"), "child": _("In a child")},
    "vignette": {"adult": _("Adult case"), "child": _("Child case")},
    "kind": {
        "start": _("Start"),
        "urgent": _("Urgent"),
        "support": _("Supportive care"),
        "gate": _("Gate"),
        "assess": _("Assessment"),
        "decision": _("Decision"),
        "equipoise": _("Equipoise"),
        "therapy": _("Treatment"),
        "trial": _("Trial"),
        "refer": _("Referral"),
        "monitor": _("Monitoring"),
        "outcome": _("Outcome"),
    },
    "flavour": {
        "right-disease": _("Is it the right disease?"),
        "really-worse": _("Is it really worse?"),
        "only-apparent": _("Is the resistance only apparent?"),
        "wanted-safe-available": _("Is escalation wanted, safe and available?"),
    },
    "state": {"settled": _("Settled"), "not-settled": _("Not settled"), "not-known": _("Not known")},
    "check": {
        "disease-confirmed": _("Disease confirmed"),
        "overlap-or-mimic": _("Overlap or mimic"),
        "measurement": _("Measurement"),
        "definition": _("Definition"),
        "same-assessor": _("Same assessor"),
        "own-report": _("Own report"),
        "other-cause": _("Other cause"),
        "adherence": _("Adherence"),
        "dose": _("Dose"),
        "duration": _("Duration"),
        "absorption": _("Absorption"),
        "intolerance": _("Intolerance"),
        "infection": _("Infection"),
        "growth": _("Growth"),
        "activity-or-damage": _("Activity or damage"),
        "goals": _("Goals"),
        "assent": _("Assent"),
        "pregnancy": _("Pregnancy"),
        "fertility": _("Fertility"),
        "infection-screen": _("Infection screen"),
        "vaccines": _("Vaccines"),
        "immunoglobulins": _("Immunoglobulins"),
        "organ-safety": _("Organ safety"),
        "cancer": _("Cancer"),
        "bones-teeth": _("Bones and teeth"),
        "steroid-exposure": _("Steroid exposure"),
        "access": _("Access"),
    },
    "compare": words.COMPARED,
    "verdict": {
        "preferred": _("Preferred"),
        "reasonable": _("Reasonable"),
        "weak": pgettext_lazy("verdict on a choice", "Weak"),
        "unsafe": _("Unsafe"),
    },
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
