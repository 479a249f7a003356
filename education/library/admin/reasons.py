"""Reasons in the admin: six sections of prose, and the records that they lead on to."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from education.library.admin.base import ListRows, ReadyFilter, RecordAdmin
from education.library.models import Reason, ReasonClaim, ReasonFact, ReasonNode, ReasonQuestion, ReasonThreshold


class ReasonClaimRows(ListRows):
    """Teaching claims to weigh."""

    model = ReasonClaim
    fields = ("position", "claim")
    autocomplete_fields = ("claim",)


class ReasonFactRows(ListRows):
    """Facts of children."""

    model = ReasonFact
    fields = ("position", "fact")
    autocomplete_fields = ("fact",)


class ReasonQuestionRows(ListRows):
    """Open questions."""

    model = ReasonQuestion
    fields = ("position", "question")
    autocomplete_fields = ("question",)


class ReasonThresholdRows(ListRows):
    """Definitions and limits."""

    model = ReasonThreshold
    fields = ("position", "threshold")
    autocomplete_fields = ("threshold",)


class ReasonNodeRows(ListRows):
    """Parts of the mechanism map."""

    model = ReasonNode
    fields = ("position", "node")
    autocomplete_fields = ("node",)


@admin.register(Reason)
class ReasonAdmin(RecordAdmin):
    """Why treatment fails, and what differs in children."""

    shelf = "reasons"
    list_display = ("key", "title", "group", "position", "verified", "review_by", "is_ready")
    list_filter = (ReadyFilter, "verified", "group", "review_by")
    search_fields = ("key", "title", "lead")
    inlines = (ReasonClaimRows, ReasonFactRows, ReasonQuestionRows, ReasonThresholdRows, ReasonNodeRows)
    fieldsets = (
        (None, {"fields": ("key", "group", "position", "title", "lead")}),
        (
            _("What its page says"),
            {
                "fields": ("mechanism", "in_patients", "in_laboratory", "in_clinic", "what_to_do", "not_known"),
                "description": _(
                    "Markdown. Every paragraph cites, such as [@senscis-2019], or stands in a practice prompt: a line "
                    "“::: prompt”, what to ask or do, a line “:::”. Terms are linked as [[fvc]] or [[fvc|words]]."
                ),
            },
        ),
        (_("Where it leads"), {"fields": ("pathways",)}),
        (_("Review"), {"fields": ("verified", "review_by", "ready_mark", "used_by")}),
    )
