"""What every library record can do in the admin: be edited, marked ready, released, and say where it is used."""

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget, RelatedFieldWidgetWrapper
from django.db.models import JSONField, TextField
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from education.core.admin import PolicyAdmin
from education.core.fields import Lines, OneLine, PlacedRows, Prose
from education.core.policies import may
from education.editorial.domain.by import By
from education.editorial.models import Citation
from education.editorial.publishing import Blocked
from education.library import drafts, releases
from education.library.domain.library import CITED_AS

LONG, PAGE = 8, 14  # lines of room
ROOM = {
    "finding": LONG,
    "explanation": LONG,
    "child_word": 6,
    "definition": 6,
    "after_failure": 4,
    "verdict": 4,
    "plain": 4,
    "lead": 4,
    "mechanism": PAGE,
    "in_patients": PAGE,
    "in_laboratory": PAGE,
    "in_clinic": PAGE,
    "what_to_do": PAGE,
    "not_known": PAGE,
}
SHORT_TEXTS = frozenset(
    {
        "name", "drug_class", "target", "expansion", "journal", "volume_pages", "trial_id", "disease", "regimen",
        "comparator", "line_studied", "primary_endpoint", "stage", "subset", "antibody", "level_grade", "judged_by",
        "step", "evidence_level",
    }
)  # fmt: skip


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


class Edited(PolicyAdmin):
    """Put before ModelAdmin or an inline: texts with room, lists one to a line, selects without side doors."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, JSONField):
            kwargs |= {
                "form_class": Lines,
                "widget": AdminTextareaWidget(attrs={"rows": 5}),
                "help_text": _one_to_a_line(db_field),
            }
        elif isinstance(db_field, TextField):
            kwargs |= _text_field(db_field.name)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


class ListRows(Edited, admin.TabularInline):
    """An ordered list of a record, edited inside its page."""

    extra = 0
    formset = PlacedRows
    template = "admin/rows.html"


class RecordAdmin(Edited, admin.ModelAdmin):
    """A library record; `shelf` is its name in releases."""

    shelf = ""
    change_form_template = "admin/library/change_form.html"
    list_per_page = 50
    readonly_fields = ("ready_mark", "used_by")
    actions = ("mark_ready", "release")

    def get_queryset(self, request):
        """Return the rows with what their documents need, in a fixed number of queries."""
        found = drafts.rows(self.shelf)
        ordering = self.get_ordering(request)
        return found.order_by(*ordering) if ordering else found

    def get_readonly_fields(self, request, obj=None):
        """Keep a published key as it is: citations and links point at it."""
        published = obj is not None and obj.key in getattr(releases.latest_release().shelf, self.shelf)
        return (*super().get_readonly_fields(request, obj), *(("key",) if published else ()))

    def get_fields(self, request, obj=None):
        """Return the fields, the key first even when it cannot be changed any more."""
        return sorted(super().get_fields(request, obj), key=lambda name: name != "key")

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
            kind=CITED_AS[self.shelf],
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


def _text_field(name):
    """Return how a text is edited: in one line, or in as many as it usually has."""
    if name in SHORT_TEXTS:
        return {"form_class": OneLine, "widget": AdminTextInputWidget}
    return {"form_class": Prose, "widget": AdminTextareaWidget(attrs={"rows": ROOM.get(name, 2)})}


def _one_to_a_line(field):
    """Return the help for a list: what it holds, and how it is written."""
    return format_lazy("{} {}", field.help_text, _("One to a line."))
