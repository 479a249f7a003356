"""The words for the values a record may hold; keys are those of `domain/records.py`."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

POPULATIONS = {"adult": _("Adults"), "child": _("Children"), "mixed": _("Adults and children")}
LINES_STUDIED = {
    "first-line": _("First-line"),
    "after-failure": _("After failure"),
    "mixed": _("Mixed lines"),
    "not-stated": _("Line not stated"),
}
DIRECTIONS = {
    "favours": _("Favours"),
    "against": pgettext_lazy("direction of evidence", "Against"),
    "mixed": pgettext_lazy("direction of evidence", "Mixed"),
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
THERAPY_GROUPS = {
    "immunosuppression": _("Immunosuppression"),
    "antifibrotic": _("Antifibrotic"),
    "cellular": _("Cellular"),
    "vascular": _("Vascular"),
    "supportive": _("Supportive"),
    "procedure": _("Procedures"),
    "other": _("Other"),
}
CONTRASTS = {
    "difference": _("Difference between groups"),
    "ratio": _("Ratio between groups"),
    "change": _("Change from before to after, no control group"),
}
BETTER = {"higher": _("Higher is better"), "lower": _("Lower is better"), "neither": _("Neither is better")}
STANCES = {
    "recommended": _("Recommended"),
    "conditionally-recommended": _("Conditionally recommended"),
    "may-be-considered": _("May be considered"),
    "research-only": _("Research only"),
    "caution": _("Caution"),
    "against-strength-unknown": _("Against, strength unknown"),
    "conditionally-against": _("Conditionally against"),
    "strongly-against": _("Strongly against"),
}
GUIDELINE_LINES = {
    "first": _("First line"),
    "second": _("Second line"),
    "progression": _("On progression"),
    "not-stated": _("Line not stated"),
}
THRESHOLD_KINDS = {
    "progression": _("Progression"),
    "response": _("Response"),
    "gate": _("Gate"),
    "transplant": _("Selection for transplant"),
    "trial-entry": _("Entry to a trial"),
    "classification": _("Classification"),
    "risk": _("Risk"),
}
THRESHOLD_STATUSES = {"current": _("Current"), "historical": _("Historical")}
CLAIM_VERDICTS = {
    "supported": _("Supported"),
    "qualified": _("Qualified"),
    "contradicted": _("Contradicted"),
    "not-shown": _("Not shown"),
}
NODE_KINDS = {
    "cell": _("Cell"),
    "cytokine": _("Cytokine"),
    "receptor": _("Receptor"),
    "signalling": _("Signalling"),
    "process": _("Process"),
    "outcome": _("Outcome"),
}
EDGE_EFFECTS = {
    "activates": _("Activates"),
    "inhibits": _("Inhibits"),
    "sustains": _("Sustains"),
    "compensates-for": _("Compensates for"),
}
TARGET_EFFECTS = {
    "blocks": _("Blocks"),
    "depletes": _("Depletes"),
    "reduces": _("Reduces"),
    "supports": _("Supports"),
}
REASON_GROUPS = {
    "definition": _("What comes first"),
    "resistance": _("Why treatment fails"),
    "children": _("What differs in children"),
    "following": _("Following it"),
}
REASON_SECTIONS = {
    "mechanism": _("How it is thought to work"),
    "in_patients": _("Shown in patients"),
    "in_laboratory": _("Shown only in the laboratory"),
    "in_clinic": _("How it shows in clinic"),
    "what_to_do": _("What to do about it"),
    "not_known": _("What is not known"),
}
CLAIM_ROLES = {
    "references": _("Rests on"),
    "supports": _("Supports it"),
    "qualifies": _("Qualifies it"),
    "contradicts": _("Contradicts it"),
}
MOVED = {
    "changed": _("Changed since"),
    "gone": _("No longer in the library"),
    "overdue": _("Review overdue"),
    "retracted": _("Retracted since"),
}
