"""Library records in the admin: editing, marking as ready, releasing, and where each record is used."""

from django.contrib import admin, messages
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from education.core.admin import PolicyAdmin
from education.core.policies import may
from education.editorial.domain.by import By
from education.editorial.models import Citation
from education.editorial.publishing import Blocked
from education.library import releases
from education.library.models import EvidenceStatement, Organ, Reference, StatementReference, Term, Therapy


class ReadyFilter(admin.SimpleListFilter):
    """Ready as they stand, or not; compared in Python, because the mark is a fingerprint."""

    title = _("ready")
    parameter_name = "ready"

    def lookups(self, request, model_admin):
        return [("yes", _("Ready")), ("no", _("Not ready"))]

    def queryset(self, request, queryset):
        if self.value() not in ("yes", "no"):
            return queryset
        ready = [row.pk for row in queryset.exclude(ready_sha="") if row.ready]
        return queryset.filter(pk__in=ready) if self.value() == "yes" else queryset.exclude(pk__in=ready)


class RecordAdmin(PolicyAdmin, admin.ModelAdmin):
    """A library record; `shelf` and `cited_as` are its names in releases and in citations."""

    shelf = ""
    cited_as = ""
    change_form_template = "admin/library/change_form.html"
    list_per_page = 50
    readonly_fields = ("ready_mark", "used_by")
    actions = ("mark_ready", "release")

    def get_readonly_fields(self, request, obj=None):
        """Keep a published key as it is: citations and links point at it."""
        published = obj is not None and obj.key in getattr(releases.latest_release().shelf, self.shelf)
        return (*super().get_readonly_fields(request, obj), *(("key",) if published else ()))

    @admin.display(description=_("ready"), boolean=True)
    def is_ready(self, record):
        """Say whether the record goes into the next release as it stands."""
        return record.ready

    @admin.display(description=_("ready mark"))
    def ready_mark(self, record):
        """Return in a sentence whether and by whom the record was marked."""
        if not record.pk or not record.ready_sha:
            return _("Not marked ready yet.")
        marked = {"name": record.ready_by, "day": timezone.localdate(record.ready_at)}
        if not record.ready:
            return _("Edited since %(name)s marked it ready on %(day)s: mark it again.") % marked
        return _("Marked ready by %(name)s on %(day)s.") % marked

    @admin.display(description=_("used in"))
    def used_by(self, record):
        """Return the editions now standing that cite the record, with the places."""
        cited = Citation.objects.filter(
            kind=self.cited_as,
            key=record.key,
            edition__publication__superseded_at=None,
            edition__publication__withdrawn_at=None,
        )
        rows = cited.select_related("edition").defer("edition__document")
        links = ((reverse("admin:editorial_edition_change", args=[c.edition_id]), c.edition, c.place) for c in rows)
        found = format_html_join("", '<li><a href="{}">{}</a> {}</li>', links)
        return format_html("<ul>{}</ul>", found) if found else _("Nowhere yet.")

    @admin.action(description=_("Mark as ready for the next release"), permissions=["change"])
    def mark_ready(self, request, queryset):
        """Mark the chosen records ready as they stand."""
        count = 0
        for record in queryset:
            record.mark_ready(request.user.label)
            count += 1
        said = ngettext("%(count)d record is marked ready.", "%(count)d records are marked ready.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS)

    @admin.action(description=_("Release those that are ready"), permissions=["publish"])
    def release(self, request, queryset):
        """Publish the chosen records that are ready, with what they rest on."""
        keys = [(self.shelf, key) for key in queryset.values_list("key", flat=True)]
        by = By(str(request.user.signature), request.user.account_key)
        try:
            released = releases.release_ready(keys, by=by)
        except Blocked as error:
            self.message_user(request, _("Nothing was released. %(why)s") % {"why": error}, messages.ERROR)
        else:
            said = _("Release %(number)d is live.") % {"number": released.number}
            self.message_user(request, said, messages.SUCCESS)

    def has_publish_permission(self, request):
        """Say whether this person may release."""
        return may(request.user, "edition.publish")

    def response_change(self, request, obj):
        """Mark the record ready when it was saved with that button."""
        if "_mark_ready" in request.POST and self.has_change_permission(request, obj):
            obj.mark_ready(request.user.label)
            self.message_user(request, _("The record is saved and marked ready."), messages.SUCCESS)
            return self.response_post_save_change(request, obj)
        return super().response_change(request, obj)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """Offer the button on records that are there already."""
        context["may_mark_ready"] = obj is not None and self.has_change_permission(request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


class StatementReferenceRows(PolicyAdmin, admin.TabularInline):
    """What a statement rests on, the leading reference first."""

    model = StatementReference
    fields = ("position", "reference")
    autocomplete_fields = ("reference",)
    extra = 0


@admin.register(Reference)
class ReferenceAdmin(RecordAdmin):
    """Sources."""

    shelf, cited_as = "references", "reference"
    list_display = ("key", "title", "year", "design", "population", "verified", "retraction", "review_by", "is_ready")
    list_filter = (ReadyFilter, "verified", "retraction", "design", "population", "organ_domains", "review_by")
    search_fields = ("key", "title", "authors", "journal", "doi", "pmid", "trial_id")
    filter_horizontal = ("organ_domains",)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("organ_domains")


@admin.register(EvidenceStatement)
class EvidenceStatementAdmin(RecordAdmin):
    """What is known, and how well."""

    shelf, cited_as = "statements", "statement"
    list_display = (
        "key", "therapy", "organ", "population", "line_studied", "direction", "certainty", "verified", "is_ready",
    )  # fmt: skip
    list_filter = (ReadyFilter, "verified", "harm", "organ", "population", "line_studied", "direction", "certainty")
    search_fields = ("key", "outcome", "finding", "therapy__name", "references__key")
    autocomplete_fields = ("therapy", "organ")
    list_select_related = ("therapy", "organ")
    inlines = (StatementReferenceRows,)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("cited__reference")


@admin.register(Therapy)
class TherapyAdmin(RecordAdmin):
    """Treatments."""

    shelf, cited_as = "therapies", "therapy"
    list_display = ("key", "name", "drug_class", "target", "child_looked_on", "review_by", "is_ready")
    list_filter = (ReadyFilter, "drug_class", "review_by")
    search_fields = ("key", "name", "drug_class", "target")


@admin.register(Term)
class TermAdmin(RecordAdmin):
    """Words explained plainly."""

    shelf, cited_as = "terms", "term"
    list_display = ("key", "name", "expansion", "review_by", "is_ready")
    list_filter = (ReadyFilter, "review_by")
    search_fields = ("key", "name", "expansion", "plain")


@admin.register(Organ)
class OrganAdmin(PolicyAdmin, admin.ModelAdmin):
    """The nine organ domains."""

    list_display = ("name", "key", "position")
    search_fields = ("key", "name")
