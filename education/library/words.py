"""The words for the values a record may hold; keys are those of `domain/records.py`."""

from django.utils.translation import gettext_lazy as _

POPULATIONS = {"adult": _("Adults"), "child": _("Children"), "mixed": _("Adults and children")}
LINES_STUDIED = {
    "first-line": _("First treatment"),
    "after-failure": _("After treatment had failed"),
    "mixed": _("First treatment and after failure"),
    "not-stated": _("Line of treatment not stated"),
}
DIRECTIONS = {
    "favours": _("Favours"),
    "against": _("Against"),
    "mixed": _("Mixed"),
    "no-difference": _("No difference"),
    "not-shown": _("Not shown"),
}
CERTAINTIES = {"high": _("High"), "moderate": _("Moderate"), "low": _("Low"), "very-low": _("Very low")}
OUTCOME_ROLES = {
    "primary-met": _("Primary outcome, met"),
    "primary-missed": _("Primary outcome, missed"),
    "secondary": _("Secondary outcome"),
    "post-hoc": _("Post hoc analysis"),
    "subgroup": _("Subgroup analysis"),
    "not-applicable": _("Not applicable"),
    "not-stated": _("Not stated"),
}
REGIMENS = {
    "alone": _("Alone"),
    "added": _("Added to another treatment"),
    "after": _("After another treatment"),
    "mixed": _("Mixed"),
    "not-stated": _("Not stated"),
}
DIRECTNESS = {"direct": _("Direct"), "indirect": _("Indirect")}
RETRACTIONS = {
    "none": _("Not retracted"),
    "corrected": _("Corrected"),
    "concern": _("Expression of concern"),
    "retracted": _("Retracted"),
}
DESIGNS = {
    "rct": _("Randomised trial"),
    "rct-post-hoc": _("Post hoc analysis of a randomised trial"),
    "rct-subgroup": _("Subgroup analysis of a randomised trial"),
    "rct-extension": _("Extension of a randomised trial"),
    "open-label-trial": _("Open-label trial"),
    "protocol": _("Trial protocol"),
    "cohort": _("Cohort"),
    "registry": _("Registry"),
    "case-series": _("Case series"),
    "case-report": _("Case report"),
    "survey": _("Survey"),
    "systematic-review": _("Systematic review"),
    "review": _("Review"),
    "guideline": _("Guideline"),
    "consensus": _("Consensus"),
    "classification-criteria": _("Classification criteria"),
    "regulatory": _("Regulatory document"),
    "basic-science": _("Basic science"),
    "congress-abstract": _("Congress abstract"),
}
