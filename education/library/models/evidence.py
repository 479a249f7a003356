"""References, therapies, terms, and what is known of a therapy, and how well."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from education.library import words
from education.library.domain import library
from education.library.models.base import (
    Cited,
    LibraryRecord,
    Ordered,
    Organ,
    figure,
    one_of,
    said,
    texts_field,
    word_field,
)


class Reference(LibraryRecord):
    """A source, as far as it was confirmed; an empty field was not confirmed."""

    FORM = library.LibraryReference

    title = models.TextField(_("title"))
    authors = models.TextField(_("authors"), blank=True)
    journal = models.TextField(_("journal"), blank=True)
    volume_pages = models.TextField(_("volume and pages"), blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    doi = models.CharField("DOI", max_length=200, blank=True, help_text=_("Without the address, such as 10.1056/…"))
    pmid = models.CharField("PMID", max_length=20, blank=True)
    trial_id = models.TextField(_("trial registration"), blank=True)
    links = texts_field(_("links"), _("List of addresses."))
    design = models.CharField(_("design"), max_length=40, choices=list(words.DESIGNS.items()))
    design_detail = models.TextField(_("design, in detail"), blank=True)
    population = models.CharField(_("population"), max_length=10, choices=list(words.POPULATIONS.items()))
    population_detail = models.TextField(_("population, in detail"), blank=True)
    disease = models.TextField(_("disease"), blank=True)
    n = models.PositiveIntegerField(_("number of people"), null=True, blank=True)
    organ_domains = models.ManyToManyField(Organ, blank=True, related_name="sources", verbose_name=_("organ domains"))
    topics = texts_field(_("topics"), _("List of words under which editors look for it."))
    intervention = models.TextField(_("intervention"), blank=True)
    regimen = models.TextField(_("regimen"), blank=True)
    comparator = models.TextField(_("comparator"), blank=True)
    line_studied = models.TextField(_("line studied"), blank=True)
    line_detail = models.TextField(_("line studied, in detail"), blank=True)
    primary_endpoint = models.TextField(_("primary endpoint"), blank=True)
    primary_detail = models.TextField(_("primary endpoint, in detail"), blank=True)
    stage = models.TextField(_("stage"), blank=True)
    stage_detail = models.TextField(_("stage, in detail"), blank=True)
    key_findings = texts_field(_("key findings"), _("List of sentences."))
    caveats = texts_field(_("caveats"), _("List of sentences."))
    note = models.TextField(_("note"), blank=True, help_text=_("For editors; readers never see it."))
    verified = models.BooleanField(
        _("verified"), default=False, help_text=_("The source exists and says this; without it nothing is shown.")
    )
    numbers_verified = models.BooleanField(_("numbers verified"), default=False)
    citation_complete = models.BooleanField(_("citation complete"), default=False)
    retraction = models.CharField(
        _("retraction"), max_length=20, choices=list(words.RETRACTIONS.items()), default="none"
    )

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="library_reference_has_title"),
            models.CheckConstraint(condition=Q(doi="") | Q(doi__startswith="10."), name="library_reference_doi"),
            one_of("design", words.DESIGNS, "library_reference_design"),
            one_of("population", words.POPULATIONS, "library_reference_population"),
            one_of("retraction", words.RETRACTIONS, "library_reference_retraction"),
        ]

    def values(self) -> dict[str, Any]:
        """Return the values of the document, organ domains in their own order."""
        return super().values() | {"organ_domains": tuple(organ.key for organ in self.organ_domains.all())}


class Therapy(LibraryRecord):
    """A treatment, and what can be said of it for children."""

    FORM = library.LibraryTherapy

    name = models.TextField(_("name"))
    drug_class = models.TextField(_("class"))
    group = word_field(_("group"), words.THERAPY_GROUPS, default="other")
    target = models.TextField(_("target"), blank=True)
    verdict = models.TextField(_("verdict"), blank=True, help_text=_("Two sentences, each with its citations."))
    after_failure = models.TextField(
        _("studied after failure?"), blank=True, help_text=_("Whether it was tried after other treatment had failed.")
    )
    fails = texts_field(_("when it seems to fail"), _("List of questions to ask then; one that states a fact cites."))
    monitoring = texts_field(_("monitoring"), _("List of lines; one that states a fact cites."))
    safety = texts_field(_("safety"), _("List of lines; one that states a fact cites."))
    child_word = models.TextField(_("what can be said for children"), blank=True)
    child_looked_on = models.DateField(
        _("looked for studies in children on"), null=True, blank=True, help_text=_("Set when none was found.")
    )

    class Meta:
        verbose_name = _("therapy")
        verbose_name_plural = _("therapies")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="library_therapy_has_name"),
            one_of("group", words.THERAPY_GROUPS, "library_therapy_group"),
        ]

    def __str__(self) -> str:
        return self.name


class Term(LibraryRecord):
    """A word explained plainly."""

    FORM = library.LibraryTerm

    name = models.TextField(_("name"))
    expansion = models.TextField(_("expansion"), blank=True, help_text=_("What an abbreviation stands for."))
    also = texts_field(_("other spellings"), _("List of other words that a reader may look for."))
    plain = models.TextField(_("plain explanation"), help_text=_("A figure in it needs a citation."))
    mesh = models.CharField("MeSH", max_length=20, blank=True, help_text=_("Empty unless somebody has looked it up."))
    icd11 = models.CharField(
        "ICD-11", max_length=20, blank=True, help_text=_("Empty unless somebody has looked it up.")
    )

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["key"]
        constraints = [models.CheckConstraint(condition=~Q(name="") & ~Q(plain=""), name="library_term_explained")]

    def __str__(self) -> str:
        return self.name


class EvidenceStatement(LibraryRecord):
    """What is known of one therapy for one organ domain in one population, and how well."""

    FORM = library.LibraryStatement
    POINTS: ClassVar[tuple[str, ...]] = ("therapy", "organ")
    LISTS: ClassVar[Mapping[str, Ordered]] = {"references": Ordered("cited", "reference")}

    therapy = models.ForeignKey(Therapy, models.PROTECT, related_name="statements", verbose_name=_("therapy"))
    regimen = models.CharField(_("regimen"), max_length=20, choices=list(words.REGIMENS.items()), default="not-stated")
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="statements", verbose_name=_("organ domain"))
    population = models.CharField(_("population"), max_length=10, choices=list(words.POPULATIONS.items()))
    population_detail = models.TextField(_("population, in detail"), blank=True)
    line_studied = models.CharField(
        _("line studied"),
        max_length=20,
        choices=list(words.LINES_STUDIED.items()),
        help_text=_("Always shown: most trials were not done after treatment had failed."),
    )
    line_detail = models.TextField(_("line studied, in detail"), blank=True)
    stage = models.TextField(_("stage"), blank=True)
    subset = models.TextField(_("subset"), blank=True)
    antibody = models.TextField(_("antibody"), blank=True)
    comparator = models.TextField(_("comparator"), blank=True)
    outcome = models.TextField(_("outcome"))
    outcome_role = models.CharField(_("role of the outcome"), max_length=20, choices=list(words.OUTCOME_ROLES.items()))
    direction = models.CharField(_("direction"), max_length=20, choices=list(words.DIRECTIONS.items()))
    direction_note = models.TextField(_("words under the direction"), blank=True)
    harm = models.BooleanField(_("harm"), default=False, help_text=_("A statement of harm has a strip of its own."))
    certainty = models.CharField(_("certainty"), max_length=10, choices=list(words.CERTAINTIES.items()))
    certainty_reason = models.TextField(_("reason for the certainty"))
    line_directness = models.CharField(
        _("directness of the line"), max_length=10, choices=list(words.DIRECTNESS.items()), default="direct"
    )
    outcome_directness = models.CharField(
        _("directness of the outcome"), max_length=10, choices=list(words.DIRECTNESS.items()), default="direct"
    )
    finding = models.TextField(_("finding"), help_text=_("In our own words, with citations such as [@senscis-2019]."))
    references = models.ManyToManyField(
        Reference, through="StatementReference", related_name="statements", verbose_name=_("references")
    )
    judged_by = models.TextField(_("judged by"), blank=True)
    verified = models.BooleanField(_("verified"), default=False)

    class Meta:
        verbose_name = _("evidence statement")
        verbose_name_plural = _("evidence statements")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome="") & ~Q(certainty_reason="") & ~Q(finding=""), name="library_statement_complete"
            ),
            one_of("regimen", words.REGIMENS, "library_statement_regimen"),
            one_of("population", words.POPULATIONS, "library_statement_population"),
            one_of("line_studied", words.LINES_STUDIED, "library_statement_line"),
            one_of("outcome_role", words.OUTCOME_ROLES, "library_statement_role"),
            one_of("direction", words.DIRECTIONS, "library_statement_direction"),
            one_of("certainty", words.CERTAINTIES, "library_statement_certainty"),
            one_of("line_directness", words.DIRECTNESS, "library_statement_line_direct"),
            one_of("outcome_directness", words.DIRECTNESS, "library_statement_outcome_direct"),
        ]

    def values(self) -> dict[str, Any]:
        """Return the values of the document, with its references and sizes of effect in their order."""
        return super().values() | {"effects": tuple(effect.document() for effect in self.effects.all())}


class StatementReference(Cited):
    """A statement rests on a reference; the first is the leading one."""

    inside = "statement"

    statement = models.ForeignKey(EvidenceStatement, models.CASCADE, related_name="cited")
    reference = models.ForeignKey(Reference, models.PROTECT, related_name="cited_in", verbose_name=_("reference"))

    class Meta(Cited.Meta):
        constraints = [
            models.UniqueConstraint(fields=["statement", "reference"], name="library_statement_reference_once")
        ]


class Effect(Cited):
    """One size of effect of a statement, as one source gives it; figures keep the digits they were written with."""

    inside = "statement"

    statement = models.ForeignKey(EvidenceStatement, models.CASCADE, related_name="effects")
    measure = models.TextField(_("measure"))
    contrast = word_field(_("contrast"), words.CONTRASTS)
    better = word_field(_("better"), words.BETTER)
    value = models.CharField(_("value"), max_length=20, blank=True, validators=[figure])
    low = models.CharField(_("interval from"), max_length=20, blank=True, validators=[figure])
    high = models.CharField(_("interval to"), max_length=20, blank=True, validators=[figure])
    missing = models.TextField(_("what is missing"), blank=True, help_text=_("Such as “interval not held here”."))

    class Meta(Cited.Meta):
        verbose_name = _("size of effect")
        verbose_name_plural = _("sizes of effect")
        constraints = [
            said("library_effect_has_measure", "measure"),
            models.CheckConstraint(condition=~Q(value="") | ~Q(missing=""), name="library_effect_value_or_missing"),
            one_of("contrast", words.CONTRASTS, "library_effect_contrast"),
            one_of("better", words.BETTER, "library_effect_better"),
        ]

    def document(self) -> library.Effect:
        """Return the row as packages and releases hold it."""
        plain = {name: getattr(self, name) for name in ("measure", "contrast", "better", "missing")}
        figures = {name: getattr(self, name) or None for name in ("value", "low", "high")}
        return library.Effect(**plain, **figures, reference=self.reference.key)
