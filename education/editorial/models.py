"""What was published, by whom, what it cites, and what has been said about it since."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from education.editorial.frozen import FrozenRow


class EditionQuerySet(models.QuerySet["Edition"]):
    """Questions about editions; lists want `.defer("document")`, because only the memory opens the text."""

    def live(self, kind: str, now: datetime) -> "EditionQuerySet":
        """Editions of `kind` that learners may begin at `now`: at most one for each slug."""
        return self.live_of_any_kind(now).filter(kind=kind)

    def live_of_any_kind(self, now: datetime) -> "EditionQuerySet":
        """Editions that learners may begin or read at `now`: at most one for each kind and slug."""
        return self.filter(
            Q(publication__superseded_at=None) | Q(publication__superseded_at__gt=now),
            publication__live_from__lte=now,
            publication__withdrawn_at=None,
        )

    def live_one(self, kind: str, slug: str, now: datetime) -> "Edition":
        """Return the current edition of one slug; raises `Edition.DoesNotExist`."""
        return self.live(kind, now).get(slug=slug)

    def standing(self, kind: str, slug: str) -> "EditionQuerySet":
        """Editions of one slug that were not withdrawn, newest number first."""
        return self.filter(kind=kind, slug=slug, publication__withdrawn_at=None).order_by("-number")


class Edition(FrozenRow):
    """A draft as it was published: a canonical text under a whole number, never changed afterwards."""

    kind = models.CharField(_("kind"), max_length=40)
    slug = models.CharField(_("slug"), max_length=100)
    number = models.PositiveIntegerField(_("edition"), help_text=_("Counts up from 1 for each slug, without gaps."))
    schema = models.PositiveIntegerField(_("schema"), help_text=_("Which shape the text has."))
    language = models.CharField(_("language"), max_length=20, default="en")
    title = models.TextField(_("title"))
    head = models.TextField(_("summary for lists"), default="{}", help_text=_("JSON made by the kind."))
    document = models.TextField(_("text"), help_text=_("The canonical text that the fingerprint is made of."))
    sha256 = models.CharField(_("fingerprint"), max_length=64, db_index=True)
    safety = models.BooleanField(
        _("safety correction"), default=False, help_text=_("People on an older edition are told at once.")
    )
    note = models.TextField(_("what changed"), blank=True)
    published_at = models.DateTimeField(_("published at"))
    published_by = models.TextField(_("published by"))
    account_key = models.CharField(_("account key"), max_length=64, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["kind", "slug", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug", "number"], name="editorial_edition_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="editorial_edition_number_from_one"),
        ]
        # Whoever looks for the current edition finds its fingerprint here: in SQLite the columns behind `document` are
        # only reached through all of its text.
        indexes = [models.Index(fields=["kind", "slug", "number", "sha256"], name="editorial_edition_found")]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}, edition {self.number}"


class Publication(models.Model):
    """When an edition is live: from `live_from` until it is superseded or withdrawn.

    Which edition is current is derived from these dates, never stored.
    """

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="publication", verbose_name=_("edition"))
    live_from = models.DateTimeField(_("live from"), db_index=True)
    superseded_at = models.DateTimeField(_("superseded at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_why = models.TextField(_("why it was withdrawn"), blank=True)

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-live_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_why="") | (~Q(withdrawn_at=None) & ~Q(withdrawn_why="")),
                name="editorial_publication_withdrawn_with_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition}, live from {self.live_from:%Y-%m-%d}"

    def state(self, now: datetime | None = None) -> str:
        """Return in a word whether learners get the edition: at `now`, or at this moment."""
        now = now or timezone.now()
        if self.withdrawn_at:
            return str(_("withdrawn"))
        if self.superseded_at and self.superseded_at <= max(now, self.live_from):
            return str(_("superseded"))
        return str(_("live") if self.live_from <= now else _("scheduled"))


class Numbering(models.Model):
    """One row for each slug ever published; it is locked while the next number is given."""

    kind = models.CharField(max_length=40)
    slug = models.CharField(max_length=100)

    class Meta:
        ordering = ["kind", "slug"]
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="editorial_numbering_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}"


class Citation(FrozenRow):
    """An edition cites a record: "used by" and "evidence has moved on" read these."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="citations", verbose_name=_("edition"))
    kind = models.CharField(_("kind of record"), max_length=40, help_text=_("reference, statement, therapy or term."))
    key = models.CharField(_("key of the record"), max_length=100)
    place = models.TextField(_("place"), blank=True, help_text=_("Where in the edition it is cited."))

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["edition", "kind", "key", "place"]
        indexes = [models.Index(fields=["kind", "key"], name="editorial_citation_of")]
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind", "key", "place"], name="editorial_citation_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Questions about notices."""

    def standing(self, now: datetime) -> "NoticeQuerySet":
        """Notices to show at `now`."""
        return self.filter(Q(until=None) | Q(until__gt=now), since__lte=now)


class Notice(models.Model):
    """A word that stands on top of a frozen edition: a retraction, a correction, a safety matter, a withdrawal."""

    class Kind(models.TextChoices):
        RETRACTION = "retraction", _("Retraction")
        CORRECTION = "correction", _("Correction")
        SAFETY = "safety", _("Safety notice")
        WITHDRAWAL = "withdrawal", _("Withdrawn")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    subject = models.CharField(
        _("subject"), max_length=141, db_index=True, help_text=_("Kind and key, such as reference:senscis-2019.")
    )
    text = models.TextField(_("text"), help_text=_("Whole sentences: what happened, and what the reader should do."))
    url = models.URLField(_("link"), max_length=500, blank=True)
    since = models.DateTimeField(_("shown from"), default=timezone.now)
    until = models.DateTimeField(_("shown until"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-since", "subject"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["retraction", "correction", "safety", "withdrawal"]), name="editorial_notice_kind"
            ),
            models.CheckConstraint(condition=Q(subject__contains=":"), name="editorial_notice_subject"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="editorial_notice_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"


class SignOff(models.Model):
    """A reviewer's signature on exactly one text of a draft; an edit of the draft leaves it behind."""

    kind = models.CharField(_("kind"), max_length=40)
    slug = models.CharField(_("slug"), max_length=100)
    sha256 = models.CharField(_("fingerprint of the draft"), max_length=64)
    role = models.SlugField(_("role"), max_length=100, help_text=_("In which capacity, such as clinician."))
    name = models.TextField(_("name"))
    account_key = models.CharField(_("account key"), max_length=64)
    disclosure = models.TextField(_("disclosure"), help_text=_("Interests of the reviewer, or that there are none."))
    signed_at = models.DateTimeField(_("signed at"), default=timezone.now)

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering = ["kind", "slug", "signed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug", "sha256", "role", "account_key"], name="editorial_sign_off_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.kind} {self.slug}"


class Allowance(models.Model):
    """A figure that the number audit lets pass, with the reason; it comes with a content package."""

    package = models.CharField(_("package"), max_length=100)
    place = models.CharField(_("place"), max_length=300)
    figure = models.CharField(_("figure"), max_length=60)
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("allowed figure")
        verbose_name_plural = _("allowed figures")
        ordering = ["place", "figure"]
        constraints = [
            models.UniqueConstraint(fields=["package", "place", "figure"], name="editorial_allowance_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="editorial_allowance_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.figure}"


class AuditEntry(FrozenRow):
    """What was done to published content, and by which account; the key says nothing once the account is gone."""

    at = models.DateTimeField(_("at"), default=timezone.now)
    account_key = models.CharField(_("account key"), max_length=64, blank=True)
    action = models.SlugField(_("action"), max_length=40)
    kind = models.CharField(_("kind"), max_length=40)
    slug = models.CharField(_("slug"), max_length=100, blank=True)
    detail = models.TextField(_("detail"), blank=True)

    class Meta:
        verbose_name = _("audit line")
        verbose_name_plural = _("audit lines")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.kind} {self.slug}"
