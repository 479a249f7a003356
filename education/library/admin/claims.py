"""Claims, facts of children and open questions in the admin."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from education.library.admin.base import Edited, ListRows, ReadyFilter, RecordAdmin
from education.library.models import (
    ClaimPart,
    ClaimPartReference,
    ClaimReference,
    FactReference,
    OpenQuestion,
    PaediatricFact,
    QuestionReference,
    TeachingClaim,
)


class ClaimReferenceRows(ListRows):
    """What speaks for a claim, and what against it."""

    model = ClaimReference
    fields = ("position", "role", "reference")
    autocomplete_fields = ("reference",)


class ClaimPartRows(ListRows):
    """The statements that a claim is made of; their references are on a page of their own."""

    model = ClaimPart
    fields = ("position", "key", "claim", "verdict", "explanation", "its_references")
    readonly_fields = ("its_references",)

    @admin.display(description=_("references"))
    def its_references(self, part):
        """Return a link to the page where the references of a part are edited."""
        if not part.pk:
            return _("Save first.")
        return format_html('<a href="{}">{}</a>', reverse("admin:library_claimpart_change", args=[part.pk]), part.key)


class ClaimPartReferenceRows(ListRows):
    """What speaks for a part of a claim, and what against it."""

    model = ClaimPartReference
    fields = ("position", "role", "reference")
    autocomplete_fields = ("reference",)


class FactReferenceRows(ListRows):
    """What a fact rests on."""

    model = FactReference
    fields = ("position", "reference")
    autocomplete_fields = ("reference",)


class QuestionReferenceRows(ListRows):
    """What an open question names."""

    model = QuestionReference
    fields = ("position", "reference")
    autocomplete_fields = ("reference",)


@admin.register(TeachingClaim)
class TeachingClaimAdmin(RecordAdmin):
    """Sentences often taught, weighed."""

    shelf = "claims"
    list_display = ("key", "claim", "verdict", "evidence_population", "verified", "review_by", "is_ready")
    list_filter = (ReadyFilter, "verified", "verdict", "evidence_population", "review_by")
    search_fields = ("key", "claim", "explanation", "safer_wording", "parts__claim")
    inlines = (ClaimReferenceRows, ClaimPartRows)


@admin.register(ClaimPart)
class ClaimPartAdmin(Edited, admin.ModelAdmin):
    """One part of a claim with its references; it is added and deleted on the page of its claim."""

    add_action = None
    delete_action = None
    list_display = ("key", "whole", "claim", "verdict")
    list_filter = ("verdict",)
    list_select_related = ("whole",)
    search_fields = ("key", "claim", "whole__claim")
    fields = ("whole", "key", "claim", "verdict", "explanation")
    readonly_fields = ("whole",)
    inlines = (ClaimPartReferenceRows,)


@admin.register(PaediatricFact)
class PaediatricFactAdmin(RecordAdmin):
    """What is known of children."""

    shelf = "facts"
    list_display = ("key", "step", "fact", "verified", "review_by", "is_ready")
    list_filter = (ReadyFilter, "verified", "step", "review_by")
    search_fields = ("key", "step", "fact")
    inlines = (FactReferenceRows,)


@admin.register(OpenQuestion)
class OpenQuestionAdmin(RecordAdmin):
    """What is not known."""

    shelf = "questions"
    list_display = ("key", "topic", "status", "review_by", "is_ready")
    list_filter = (ReadyFilter, "review_by")
    search_fields = ("key", "topic", "status")
    inlines = (QuestionReferenceRows,)
