"""What all draft records share: a stable key, a document, and the ready mark.

**The ready mark is a fingerprint.** `ready_sha` is the fingerprint of the record's content at the moment an editor
marked it ready. A record is ready while that still is the fingerprint of its content, so whatever edits it (a form, a
changed list of references, `queryset.update`, SQL) takes the mark away, and undoing the edit gives it back; no code has
to remember to clear anything.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from education.core.domain.strict import Strict
from education.library.domain import records
from education.library.domain.release import mark

stable_key = RegexValidator(
    r"^[a-z0-9]+(?:-{1,2}[a-z0-9]+)*\Z", _("Use lower-case letters, digits and single hyphens, such as senscis-2019.")
)
filed_key = RegexValidator(
    r"^[a-z0-9]+(?:(?:-{1,2}|_)[a-z0-9]+)*\Z",
    _("Use lower-case letters, digits, hyphens and underscores, such as b_cell--fibroblast."),
)
figure = RegexValidator(r"^[+-]?[0-9]+(?:\.[0-9]+)?\Z", _("Write a number with a point, such as -2.9."))


def list_of_texts(value: object) -> None:
    """Raise ValidationError unless a JSON field holds a list of texts."""
    if not isinstance(value, list) or not all(isinstance(line, str) and line.strip() for line in value):
        raise ValidationError(_('Write a list of texts, such as ["one", "two"].'))


def texts_field(name: Any, help_text: Any = "") -> Any:
    """Return a field that holds a list of texts."""
    return models.JSONField(name, default=list, blank=True, validators=[list_of_texts], help_text=help_text)


def word_field(name: Any, named: Mapping[str, Any], **options: Any) -> Any:
    """Return a field that holds one of the values named; `one_of` has the database keep it."""
    return models.CharField(name, max_length=40, choices=list(named.items()), **options)


def one_of(field: str, named: Mapping[str, Any], name: str) -> models.CheckConstraint:
    """Return the constraint that `field` holds one of the values named."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": sorted(named)}), name=name)


def said(name: str, *fields: str) -> models.CheckConstraint:
    """Return the constraint that none of the fields is empty."""
    return models.CheckConstraint(condition=Q(*(~Q(**{field: ""}) for field in fields)), name=name)


class Ordered(NamedTuple):
    """A list of keys in a document, kept in rows of their own: `rows` is the way to them, `to` what each points at.

    Rows that serve several lists tell them apart by `role`.
    """

    rows: str
    to: str
    role: str = ""


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


class Documented(models.Model):
    """A row that is a document of the shape `FORM`.

    Fields are the shape's own, by the same names; `POINTS` names the foreign keys, which a document holds as keys, and
    `LISTS` the lists of keys that have rows of their own.
    """

    FORM: ClassVar[type[Strict]]
    POINTS: ClassVar[tuple[str, ...]] = ()
    LISTS: ClassVar[Mapping[str, Ordered]] = {}

    class Meta:
        abstract = True

    @classmethod
    def plain_fields(cls) -> tuple[str, ...]:
        """Return the fields that a document and a row hold in the same way."""
        own = {field.name for field in cls._meta.concrete_fields}
        return tuple(name for name in cls.FORM.model_fields if name in own and name not in cls.POINTS)

    def document(self) -> Strict:
        """Return the record as packages and releases hold it; raises pydantic's ValidationError for an unfit row."""
        return self.FORM(**self.values())

    def values(self) -> dict[str, Any]:
        """Return the values of the document by field."""
        values = {name: getattr(self, name) for name in self.plain_fields()}
        for name in self.POINTS:
            pointed = getattr(self, name)
            values[name] = pointed and pointed.key
        return values | {name: self._keys(ordered) for name, ordered in self.LISTS.items()}

    def _keys(self, ordered: Ordered) -> tuple[str, ...]:
        rows = (row for row in getattr(self, ordered.rows).all() if getattr(row, "role", "") == ordered.role)
        return tuple(getattr(row, ordered.to).key for row in rows)


class LibraryRecord(Keyed, Documented):
    """A record that an editor marks ready and a release publishes."""

    review_by = models.DateField(_("review by"), help_text=_("After this day the record is shown as overdue."))
    ready_sha = models.CharField(_("fingerprint when marked ready"), max_length=64, blank=True, editable=False)
    ready_by = models.TextField(_("marked ready by"), blank=True, editable=False)
    ready_at = models.DateTimeField(_("marked ready at"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint of the content as it stands."""
        return mark(self.document())

    @property
    def ready(self) -> bool:
        """Say whether the content is the one that an editor marked ready."""
        return bool(self.ready_sha) and self.ready_sha == self.fingerprint

    def mark_ready(self, by: str, *, now: datetime | None = None) -> None:
        """Mark the content, as it stands in the database, ready for the next release."""
        self.refresh_from_db()
        self.ready_sha, self.ready_by, self.ready_at = self.fingerprint, by, now or timezone.now()
        self.save(update_fields=["ready_sha", "ready_by", "ready_at"])


class Placed(models.Model):
    """A row with a place in a list of its owner, the field named by `inside`; without a place it goes last."""

    inside: ClassVar[str]
    position = models.PositiveSmallIntegerField(
        _("position"), blank=True, help_text=_("The lowest comes first; empty goes last.")
    )

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def save(self, *args: Any, **options: Any) -> None:
        """Save the row, at the end of its list when it has no place yet."""
        if self.position is None:
            beside = type(self)._default_manager.filter(**{self.inside: getattr(self, self.inside)})
            self.position = (beside.aggregate(last=models.Max("position"))["last"] or 0) + 1
        super().save(*args, **options)


class Cited(Placed):
    """A row that names one reference of a list."""

    reference = models.ForeignKey("library.Reference", models.PROTECT, related_name="+", verbose_name=_("reference"))

    class Meta(Placed.Meta):
        abstract = True
        verbose_name = _("cited reference")
        verbose_name_plural = _("cited references")

    def __str__(self) -> str:
        return str(self.reference.key)


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
