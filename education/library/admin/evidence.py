"""References, statements, therapies, terms and organ domains in the admin."""

from django.contrib import admin
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _

from education.library.admin.base import Edited, ListRows, ReadyFilter, RecordAdmin
from education.library.models import (
    Effect,
    EvidenceStatement,
    Organ,
    Reference,
    StatementReference,
    Term,
    Therapy,
)


class StatementReferenceRows(ListRows):
    """What a statement rests on, the leading reference first."""

    model = StatementReference
    fields = ("position", "reference")
    autocomplete_fields = ("reference",)


class EffectRows(ListRows):
    """The sizes of effect of a statement, one source each."""

    model = Effect
    fields = ("position", "reference", "measure", "contrast", "better", "value", "low", "high", "missing")
    autocomplete_fields = ("reference",)


@admin.register(Reference)
class ReferenceAdmin(RecordAdmin):
    """Sources."""

    shelf = "references"
    list_display = ("key", "title", "year", "design", "population", "verified", "retraction", "review_by", "is_ready")
    list_filter = (
        ReadyFilter, "verified", "numbers_verified", "citation_complete", "retraction", "design", "population",
        "organ_domains", "review_by",
    )  # fmt: skip
    search_fields = ("key", "title", "authors", "journal", "doi", "pmid", "trial_id", "topics")

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Return organ domains as boxes to tick: there are nine."""
        return super().formfield_for_manytomany(db_field, request, **kwargs | {"widget": CheckboxSelectMultiple})


@admin.register(EvidenceStatement)
class EvidenceStatementAdmin(RecordAdmin):
    """What is known, and how well."""

    shelf = "statements"
    list_display = (
        "key", "therapy", "organ", "population", "line_studied", "direction", "certainty", "verified", "is_ready",
    )  # fmt: skip
    list_filter = (ReadyFilter, "verified", "harm", "organ", "population", "line_studied", "direction", "certainty")
    search_fields = ("key", "outcome", "finding", "therapy__name", "references__key")
    autocomplete_fields = ("therapy", "organ")
    inlines = (StatementReferenceRows, EffectRows)


@admin.register(Therapy)
class TherapyAdmin(RecordAdmin):
    """Treatments."""

    shelf = "therapies"
    list_display = ("key", "name", "group", "drug_class", "target", "child_looked_on", "review_by", "is_ready")
    list_filter = (ReadyFilter, "group", "drug_class", "review_by")
    search_fields = ("key", "name", "drug_class", "target")
    fieldsets = (
        (None, {"fields": ("key", "name", "drug_class", "group", "target")}),
        (_("What its page says"), {"fields": ("verdict", "after_failure", "fails", "monitoring", "safety")}),
        (_("Children"), {"fields": ("child_word", "child_looked_on")}),
        (_("Review"), {"fields": ("review_by", "ready_mark", "used_by")}),
    )


@admin.register(Term)
class TermAdmin(RecordAdmin):
    """Words explained plainly."""

    shelf = "terms"
    list_display = ("key", "name", "expansion", "review_by", "is_ready")
    list_filter = (ReadyFilter, "review_by")
    search_fields = ("key", "name", "expansion", "also", "plain")


@admin.register(Organ)
class OrganAdmin(Edited, admin.ModelAdmin):
    """The nine organ domains."""

    list_display = ("name", "key", "position")
    search_fields = ("key", "name")
