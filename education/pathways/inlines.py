"""Fields with the room their texts need, and the rows edited inside a page of a draft."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget, RelatedFieldWidgetWrapper
from django.db.models import Count, TextField
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from education.core.admin import PolicyAdmin
from education.core.fields import OneLine, PlacedRows, Prose
from education.library.models import EvidenceStatement, Therapy
from education.pathways import models

NOTHING_CHOSEN = ("", "---------")
LINES_OF_ROOM = {
    "summary": 3, "objectives": 6, "disclosure": 2, "vignette": 8, "body": 14, "why": 8, "roles": 4, "rationale": 8,
    "feedback": 6, "difference": 2,
}  # fmt: skip
SENTENCES = ("line", "text", "absent_adult", "absent_child")
SHORT_TEXTS = ("title", "unit", "value")


class Drafted(PolicyAdmin):
    """Put before ModelAdmin or an inline: fields with the room their texts need, and selects without side doors."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, TextField):
            kwargs |= _text_field(db_field.name)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        # Read once for all rows of a page; Django would ask for each row again.
        if db_field.name == "statement":
            field.choices = [NOTHING_CHOSEN, *_statement_groups()]
        if db_field.name == "therapy":
            field.choices = [NOTHING_CHOSEN, *Therapy.objects.order_by("name").values_list("pk", "name")]
        return field


class Rows(Drafted, admin.TabularInline):
    """Rows edited inside their owner's page."""

    extra = 0
    formset = PlacedRows
    template = "admin/rows.html"


class Listed(Rows):
    """Rows that are only put in order here: each has a page of its own, where it is added, edited and deleted."""

    can_delete = False
    add_action = None

    @admin.display(description=_("name"))
    def name(self, row):
        """Return a link to the row's own page."""
        address = reverse(f"admin:pathways_{row._meta.model_name}_change", args=[row.pk])
        return format_html('<a href="{}">{}</a> <span class="s-quiet">{}</span>', address, row, row.key)


class StepRows(Listed):
    """The steps of a pathway in order."""

    model = models.Step
    fields = ("position", "name", "asks", "ways")
    readonly_fields = ("name", "asks", "ways")

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(ways=Count("choices"))

    @admin.display(description=_("kind"))
    def asks(self, step):
        """Return the kind in words, with the question of a gate."""
        return ": ".join(filter(None, (step.get_kind_display(), step.get_flavour_display())))

    @admin.display(description=_("choices"))
    def ways(self, step):
        """Return how many choices the step has."""
        return step.ways


class ChoiceRows(Listed):
    """The choices of a step in order."""

    model = models.Choice
    fk_name = "step"
    fields = ("position", "name", "target", "verdict", "lenses")
    readonly_fields = ("name", "target", "verdict", "lenses")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("step", "target")

    @admin.display(description=_("exists for"))
    def lenses(self, choice):
        """Return for whom the choice exists, in words."""
        there = [(_("adults"), choice.for_adults), (_("children"), choice.for_children)]
        return ", ".join(str(who) for who, yes in there if yes) or _("nobody")


class CheckRows(Rows):
    """The checks of a gate."""

    model = models.GateCheck


class SeriesRows(Rows):
    """The measured course of the vignette."""

    model = models.SeriesPoint
    classes = ("collapse",)


class Evidence(Rows):
    """The evidence of a step or choice, in order; the first leads."""

    fields = ("position", "statement")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("statement")


class StepEvidence(Evidence):
    """The evidence of a step."""

    model = models.StepStatement


class ChoiceEvidence(Evidence):
    """The evidence of a choice."""

    model = models.ChoiceStatement


class CompareRows(Rows):
    """What a choice is like, for setting it beside another."""

    model = models.CompareRow
    classes = ("collapse",)


class Words(Drafted, admin.StackedInline):
    """What one lens words differently."""

    extra = 0
    max_num = 2


class StepWords(Words):
    """A step in one lens."""

    model = models.StepWording


class ChoiceWords(Words):
    """A choice in one lens."""

    model = models.ChoiceWording


def _text_field(name):
    """Return how a text is edited: in a line, in a sentence's room, or in as many lines as it usually has."""
    if name in SHORT_TEXTS:
        return {"form_class": OneLine, "widget": AdminTextInputWidget}
    if name in SENTENCES:
        return {"form_class": OneLine, "widget": AdminTextareaWidget(attrs={"rows": 2})}
    return {"form_class": Prose, "widget": AdminTextareaWidget(attrs={"rows": LINES_OF_ROOM.get(name, 4)})}


def _statement_groups():
    """Return the statements as options, each saying what it is about, under the name of its therapy."""
    groups = {}
    for one in EvidenceStatement.objects.select_related("therapy").order_by("therapy__name", "key"):
        said = f"{one.outcome}, {one.get_population_display()}, {one.get_line_studied_display()} ({one.key})"
        groups.setdefault(one.therapy.name, []).append((one.pk, said))
    return list(groups.items())
