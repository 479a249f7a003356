"""The educators' desk for pathways: drafts, their checks, preview, publishing."""

from django.contrib import admin
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from education.core.admin import PolicyAdmin
from education.pathways import desk, models


class DraftAdmin(PolicyAdmin, admin.ModelAdmin):
    """A page of a draft: shows what the checks say of the whole pathway, and where to mend it."""

    change_form_template = "admin/pathways/change_form.html"

    def pathway_of(self, obj):
        """Return the pathway that the row belongs to."""
        raise NotImplementedError

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context["desk"] = desk.of(self.pathway_of(obj), request.user, place=getattr(obj, "place", ""))
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


class Rows(PolicyAdmin, admin.TabularInline):
    """Rows edited inside their owner's page."""

    extra = 0


class StepRows(Rows):
    """The steps of a pathway, each a link to its own page."""

    model = models.Step
    fields = ("position", "key", "kind", "flavour", "short")
    show_change_link = True


class CheckRows(Rows):
    """The checks of a gate."""

    model = models.GateCheck


class SeriesRows(Rows):
    """The measured course of the vignette."""

    model = models.SeriesPoint


class StepEvidence(Rows):
    """The evidence of a step, in order."""

    model = models.StepStatement
    autocomplete_fields = ("statement",)


class ChoiceEvidence(Rows):
    """The evidence of a choice, in order; the first leads."""

    model = models.ChoiceStatement
    autocomplete_fields = ("statement",)


class StepWords(PolicyAdmin, admin.StackedInline):
    """A step in the other population's lens."""

    model = models.StepWording
    extra = 0


class ChoiceWords(PolicyAdmin, admin.StackedInline):
    """A choice in the other population's lens."""

    model = models.ChoiceWording
    extra = 0


class ChoiceRows(Rows):
    """The choices of a step, each a link to its own page."""

    model = models.Choice
    fk_name = "step"
    fields = ("position", "key", "label", "target", "verdict", "for_adults", "for_children")
    show_change_link = True

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if obj is not None:
            formset.form.base_fields["target"].queryset = models.Step.objects.filter(pathway=obj.pathway)
        return formset


@admin.register(models.Pathway)
class PathwayAdmin(DraftAdmin):
    """A pathway's head, its steps, and the way to its edition."""

    list_display = ("title", "organ", "language", "review_by", "changed_at")
    list_filter = ("organ", "language")
    search_fields = ("title", "slug", "summary")
    inlines = (StepRows,)
    date_hierarchy = "review_by"
    fieldsets = (
        (None, {"fields": ("title", "slug", "summary", "objectives")}),
        (_("Filed under"), {"fields": ("organ", "fits_adults", "fits_children", "audience", "minutes")}),
        (_("Language"), {"fields": ("language", "translation_of")}),
        (_("Review"), {"fields": ("disclosure", "review_by")}),
    )

    def pathway_of(self, obj):
        return obj

    def get_readonly_fields(self, request, obj=None):
        # Walks, links and editions hold on to the slug.
        return ("slug",) if obj else ()

    def get_urls(self):
        own = [
            path("<int:pk>/publish/", self.admin_site.admin_view(desk.publish), name="pathways_pathway_publish"),
            path("<int:pk>/withdraw/", self.admin_site.admin_view(desk.withdraw), name="pathways_pathway_withdraw"),
            path("<int:pk>/sign-off/", self.admin_site.admin_view(desk.sign_off), name="pathways_pathway_sign_off"),
        ]
        return own + super().get_urls()


@admin.register(models.Step)
class StepAdmin(DraftAdmin):
    """One step with everything on it."""

    list_display = ("key", "short", "kind", "pathway", "preview")
    list_filter = ("pathway", "kind")
    search_fields = ("key", "title", "short", "body", "pathway__title")
    list_select_related = ("pathway",)
    inlines = (StepWords, CheckRows, SeriesRows, StepEvidence, ChoiceRows)
    fieldsets = (
        (None, {"fields": ("pathway", "position", "key", "kind", "flavour", "title", "short", "minutes")}),
        (_("Text"), {"fields": ("vignette", "body", "why", "roles")}),
    )

    def pathway_of(self, obj):
        return obj.pathway

    def get_readonly_fields(self, request, obj=None):
        return ("pathway",) if obj else ()

    @admin.display(description=_("preview"))
    def preview(self, obj):
        """Return a link to the step as a learner would see it."""
        return format_html('<a href="{}">{}</a>', reverse("learning:preview", args=[obj.pathway_id, obj.key]), _("Preview"))


@admin.register(models.Choice)
class ChoiceAdmin(DraftAdmin):
    """One choice with its texts and evidence."""

    list_display = ("label", "key", "step", "target", "verdict")
    list_filter = ("step__pathway", "verdict")
    search_fields = ("key", "label", "rationale", "step__key", "step__title")
    list_select_related = ("step", "target")
    autocomplete_fields = ("therapy",)
    inlines = (ChoiceWords, ChoiceEvidence)
    fieldsets = (
        (None, {"fields": ("step", "position", "key", "label", "line", "target", "therapy")}),
        (_("Text"), {"fields": ("rationale", "verdict", "feedback")}),
        (_("Lenses"), {"fields": ("for_adults", "absent_adult", "for_children", "absent_child")}),
    )

    def pathway_of(self, obj):
        return obj.step.pathway

    def get_readonly_fields(self, request, obj=None):
        return ("step",) if obj else ()

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        if obj is not None and "target" in form.base_fields:
            form.base_fields["target"].queryset = models.Step.objects.filter(pathway=obj.step.pathway)
        return form
