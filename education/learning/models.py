"""Walks: what a learner was shown and chose, as append-only events on one edition. Predictions: what they expected."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from education.editorial.models import Edition


class WalkQuerySet(models.QuerySet):
    """Questions about walks."""

    def open_to(self, reader):
        """Return the walks that are the reader's own: by account, otherwise by the key kept in the session."""
        if reader.user is not None:
            return self.filter(owner=reader.user)
        if not reader.walker:
            return self.none()
        return self.filter(owner__isnull=True, walker=reader.walker)

    def with_last(self):
        """Add `last_seq`, `last_step`, `last_lens`, `last_at` of the latest visit, and `finished`: it is at an outcome.

        Somebody who reached an outcome and went back to take another branch is under way again.
        """
        latest = WalkEvent.objects.filter(walk=OuterRef("pk")).order_by("-seq")
        names = {"last_seq": "seq", "last_step": "step", "last_lens": "lens", "last_at": "at", "finished": "outcome"}
        return self.annotate(**{name: Subquery(latest.values(field)[:1]) for name, field in names.items()})

    def with_safety(self, now):
        """Add `safety`: an edition newer than the walk's own, live at `now`, is a safety correction."""
        newer = Edition.objects.filter(
            kind=OuterRef("edition__kind"),
            slug=OuterRef("edition__slug"),
            number__gt=OuterRef("edition__number"),
            safety=True,
            publication__live_from__lte=now,
            publication__withdrawn_at=None,
        )
        return self.annotate(safety=Exists(newer))

    def ownerless_since(self, moment):
        """Return the walks without an account whose last event is older than `moment`."""
        return self.with_last().filter(owner__isnull=True, last_at__lt=moment)


class Walk(models.Model):
    """One learner's way through one edition of a pathway; it stays on that edition.

    Without an account it belongs to `walker`, a random key kept in the session, until it is adopted at sign-in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="walks")
    walker = models.CharField(max_length=32, blank=True)
    address = models.CharField(
        max_length=64, blank=True, help_text=_("A stranger's address, hashed with a daily salt.")
    )
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="walks")
    population = models.CharField(max_length=8)
    token = models.CharField(max_length=64, help_text=_("Made with the start form: the same form starts one walk."))
    moved_from = models.OneToOneField("self", models.CASCADE, null=True, blank=True, related_name="moved_to")
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Moved over to a newer edition; still readable.")
    )
    objects = WalkQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("walk")
        verbose_name_plural = _("walks")
        constraints = [
            models.CheckConstraint(condition=Q(owner__isnull=False) | ~Q(walker=""), name="learning_walk_is_somebodys"),
            models.UniqueConstraint(fields=["owner", "token"], name="learning_one_walk_a_form"),
            models.UniqueConstraint(
                fields=["walker", "token"], condition=Q(owner__isnull=True), name="learning_one_stranger_walk_a_form"
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-started_at"], name="learning_walks_of"),
            models.Index(fields=["walker", "-started_at"], name="learning_walks_of_stranger"),
            models.Index(fields=["address", "started_at"], name="learning_starts_from"),
        ]

    def __str__(self):
        return f"{self.pk} ({self.edition_id})"


class WalkEvent(models.Model):
    """One visit of a walk: `choice` taken at visit `parent_seq` led to `step`; the root has neither.

    `seq` counts the visits of the walk and never changes. Rows are added, never changed.
    """

    walk = models.ForeignKey(Walk, models.CASCADE, related_name="events")
    seq = models.PositiveIntegerField()
    parent_seq = models.PositiveIntegerField(null=True, blank=True)
    step = models.CharField(max_length=100)
    choice = models.CharField(max_length=100, blank=True)
    lens = models.CharField(max_length=8)
    outcome = models.BooleanField(help_text=_("The step reached is a named outcome."))
    token = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["walk", "seq"]
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = [
            models.UniqueConstraint(fields=["walk", "seq"], name="learning_visits_are_counted"),
            models.UniqueConstraint(
                fields=["walk", "parent_seq", "choice", "token"], name="learning_one_visit_a_submit"
            ),
            models.CheckConstraint(
                condition=Q(seq=1, parent_seq__isnull=True) | Q(seq__gt=1, parent_seq__lt=F("seq")),
                name="learning_visits_come_from_earlier_ones",
            ),
        ]

    def __str__(self):
        return f"{self.walk_id}/{self.seq} {self.step}"


class Prediction(models.Model):
    """What a reader with an account said before they were shown: the first answer to a question in a release is kept.

    `key` names the question among those of its kind: a claim's key, or what was ticked on the mechanism map.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="predictions")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=400)
    answer = models.CharField(max_length=40)
    release = models.PositiveIntegerField(help_text=_("The library’s release that the question was asked of."))
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        verbose_name = _("prediction")
        verbose_name_plural = _("predictions")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "kind", "key", "release"], name="learning_the_first_prediction_counts"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["claim", "map"]), name="learning_predictions_are_of_known_kinds"
            ),
            models.CheckConstraint(condition=~Q(key="") & ~Q(answer=""), name="learning_predictions_say_something"),
        ]

    def __str__(self):
        return f"{self.kind} {self.key}: {self.answer} (release {self.release})"
