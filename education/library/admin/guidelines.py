"""Recommendations and thresholds in the admin."""

from django.contrib import admin

from education.library.admin.base import ListRows, ReadyFilter, RecordAdmin
from education.library.models import (
    Disagreement,
    Recommendation,
    RecommendedTherapy,
    Threshold,
    ThresholdReference,
)


class TherapyRows(ListRows):
    """The therapies that a recommendation speaks of."""

    model = RecommendedTherapy
    fields = ("position", "therapy")
    autocomplete_fields = ("therapy",)


class FurtherSourceRows(ListRows):
    """Where else a threshold stands."""

    model = ThresholdReference
    fields = ("position", "reference")
    autocomplete_fields = ("reference",)


class DisagreementRows(ListRows):
    """Thresholds that answer the same question otherwise."""

    model = Disagreement
    fk_name = "threshold"
    fields = ("position", "other")
    autocomplete_fields = ("other",)


@admin.register(Recommendation)
class RecommendationAdmin(RecordAdmin):
    """What guidelines say."""

    shelf = "recommendations"
    list_display = ("key", "guideline", "organ", "intervention", "stance", "line", "verified", "review_by", "is_ready")
    list_filter = (ReadyFilter, "verified", "stance", "line", "organ", "review_by")
    autocomplete_fields = ("guideline", "organ")
    inlines = (TherapyRows,)
    search_fields = ("key", "intervention", "wording", "guideline__key", "treats__therapy__name")


@admin.register(Threshold)
class ThresholdAdmin(RecordAdmin):
    """Definitions of progression and response, gates, selection."""

    shelf = "thresholds"
    list_display = ("key", "name", "kind", "organ", "status", "source", "verified", "review_by", "is_ready")
    list_filter = (ReadyFilter, "verified", "kind", "status", "organ", "review_by")
    search_fields = ("key", "name", "definition", "source__key")
    autocomplete_fields = ("organ", "source")
    inlines = (FurtherSourceRows, DisagreementRows)
