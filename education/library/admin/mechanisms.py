"""The mechanism map in the admin."""

from django.contrib import admin

from education.library.admin.base import Edited, ListRows, ReadyFilter, RecordAdmin
from education.library.models import (
    EdgeReference,
    MapNotes,
    MechanismEdge,
    MechanismNode,
    NodeReference,
    TargetReference,
    TherapyTarget,
)


class ReferenceRows(ListRows):
    """What a part of the map rests on."""

    fields = ("position", "reference")
    autocomplete_fields = ("reference",)


class NodeReferenceRows(ReferenceRows):
    """What a node rests on."""

    model = NodeReference


class EdgeReferenceRows(ReferenceRows):
    """What an edge rests on."""

    model = EdgeReference


class TargetReferenceRows(ReferenceRows):
    """What a target rests on."""

    model = TargetReference


@admin.register(MechanismNode)
class MechanismNodeAdmin(RecordAdmin):
    """Cells, signals and processes."""

    shelf = "nodes"
    list_display = ("key", "name", "kind", "verified", "review_by", "is_ready")
    list_filter = (ReadyFilter, "verified", "kind", "review_by")
    search_fields = ("key", "name", "description")
    inlines = (NodeReferenceRows,)


@admin.register(MechanismEdge)
class MechanismEdgeAdmin(RecordAdmin):
    """What one node does to another."""

    shelf = "edges"
    list_display = (
        "key", "source", "effect", "target", "evidence_level", "in_route_count", "verified", "review_by", "is_ready",
    )  # fmt: skip
    list_filter = (ReadyFilter, "verified", "in_route_count", "effect", "evidence_level", "review_by")
    search_fields = ("key", "statement", "source__name", "target__name")
    autocomplete_fields = ("source", "target")
    inlines = (EdgeReferenceRows,)


@admin.register(TherapyTarget)
class TherapyTargetAdmin(RecordAdmin):
    """What therapies do to nodes."""

    shelf = "targets"
    list_display = ("key", "name", "therapy", "effect", "node", "closes", "verified", "review_by", "is_ready")
    list_filter = (ReadyFilter, "verified", "closes", "effect", "review_by")
    search_fields = ("key", "name", "trial_signal", "node__name", "therapy__name")
    autocomplete_fields = ("therapy", "node")
    inlines = (TargetReferenceRows,)


@admin.register(MapNotes)
class MapNotesAdmin(Edited, admin.ModelAdmin):
    """What stands beside the map: one row."""

    list_display = ("notice",)

    def has_add_permission(self, request):
        """Let the one row be added while there is none."""
        return super().has_add_permission(request) and not MapNotes.objects.exists()
