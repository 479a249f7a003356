"""The mechanism map: its parts, what they do to each other, what therapies do to them, and its notes."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from education.library import words
from education.library.domain import library
from education.library.models.base import (
    Cited,
    Documented,
    LibraryRecord,
    Ordered,
    filed_key,
    one_of,
    said,
    texts_field,
    word_field,
)
from education.library.models.evidence import Therapy

REFERENCES: Mapping[str, Ordered] = {"references": Ordered("cited", "reference")}


class MappedRecord(LibraryRecord):
    """A part of the map, under the key that the source network gives it."""

    key = models.CharField(
        _("key"),
        max_length=100,
        unique=True,
        validators=[filed_key],
        help_text=_("Stable name; citations point at it, so it is not changed once published."),
    )
    verified = models.BooleanField(
        _("verified"), default=False, help_text=_("What is not verified is drawn as a hypothesis.")
    )

    class Meta:
        abstract = True


class MechanismNode(MappedRecord):
    """A cell, signal or process of the teaching model."""

    FORM = library.MechanismNode
    LISTS: ClassVar[Mapping[str, Ordered]] = REFERENCES

    name = models.TextField(_("name"))
    kind = word_field(_("kind"), words.NODE_KINDS)
    description = models.TextField(_("description"))

    class Meta:
        verbose_name = _("mechanism node")
        verbose_name_plural = _("mechanism nodes")
        ordering = ["key"]
        constraints = [
            said("library_node_said", "name", "description"),
            one_of("kind", words.NODE_KINDS, "library_node_kind"),
        ]

    def __str__(self) -> str:
        return self.name


class NodeReference(Cited):
    """A node rests on a reference."""

    inside = "node"

    node = models.ForeignKey(MechanismNode, models.CASCADE, related_name="cited")

    class Meta(Cited.Meta):
        constraints = [models.UniqueConstraint(fields=["node", "reference"], name="library_node_reference_once")]


class MechanismEdge(MappedRecord):
    """What one node does to another."""

    FORM = library.MechanismEdge
    POINTS: ClassVar[tuple[str, ...]] = ("source", "target")
    LISTS: ClassVar[Mapping[str, Ordered]] = REFERENCES

    source = models.ForeignKey(MechanismNode, models.PROTECT, related_name="edges_out", verbose_name=_("from"))
    target = models.ForeignKey(MechanismNode, models.PROTECT, related_name="edges_in", verbose_name=_("to"))
    effect = word_field(_("effect"), words.EDGE_EFFECTS)
    statement = models.TextField(_("statement"))
    evidence_level = models.TextField(_("level of evidence"))
    in_route_count = models.BooleanField(
        _("in the route count"), default=False, help_text=_("Without it the edge is drawn as a hypothesis.")
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("mechanism edge")
        verbose_name_plural = _("mechanism edges")
        ordering = ["key"]
        constraints = [
            said("library_edge_said", "statement", "evidence_level"),
            one_of("effect", words.EDGE_EFFECTS, "library_edge_effect"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="library_edge_leads_elsewhere"),
        ]


class EdgeReference(Cited):
    """An edge rests on a reference."""

    inside = "edge"

    edge = models.ForeignKey(MechanismEdge, models.CASCADE, related_name="cited")

    class Meta(Cited.Meta):
        constraints = [models.UniqueConstraint(fields=["edge", "reference"], name="library_edge_reference_once")]


class TherapyTarget(MappedRecord):
    """What a therapy does to a node; only one that blocks or depletes that very node closes it."""

    FORM = library.TherapyTarget
    POINTS: ClassVar[tuple[str, ...]] = ("therapy", "node")
    LISTS: ClassVar[Mapping[str, Ordered]] = REFERENCES

    name = models.TextField(_("name"), help_text=_("The therapy, as the source network names it."))
    therapy = models.ForeignKey(
        Therapy, models.PROTECT, null=True, blank=True, related_name="targets", verbose_name=_("therapy")
    )
    node = models.ForeignKey(MechanismNode, models.PROTECT, related_name="targeted", verbose_name=_("node"))
    effect = word_field(_("effect"), words.TARGET_EFFECTS)
    closes = models.BooleanField(_("closes the node"), default=False)
    trial_signal = models.TextField(
        _("signal in trials"), blank=True, help_text=_("Stands beside the therapy: a mechanism is not an effect.")
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("therapy target")
        verbose_name_plural = _("therapy targets")
        ordering = ["key"]
        constraints = [
            said("library_target_said", "name"),
            one_of("effect", words.TARGET_EFFECTS, "library_target_effect"),
            models.CheckConstraint(
                condition=Q(closes=False) | Q(effect__in=["blocks", "depletes"]), name="library_target_closes"
            ),
        ]


class TargetReference(Cited):
    """A target rests on a reference."""

    inside = "target"

    target = models.ForeignKey(TherapyTarget, models.CASCADE, related_name="cited")

    class Meta(Cited.Meta):
        constraints = [models.UniqueConstraint(fields=["target", "reference"], name="library_target_reference_once")]


class MapNotes(Documented):
    """What stands beside the map wherever it is shown: one row, part of every release as it stands."""

    FORM = library.MapNotes
    ONLY = 1

    notice = models.TextField(_("notice"))
    not_in_map = texts_field(_("not in the map"), _("List of what the map leaves out."))

    class Meta:
        verbose_name = _("notes of the map")
        verbose_name_plural = _("notes of the map")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="library_map_notes_once")]

    def __str__(self) -> str:
        return self.notice

    def save(self, *args: object, **options: object) -> None:
        """Save the one row there is."""
        self.pk = self.ONLY
        super().save(*args, **options)  # type: ignore[arg-type]
