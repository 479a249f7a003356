"""Sentences often taught, what is known of children, and what is not known."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from education.library import words
from education.library.domain import library
from education.library.models.base import (
    Cited,
    Documented,
    LibraryRecord,
    Ordered,
    Placed,
    one_of,
    said,
    stable_key,
    word_field,
)

REFERENCES: Mapping[str, Ordered] = {"references": Ordered("cited", "reference")}
WEIGHED: Mapping[str, Ordered] = {
    role: Ordered("cited", "reference", role) for role in ("supports", "qualifies", "contradicts")
}


class TeachingClaim(LibraryRecord):
    """A sentence often taught, weighed: verdict, why, and what to say instead."""

    FORM = library.TeachingClaim
    LISTS: ClassVar[Mapping[str, Ordered]] = {"references": Ordered("cited", "reference", "references"), **WEIGHED}

    claim = models.TextField(_("claim"))
    verdict = word_field(_("verdict"), words.CLAIM_VERDICTS)
    explanation = models.TextField(_("explanation"))
    safer_wording = models.TextField(_("safer wording"), blank=True)
    evidence_population = word_field(_("population of the evidence"), words.POPULATIONS)
    verified = models.BooleanField(_("verified"), default=False)

    class Meta:
        verbose_name = _("teaching claim")
        verbose_name_plural = _("teaching claims")
        ordering = ["key"]
        constraints = [
            said("library_claim_said", "claim", "explanation"),
            one_of("verdict", words.CLAIM_VERDICTS, "library_claim_verdict"),
            one_of("evidence_population", words.POPULATIONS, "library_claim_population"),
        ]

    def values(self) -> dict[str, Any]:
        """Return the values of the document, with its parts in their order."""
        return super().values() | {"parts": tuple(part.document() for part in self.parts.all())}


class ClaimReference(Cited):
    """A reference of a claim, in one of its lists."""

    inside = "claim"

    claim = models.ForeignKey(TeachingClaim, models.CASCADE, related_name="cited")
    role = word_field(_("role"), words.CLAIM_ROLES)

    class Meta(Cited.Meta):
        constraints = [
            models.UniqueConstraint(fields=["claim", "role", "reference"], name="library_claim_reference_once"),
            one_of("role", words.CLAIM_ROLES, "library_claim_reference_role"),
        ]


class ClaimPart(Documented, Placed):
    """One of the statements that a claim is made of, weighed by itself."""

    inside = "whole"

    FORM = library.ClaimPart
    LISTS: ClassVar[Mapping[str, Ordered]] = WEIGHED

    whole = models.ForeignKey(TeachingClaim, models.CASCADE, related_name="parts", verbose_name=_("whole claim"))
    key = models.CharField(_("key"), max_length=100, validators=[stable_key], help_text=_("Stable name in its claim."))
    claim = models.TextField(_("claim"))
    verdict = word_field(_("verdict"), words.CLAIM_VERDICTS)
    explanation = models.TextField(_("explanation"))

    class Meta(Placed.Meta):
        verbose_name = _("part of a claim")
        verbose_name_plural = _("parts of a claim")
        constraints = [
            models.UniqueConstraint(fields=["whole", "key"], name="library_claim_part_once"),
            said("library_claim_part_said", "claim", "explanation"),
            one_of("verdict", words.CLAIM_VERDICTS, "library_claim_part_verdict"),
        ]

    def __str__(self) -> str:
        return self.key


class ClaimPartReference(Cited):
    """A reference of a part of a claim, in one of its lists."""

    inside = "part"

    part = models.ForeignKey(ClaimPart, models.CASCADE, related_name="cited")
    role = word_field(_("role"), {role: words.CLAIM_ROLES[role] for role in WEIGHED})

    class Meta(Cited.Meta):
        constraints = [
            models.UniqueConstraint(fields=["part", "role", "reference"], name="library_claim_part_reference_once"),
            one_of("role", WEIGHED, "library_claim_part_reference_role"),
        ]


class PaediatricFact(LibraryRecord):
    """What is known of children at one stage of the way."""

    FORM = library.PaediatricFact
    LISTS: ClassVar[Mapping[str, Ordered]] = REFERENCES

    step = models.TextField(_("stage of the way"))
    fact = models.TextField(_("fact"))
    verified = models.BooleanField(_("verified"), default=False)

    class Meta:
        verbose_name = _("fact of children")
        verbose_name_plural = _("facts of children")
        ordering = ["key"]
        constraints = [said("library_fact_said", "step", "fact")]


class FactReference(Cited):
    """A fact rests on a reference."""

    inside = "fact"

    fact = models.ForeignKey(PaediatricFact, models.CASCADE, related_name="cited")

    class Meta(Cited.Meta):
        constraints = [models.UniqueConstraint(fields=["fact", "reference"], name="library_fact_reference_once")]


class OpenQuestion(LibraryRecord):
    """What is not known, said as not known; its references may be unverified and are then not linked."""

    FORM = library.OpenQuestion
    LISTS: ClassVar[Mapping[str, Ordered]] = REFERENCES

    topic = models.TextField(_("topic"))
    status = models.TextField(_("status"), help_text=_("What is not known, said as not known."))

    class Meta:
        verbose_name = _("open question")
        verbose_name_plural = _("open questions")
        ordering = ["key"]
        constraints = [said("library_question_said", "topic", "status")]

    def __str__(self) -> str:
        return self.topic


class QuestionReference(Cited):
    """An open question names a reference."""

    inside = "question"

    question = models.ForeignKey(OpenQuestion, models.CASCADE, related_name="cited")

    class Meta(Cited.Meta):
        constraints = [
            models.UniqueConstraint(fields=["question", "reference"], name="library_question_reference_once")
        ]
