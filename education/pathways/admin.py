"""The educators' pages for pathways: drafts with their checks, and the ways to preview, sign off and publish them."""

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from education.editorial.models import Edition
from education.pathways import desk, models
from education.pathways.inlines import (
    NOTHING_CHOSEN,
    CheckRows,
    ChoiceEvidence,
    ChoiceRows,
    ChoiceWords,
    CompareRows,
    Drafted,
    SeriesRows,
    StepEvidence,
    StepRows,
    StepWords,
)


class DraftAdmin(Drafted, admin.ModelAdmin):
    """A page of a draft: shows what the checks say of the whole pathway, and where to mend it.

    `owner` is the field that says what a row belongs to; a row never moves from one owner to another.
    """

    change_form_template = "admin/pathways/change_form.html"
    actions = None
    owner = ""

    def pathway_of(self, row):
        """Return the pathway that a row of this page, or its owner, belongs to."""
        raise NotImplementedError

    def up(self, row):
        """Return where to go when the page is done with."""
        raise NotImplementedError

    def owner_of(self, request, row):
        """Return what the row belongs to: for a new one what the address names, if anything."""
        if row is not None:
            return getattr(row, self.owner, None)
        named = request.GET.get(self.owner, "")
        owners = self.model._meta.get_field(self.owner).related_model.objects if self.owner else None
        return owners.filter(pk=named).first() if owners and named.isdecimal() else None

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        owner = self.owner_of(request, obj)
        if owner is not None and self.owner in form.base_fields:
            field = form.base_fields[self.owner]
            field.widget, field.disabled = forms.HiddenInput(), obj is not None
        return form

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        row = obj or self.owner_of(request, None)
        context["show_save_and_add_another"] = False
        if row is not None:
            context["desk"] = desk.of(self.pathway_of(row), request.user, place=getattr(row, "place", ""))
            context["step"] = getattr(row, "step", row) if hasattr(row, "place") else None
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.pathway_of(form.instance).touch()

    def response_post_save_add(self, request, obj):
        return self.response_post_save_change(request, obj)

    def response_post_save_change(self, request, obj):
        if "_preview" in request.POST:
            return redirect(desk.preview_url(obj))
        return redirect(self.up(obj))

    def delete_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        up, pathway = (self.up(row), self.pathway_of(row)) if row else ("", None)
        response = super().delete_view(request, object_id, extra_context)
        if row is None or request.method != "POST" or response.status_code != 302:
            return response
        if pathway != row:
            pathway.touch()
        return redirect(up)


@admin.register(models.Pathway)
class PathwayAdmin(DraftAdmin):
    """A pathway's head, its steps, and the way to its edition."""

    list_display = ("title", "organ", "language", "review_by", "changed_at")
    list_filter = ("organ", "language")
    list_select_related = ("organ",)
    search_fields = ("title", "slug", "summary")
    inlines = (StepRows,)
    fieldsets = (
        (None, {"fields": ("title", "slug", "summary", "objectives")}),
        (_("Filed under"), {"fields": ("organ", "audience", "minutes")}),
        (_("Whom the vignette fits"), {"fields": ("fits_adults", "fits_children")}),
        (_("Language"), {"fields": ("language", "translation_of")}),
        (_("Review"), {"fields": ("disclosure", "review_by")}),
    )

    def pathway_of(self, row):
        return row

    def up(self, row):
        return reverse("admin:pathways_pathway_changelist")

    def response_post_save_add(self, request, obj):
        return redirect("admin:pathways_pathway_change", obj.pk)

    def get_inlines(self, request, obj):
        return self.inlines if obj else ()

    def get_readonly_fields(self, request, obj=None):
        # Walks, links and editions hold on to the slug.
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ("title",)}

    def has_delete_permission(self, request, obj=None):
        # Without its draft an edition could be neither corrected nor withdrawn here.
        published = obj is not None and Edition.objects.standing(desk.KIND, obj.slug).exists()
        return not published and super().has_delete_permission(request, obj)

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

    owner = "pathway"
    list_display = ("short", "key", "kind", "pathway", "preview")
    list_filter = ("pathway", "kind")
    search_fields = ("key", "title", "short", "body", "pathway__title")
    list_select_related = ("pathway",)
    inlines = (ChoiceRows, CheckRows, StepEvidence, SeriesRows, StepWords)
    fieldsets = (
        (None, {"fields": ("pathway", "title", "short", "key", "kind", "flavour")}),
        (_("Text"), {"fields": ("vignette", "body", "why")}),
        (_("Around it"), {"fields": ("roles", "minutes", "position")}),
    )

    def pathway_of(self, row):
        return row if isinstance(row, models.Pathway) else row.pathway

    def up(self, row):
        return reverse("admin:pathways_pathway_change", args=[row.pathway_id])

    def response_post_save_add(self, request, obj):
        if "_preview" in request.POST:
            return redirect(desk.preview_url(obj))
        return redirect("admin:pathways_step_change", obj.pk)  # its choices come next

    def get_inlines(self, request, obj):
        if obj is None:
            return ()
        # Asked of the stored row: the form may just be turning the step into a gate, or out of one.
        weighs = models.Step.objects.filter(Q(kind="gate") | Q(checks__isnull=False), pk=obj.pk).exists()
        return [rows for rows in self.inlines if rows is not CheckRows or weighs]

    @admin.display(description=_("preview"))
    def preview(self, obj):
        """Return a link to the step as a learner would see it."""
        return format_html('<a href="{}">{}</a>', desk.preview_url(obj), _("Preview"))


@admin.register(models.Choice)
class ChoiceAdmin(DraftAdmin):
    """One choice with its texts and evidence."""

    owner = "step"
    list_display = ("label", "key", "step", "target", "verdict")
    list_filter = ("step__pathway", "verdict")
    search_fields = ("key", "label", "rationale", "step__key", "step__title")
    list_select_related = ("step", "target")
    inlines = (ChoiceEvidence, CompareRows, ChoiceWords)
    fieldsets = (
        (None, {"fields": ("step", "label", "line", "key", "target", "therapy", "position")}),
        (_("Text"), {"fields": ("rationale", "verdict", "feedback")}),
        (_("For whom it exists"), {"fields": ("for_adults", "absent_adult", "for_children", "absent_child")}),
    )

    def pathway_of(self, row):
        return row.pathway if isinstance(row, models.Step) else row.step.pathway

    def up(self, row):
        return reverse("admin:pathways_step_change", args=[row.step_id])

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        step = self.owner_of(request, obj)
        steps = models.Step.objects.select_related("pathway").order_by("pathway__title", "pathway_id", "position", "pk")
        if step is not None:
            steps = steps.filter(pathway_id=step.pathway_id)
        for name in {"step", "target"} & form.base_fields.keys():
            form.base_fields[name].queryset = steps
            form.base_fields[name].choices = [NOTHING_CHOSEN, *_step_groups(steps)]
        return form


def _step_groups(steps):
    """Return the steps as options in the order of their pathway, under its title."""
    groups = {}
    for step in steps:
        group = groups.setdefault(step.pathway.title, [])
        group.append((step.pk, f"{len(group) + 1}. {step.short}"))
    return list(groups.items())
