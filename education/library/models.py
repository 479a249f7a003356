"""Draft records of the library, as editors change them; learners read releases, never these rows.

**The ready mark is a fingerprint.** `ready_sha` is the fingerprint of the record's content at the moment an editor
marked it ready. A record is ready while that still is the fingerprint of its content, so whatever edits it (a form, a
changed list of references, `queryset.update`, SQL) takes the mark away, and undoing the edit gives it back; no code has
to remember to clear anything.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from education.core.domain.canonical import canonical, fingerprint
from education.library import words
from education.library.domain import records

stable_key = RegexValidator(
    r"^[a-z0-9]+(?:-{1,2}[a-z0-9]+)*\Z", _("Use lower-case letters, digits and single hyphens, such as senscis-2019.")
)


def list_of_texts(value: object) -> None:
    """Raise ValidationError unless a JSON field holds a list of texts."""
    if not isinstance(value, list) or not all(isinstance(line, str) and line.strip() for line in value):
        raise ValidationError(_('Write a list of texts, such as ["one", "two"].'))


def one_of(field: str, named: dict[str, Any], name: str) -> models.CheckConstraint:
    """Return the constraint that `field` holds one of the values named."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": sorted(named)}), name=name)


class Keyed(models.Model):
    """Something that links, citations and walks point at by a stable key."""

    key = models.CharField(
        _("key"),
        max_length=100,
        unique=True,
        validators=[stable_key],
        help_text=_("Stable name; citations point at it, so it is not changed once published."),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.key


class LibraryRecord(Keyed):
    """A record that an editor marks ready and a release publishes."""

    review_by = models.DateField(_("review by"), help_text=_("After this day the record is shown as overdue."))
    ready_sha = models.CharField(_("fingerprint when marked ready"), max_length=64, blank=True, editable=False)
    ready_by = models.TextField(_("marked ready by"), blank=True, editable=False)
    ready_at = models.DateTimeField(_("marked ready at"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def document(self) -> BaseModel:
        """Return the record as packages and releases hold it; raises pydantic's ValidationError for an unfit row."""
        raise NotImplementedError

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint of the content as it stands."""
        return fingerprint(canonical(self.document()))

    @property
    def ready(self) -> bool:
        """Say whether the content is the one that an editor marked ready."""
        return bool(self.ready_sha) and self.ready_sha == self.fingerprint

    def mark_ready(self, by: str, *, now: datetime | None = None) -> None:
        """Mark the content, as it stands in the database, ready for the next release."""
        self.refresh_from_db()
        self.ready_sha, self.ready_by, self.ready_at = self.fingerprint, by, now or timezone.now()
        self.save(update_fields=["ready_sha", "ready_by", "ready_at"])


class Organ(Keyed):
    """One of the nine organ domains that evidence and pathways are filed under; part of every release."""

    name = models.TextField(_("name"))
    position = models.PositiveSmallIntegerField(_("position"), help_text=_("Place in lists, from the top."))

    class Meta:
        verbose_name = _("organ domain")
        verbose_name_plural = _("organ domains")
        ordering = ["position", "key"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="library_organ_has_name")]

    def __str__(self) -> str:
        return self.name

    def document(self) -> records.Organ:
        """Return the record as packages and releases hold it."""
        return records.Organ(key=self.key, name=self.name, position=self.position)


class Reference(LibraryRecord):
    """A source, as far as it was confirmed; an empty field was not confirmed."""

    title = models.TextField(_("title"))
    authors = models.TextField(_("authors"), blank=True)
    journal = models.TextField(_("journal"), blank=True)
    volume_pages = models.TextField(_("volume and pages"), blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    doi = models.CharField("DOI", max_length=200, blank=True, help_text=_("Without the address, such as 10.1056/…"))
    pmid = models.CharField("PMID", max_length=20, blank=True)
    trial_id = models.TextField(_("trial registration"), blank=True)
    links = models.JSONField(
        _("links"), default=list, blank=True, validators=[list_of_texts], help_text=_("List of addresses.")
    )
    design = models.CharField(_("design"), max_length=40, choices=list(words.DESIGNS.items()))
    design_detail = models.TextField(_("design, in detail"), blank=True)
    population = models.CharField(_("population"), max_length=10, choices=list(words.POPULATIONS.items()))
    population_detail = models.TextField(_("population, in detail"), blank=True)
    disease = models.TextField(_("disease"), blank=True)
    n = models.PositiveIntegerField(_("number of people"), null=True, blank=True)
    organ_domains = models.ManyToManyField(Organ, blank=True, related_name="sources", verbose_name=_("organ domains"))
    intervention = models.TextField(_("intervention"), blank=True)
    regimen = models.TextField(_("regimen"), blank=True)
    comparator = models.TextField(_("comparator"), blank=True)
    line_studied = models.TextField(_("line studied"), blank=True)
    line_detail = models.TextField(_("line studied, in detail"), blank=True)
    primary_endpoint = models.TextField(_("primary endpoint"), blank=True)
    primary_detail = models.TextField(_("primary endpoint, in detail"), blank=True)
    stage = models.TextField(_("stage"), blank=True)
    stage_detail = models.TextField(_("stage, in detail"), blank=True)
    key_findings = models.JSONField(
        _("key findings"), default=list, blank=True, validators=[list_of_texts], help_text=_("List of sentences.")
    )
    caveats = models.JSONField(
        _("caveats"), default=list, blank=True, validators=[list_of_texts], help_text=_("List of sentences.")
    )
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
            one_of("design", words.DESIGNS, "library_reference_design"),
            one_of("population", words.POPULATIONS, "library_reference_population"),
            one_of("retraction", words.RETRACTIONS, "library_reference_retraction"),
        ]

    def document(self) -> records.Reference:
        """Return the record as packages and releases hold it; organ domains in their own order."""
        plain = {name: getattr(self, name) for name in REFERENCE_PLAIN}
        return records.Reference(**plain, organ_domains=tuple(organ.key for organ in self.organ_domains.all()))


class Therapy(LibraryRecord):
    """A treatment, and what can be said of it for children."""

    name = models.TextField(_("name"))
    drug_class = models.TextField(_("class"))
    target = models.TextField(_("target"), blank=True)
    child_word = models.TextField(_("what can be said for children"), blank=True)
    child_looked_on = models.DateField(
        _("looked for studies in children on"), null=True, blank=True, help_text=_("Set when none was found.")
    )

    class Meta:
        verbose_name = _("therapy")
        verbose_name_plural = _("therapies")
        ordering = ["key"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="library_therapy_has_name")]

    def __str__(self) -> str:
        return self.name

    def document(self) -> records.Therapy:
        """Return the record as packages and releases hold it."""
        return records.Therapy(**{name: getattr(self, name) for name in records.Therapy.model_fields})


class Term(LibraryRecord):
    """A word explained plainly."""

    name = models.TextField(_("name"))
    expansion = models.TextField(_("expansion"), blank=True, help_text=_("What an abbreviation stands for."))
    plain = models.TextField(_("plain explanation"))

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["key"]
        constraints = [models.CheckConstraint(condition=~Q(name="") & ~Q(plain=""), name="library_term_explained")]

    def __str__(self) -> str:
        return self.name

    def document(self) -> records.Term:
        """Return the record as packages and releases hold it."""
        return records.Term(**{name: getattr(self, name) for name in records.Term.model_fields})


class EvidenceStatement(LibraryRecord):
    """What is known of one therapy for one organ domain in one population, and how well."""

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

    def document(self) -> records.Statement:
        """Return the record as packages and releases hold it, with its references in their order."""
        plain = {name: getattr(self, name) for name in STATEMENT_PLAIN}
        cited = tuple(row.reference.key for row in self.cited.all())
        return records.Statement(**plain, therapy=self.therapy.key, organ=self.organ.key, references=cited)


class StatementReference(models.Model):
    """A statement rests on a reference; the first is the leading one."""

    statement = models.ForeignKey(EvidenceStatement, models.CASCADE, related_name="cited")
    reference = models.ForeignKey(Reference, models.PROTECT, related_name="cited_in", verbose_name=_("reference"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("cited reference")
        verbose_name_plural = _("cited references")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "reference"], name="library_statement_reference_once")
        ]

    def __str__(self) -> str:
        return self.reference.key


REFERENCE_PLAIN = tuple(name for name in records.Reference.model_fields if name != "organ_domains")
STATEMENT_PLAIN = tuple(n for n in records.Statement.model_fields if n not in {"therapy", "organ", "references"})
