"""The words for the values a draft may hold; keys are those of `domain/document.py`."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LENSES = {"adult": _("Adult"), "child": _("Child")}
KINDS = {
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
}
FLAVOURS = {
    "right-disease": _("Is it the right disease?"),
    "really-worse": _("Is it really worse?"),
    "only-apparent": _("Is the resistance only apparent?"),
    "wanted-safe-available": _("Is escalation wanted, safe and available?"),
}
STATES = {"settled": _("Settled"), "not-settled": _("Not settled"), "not-known": _("Not known")}
CHECKS = {
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
}
COMPARED = {
    "aim": _("Aim"),
    "works-on": _("What it works on"),
    "evidence-after-failure": _("Evidence after failure"),
    "time-to-effect": _("Time before judging"),
    "given-how": _("How it is given"),
    "main-harm": _("Main harm"),
    "before-starting": _("Before starting"),
    "monitoring": _("Monitoring"),
    "fertility-pregnancy": _("Fertility and pregnancy"),
    "children": _("In children"),
    "access": _("Access"),
    "stopping-rule": _("When to stop"),
}
VERDICTS = {
    "preferred": _("Preferred"),
    "reasonable": _("Reasonable"),
    "weak": pgettext_lazy("verdict on a choice", "Weak"),
    "unsafe": _("Unsafe"),
}
AUDIENCES = {
    "any": _("Any clinician"),
    "trainee": _("Trainees"),
    "specialist": _("Specialists"),
    "nurse": _("Nurses"),
}
