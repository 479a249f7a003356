"""Why treatment fails and what differs in children: pages of several sections, each leading on to other records."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from education.library import words
from education.library.domain import library
from education.library.models.base import (
    LibraryRecord,
    Ordered,
    Placed,
    list_of_texts,
    one_of,
    said,
    stable_key,
    word_field,
)
from education.library.models.claims import OpenQuestion, PaediatricFact, TeachingClaim
from education.library.models.guidelines import Threshold
from education.library.models.mechanisms import MechanismNode

LAST_PLACE = 99


def list_of_slugs(value: Any) -> None:
    """Raise ValidationError unless a JSON field holds a list of slugs."""
    list_of_texts(value)
    for slug in value:
        try:
            stable_key(slug)
        except ValidationError as error:
            raise ValidationError(_("%(slug)s is no slug of a pathway."), params={"slug": slug}) from error


class Reason(LibraryRecord):
    """Why treatment fails, what differs in children, or what has to be said first: a page of its own."""

    FORM = library.Reason
    LISTS: ClassVar[Mapping[str, Ordered]] = {
        "claims": Ordered("claim_rows", "claim"),
        "facts": Ordered("fact_rows", "fact"),
        "questions": Ordered("question_rows", "question"),
        "thresholds": Ordered("threshold_rows", "threshold"),
        "nodes": Ordered("node_rows", "node"),
    }

    group = word_field(_("group"), words.REASON_GROUPS)
    position = models.PositiveSmallIntegerField(
        _("position"),
        validators=[MinValueValidator(1), MaxValueValidator(LAST_PLACE)],
        help_text=_("Place in its group, from 1."),
    )
    title = models.TextField(_("title"))
    lead = models.TextField(_("lead"), help_text=_("One or two sentences to remember, cited; lists show them."))
    mechanism = models.TextField(_("how it is thought to work"), blank=True)
    in_patients = models.TextField(_("shown in patients"), blank=True, help_text=_("Design, numbers and line studied."))
    in_laboratory = models.TextField(
        _("shown only in the laboratory"),
        blank=True,
        help_text=_("In cells, animals or samples of tissue; not shown in the care of people."),
    )
    in_clinic = models.TextField(_("how it shows in clinic"), blank=True)
    what_to_do = models.TextField(
        _("what to do about it"), blank=True, help_text=_("Doubt before escalation; what cites nothing is a prompt.")
    )
    not_known = models.TextField(_("what is not known"), blank=True)
    pathways = models.JSONField(
        _("pathways"),
        default=list,
        blank=True,
        validators=[list_of_slugs],
        help_text=_("Slugs; those now live are linked."),
    )
    verified = models.BooleanField(
        _("verified"), default=False, help_text=_("What is not verified is shown to nobody.")
    )

    class Meta:
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")
        ordering = ["group", "position", "key"]
        constraints = [
            said("library_reason_said", "title", "lead"),
            one_of("group", words.REASON_GROUPS, "library_reason_group"),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=LAST_PLACE), name="library_reason_position"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Led(Placed):
    """A record that a reason leads on to."""

    inside = "reason"

    class Meta(Placed.Meta):
        abstract = True


class ReasonClaim(Led):
    """A teaching claim to weigh."""

    reason = models.ForeignKey(Reason, models.CASCADE, related_name="claim_rows")
    claim = models.ForeignKey(TeachingClaim, models.PROTECT, related_name="+", verbose_name=_("teaching claim"))

    class Meta(Led.Meta):
        verbose_name = _("teaching claim to weigh")
        verbose_name_plural = _("teaching claims to weigh")
        constraints = [models.UniqueConstraint(fields=["reason", "claim"], name="library_reason_claim_once")]

    def __str__(self) -> str:
        return self.claim.key


class ReasonFact(Led):
    """A fact of children that belongs to it."""

    reason = models.ForeignKey(Reason, models.CASCADE, related_name="fact_rows")
    fact = models.ForeignKey(PaediatricFact, models.PROTECT, related_name="+", verbose_name=_("fact of children"))

    class Meta(Led.Meta):
        verbose_name = _("fact of children")
        verbose_name_plural = _("facts of children")
        constraints = [models.UniqueConstraint(fields=["reason", "fact"], name="library_reason_fact_once")]

    def __str__(self) -> str:
        return self.fact.key


class ReasonQuestion(Led):
    """An open question that it leaves."""

    reason = models.ForeignKey(Reason, models.CASCADE, related_name="question_rows")
    question = models.ForeignKey(OpenQuestion, models.PROTECT, related_name="+", verbose_name=_("open question"))

    class Meta(Led.Meta):
        verbose_name = _("open question")
        verbose_name_plural = _("open questions")
        constraints = [models.UniqueConstraint(fields=["reason", "question"], name="library_reason_question_once")]

    def __str__(self) -> str:
        return self.question.key


class ReasonThreshold(Led):
    """A definition or limit that matters for it."""

    reason = models.ForeignKey(Reason, models.CASCADE, related_name="threshold_rows")
    threshold = models.ForeignKey(Threshold, models.PROTECT, related_name="+", verbose_name=_("threshold"))

    class Meta(Led.Meta):
        verbose_name = _("threshold")
        verbose_name_plural = _("thresholds")
        constraints = [models.UniqueConstraint(fields=["reason", "threshold"], name="library_reason_threshold_once")]

    def __str__(self) -> str:
        return self.threshold.key


class ReasonNode(Led):
    """A part of the mechanism map that it is about."""

    reason = models.ForeignKey(Reason, models.CASCADE, related_name="node_rows")
    node = models.ForeignKey(MechanismNode, models.PROTECT, related_name="+", verbose_name=_("mechanism node"))

    class Meta(Led.Meta):
        verbose_name = _("part of the mechanism map")
        verbose_name_plural = _("parts of the mechanism map")
        constraints = [models.UniqueConstraint(fields=["reason", "node"], name="library_reason_node_once")]

    def __str__(self) -> str:
        return self.node.key
