"""What guidelines say, and the definitions of progression and response."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from education.library import words
from education.library.domain import library
from education.library.models.base import (
    Cited,
    LibraryRecord,
    Ordered,
    Organ,
    Placed,
    filed_key,
    one_of,
    said,
    word_field,
)
from education.library.models.evidence import Reference, Therapy


class Recommendation(LibraryRecord):
    """What a guideline says of one intervention; its line is the panel's place in treatment, never a line studied."""

    FORM = library.Recommendation
    POINTS: ClassVar[tuple[str, ...]] = ("guideline", "organ")
    LISTS: ClassVar[Mapping[str, Ordered]] = {"therapies": Ordered("treats", "therapy")}

    key = models.CharField(
        _("key"),
        max_length=150,
        unique=True,
        validators=[filed_key],
        help_text=_("Stable name; citations point at it, so it is not changed once published."),
    )
    guideline = models.ForeignKey(
        Reference, models.PROTECT, related_name="recommendations", verbose_name=_("guideline")
    )
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="recommendations", verbose_name=_("organ domain"))
    intervention = models.TextField(_("intervention"), help_text=_("As the guideline names it."))
    stance = word_field(_("stance"), words.STANCES, help_text=_("The panel's own; it is printed exactly."))
    line = word_field(
        _("line of treatment"),
        words.GUIDELINE_LINES,
        help_text=_("The panel's place in treatment, not a line studied."),
    )
    wording = models.TextField(_("wording"), help_text=_("What the guideline says, in our own words."))
    level_grade = models.TextField(_("level and grade"), help_text=_("The panel's own, or “not stated”."))
    note = models.TextField(_("note"), blank=True)
    verified = models.BooleanField(_("verified"), default=False)

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["key"]
        constraints = [
            said("library_recommendation_said", "intervention", "wording", "level_grade"),
            one_of("stance", words.STANCES, "library_recommendation_stance"),
            one_of("line", words.GUIDELINE_LINES, "library_recommendation_line"),
        ]


class RecommendedTherapy(Placed):
    """A recommendation speaks of a therapy of the library."""

    inside = "recommendation"

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="treats")
    therapy = models.ForeignKey(Therapy, models.PROTECT, related_name="recommended", verbose_name=_("therapy"))

    class Meta(Placed.Meta):
        verbose_name = _("therapy it speaks of")
        verbose_name_plural = _("therapies it speaks of")
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "therapy"], name="library_recommended_therapy_once")
        ]

    def __str__(self) -> str:
        return self.therapy.key


class Threshold(LibraryRecord):
    """A definition of progression or response, a gate, a selection rule; historical ones are no limits for today."""

    FORM = library.Threshold
    POINTS: ClassVar[tuple[str, ...]] = ("organ", "source")
    LISTS: ClassVar[Mapping[str, Ordered]] = {
        "also": Ordered("cited", "reference"),
        "disagrees": Ordered("disagreements", "other"),
    }

    name = models.TextField(_("name"))
    kind = word_field(_("kind"), words.THRESHOLD_KINDS)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="thresholds", verbose_name=_("organ domain"))
    definition = models.TextField(_("definition"))
    status = word_field(_("status"), words.THRESHOLD_STATUSES, help_text=_("Historical ones are struck through."))
    source = models.ForeignKey(Reference, models.PROTECT, related_name="thresholds", verbose_name=_("source"))
    note = models.TextField(_("note"), blank=True)
    verified = models.BooleanField(_("verified"), default=False)

    class Meta:
        verbose_name = _("threshold")
        verbose_name_plural = _("thresholds")
        ordering = ["key"]
        constraints = [
            said("library_threshold_said", "name", "definition"),
            one_of("kind", words.THRESHOLD_KINDS, "library_threshold_kind"),
            one_of("status", words.THRESHOLD_STATUSES, "library_threshold_status"),
        ]

    def __str__(self) -> str:
        return self.name


class ThresholdReference(Cited):
    """A threshold stands in a further source."""

    inside = "threshold"

    threshold = models.ForeignKey(Threshold, models.CASCADE, related_name="cited")

    class Meta(Cited.Meta):
        verbose_name = _("further source")
        verbose_name_plural = _("further sources")
        constraints = [
            models.UniqueConstraint(fields=["threshold", "reference"], name="library_threshold_reference_once")
        ]


class Disagreement(Placed):
    """A threshold that answers the same question otherwise."""

    inside = "threshold"

    threshold = models.ForeignKey(Threshold, models.CASCADE, related_name="disagreements")
    other = models.ForeignKey(Threshold, models.PROTECT, related_name="+", verbose_name=_("other threshold"))

    class Meta(Placed.Meta):
        verbose_name = _("threshold it disagrees with")
        verbose_name_plural = _("thresholds it disagrees with")
        constraints = [
            models.UniqueConstraint(fields=["threshold", "other"], name="library_disagreement_once"),
            models.CheckConstraint(condition=~models.Q(threshold=F("other")), name="library_disagreement_with_another"),
        ]

    def __str__(self) -> str:
        return self.other.key
