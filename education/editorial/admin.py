"""Editions, notices, sign-offs and the audit log in the admin; all but notices are for reading only."""

from django.contrib import admin
from django.db import models
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from education.core.admin import PolicyAdmin
from education.editorial import kinds
from education.editorial.models import Allowance, AuditEntry, Citation, Edition, Notice, Publication, SignOff


class ReadOnlyAdmin(PolicyAdmin):
    """Rows that only publishing, signing and loading write."""

    view_action = "edition.view"
    change_action = None


class PublicationRows(ReadOnlyAdmin, admin.TabularInline):
    """When the edition is live."""

    model = Publication
    extra = 0


class CitationRows(ReadOnlyAdmin, admin.TabularInline):
    """What the edition cites."""

    model = Citation
    extra = 0


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin, admin.ModelAdmin):
    """What was published, and what it cites."""

    list_display = ("title", "kind", "slug", "number", "live", "safety", "published_at", "published_by")
    list_filter = ("kind", "safety", "language")
    list_select_related = ("publication",)
    search_fields = ("title", "slug", "note", "sha256")
    date_hierarchy = "published_at"
    exclude = ("document", "head")
    readonly_fields = ("where_shown",)
    inlines = (PublicationRows, CitationRows)

    def get_queryset(self, request):
        return super().get_queryset(request).defer("document")

    @admin.display(description=_("state"))
    def live(self, edition):
        """Return in words what the dates of the publication say."""
        return edition.publication.state()

    @admin.display(description=_("shown at"))
    def where_shown(self, edition):
        """Return the link to the page learners see."""
        address = kinds.get(edition.kind).address(edition.slug)
        return format_html('<a href="{}">{}</a>', address, address)


@admin.register(Citation)
class CitationAdmin(ReadOnlyAdmin, admin.ModelAdmin):
    """Where records are used."""

    list_display = ("key", "kind", "edition", "place")
    list_filter = ("kind", "edition__kind")
    list_select_related = ("edition",)
    search_fields = ("key", "edition__slug", "edition__title")

    def get_queryset(self, request):
        return super().get_queryset(request).defer("edition__document")


@admin.register(Notice)
class NoticeAdmin(PolicyAdmin, admin.ModelAdmin):
    """What is said on top of published pages."""

    view_action = "notice.view"
    change_action = "notice.edit"
    list_display = ("subject", "kind", "since", "until", "text")
    list_filter = ("kind",)
    search_fields = ("subject", "text")
    date_hierarchy = "since"
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


@admin.register(SignOff)
class SignOffAdmin(ReadOnlyAdmin, admin.ModelAdmin):
    """Who signed which text."""

    list_display = ("slug", "kind", "role", "name", "signed_at", "disclosure")
    list_filter = ("kind", "role")
    search_fields = ("slug", "name")


@admin.register(Allowance)
class AllowanceAdmin(ReadOnlyAdmin, admin.ModelAdmin):
    """Figures that packages let pass, and why."""

    list_display = ("place", "figure", "reason", "package")
    list_filter = ("package",)
    search_fields = ("place", "figure", "reason")


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin, admin.ModelAdmin):
    """What was done, by which account."""

    view_action = "audit.view"
    list_display = ("at", "action", "kind", "slug", "detail", "account_key")
    list_filter = ("action", "kind")
    search_fields = ("slug", "detail", "account_key")
    date_hierarchy = "at"
