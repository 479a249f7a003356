"""People who sign in, and the invitations that let them in."""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from education.core.policies import Role

INVITATION_LASTS = timedelta(days=14)


def new_account_key() -> str:
    """Return an opaque name for an account: 22 random letters that say nothing about the person."""
    return secrets.token_urlsafe(16)


class UserManager(BaseUserManager):
    """Makes accounts, and finds them by e-mail whatever its capitals."""

    def create_user(self, email, password=None, **fields):
        """Make an account; without a password it cannot be signed in to until one is set."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """Make an account that may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractUser):
    """Somebody who signs in with an e-mail address. Roles are groups; what a role may do is in core/policies.py."""

    class Theme(models.TextChoices):
        SYSTEM = "system", _("System")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    username = None
    first_name = None
    last_name = None
    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(
        _("display name"), max_length=80, blank=True, help_text=_("The name shown to this person and to editors.")
    )
    account_key = models.CharField(
        max_length=32,
        unique=True,
        editable=False,
        default=new_account_key,
        help_text=_("Stands for the account where a record must outlive it."),
    )
    theme = models.CharField(_("theme"), max_length=6, choices=Theme, default=Theme.SYSTEM)
    language = models.CharField(
        _("language"), max_length=10, blank=True, help_text=_("Empty: the language the browser asks for.")
    )

    keys_off = models.BooleanField(_("keyboard shortcuts off"), default=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    objects = UserManager()

    class Meta:
        ordering = ["email"]
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_one_account_an_address",
                violation_error_message=_("There is an account with this e-mail address already."),
            ),
            models.CheckConstraint(
                condition=models.Q(theme__in=["system", "light", "dark"]), name="accounts_theme_is_known"
            ),
        ]

    def __str__(self):
        return self.label

    def save(self, *args, **kwargs):
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    @property
    def label(self):
        """The name to show: the display name, or else the e-mail address."""
        return self.display_name or self.email

    @property
    def signature(self):
        """The name that published text keeps for ever: the display name, and never the e-mail address."""
        return self.display_name or _("an account without a name")

    @cached_property
    def role_names(self):
        """The roles held, as a frozen set; one query, kept with this object."""
        return frozenset(self.groups.values_list("name", flat=True))

    def prefer(self, *, theme, language, keys_off):
        """Keep this person's preferences."""
        self.theme, self.language, self.keys_off = theme, language, keys_off
        self.save(update_fields=["theme", "language", "keys_off"])

    def get_full_name(self):
        return self.label

    def get_short_name(self):
        return self.label


class InvitationQuerySet(models.QuerySet):
    """Questions about invitations."""

    def open(self, now):
        """Return the invitations that can still be used."""
        return self.filter(used_at=None, expires_at__gt=now)

    def of_token(self, token):
        """Return the invitation this link belongs to: one or none."""
        return self.filter(token_hash=hash_of(token))


class Invitation(models.Model):
    """Lets the holder of a link make one account with one role. The link is shown once; we keep only its hash."""

    email = models.EmailField(_("e-mail address"))
    role = models.CharField(
        _("role"),
        max_length=20,
        choices=[
            (Role.TRAINEE.value, _("Trainee")),
            (Role.EDUCATOR.value, _("Educator")),
            (Role.REVIEWER.value, _("Reviewer")),
            (Role.CLINIC_ADMIN.value, _("Clinic admin")),
        ],
        default=Role.TRAINEE.value,
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires at"), editable=False)
    used_at = models.DateTimeField(_("used at"), null=True, editable=False)
    made_by = models.CharField(_("made by"), max_length=32, editable=False, help_text=_("Account key of the inviter."))
    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")), name="accounts_invitation_expires_later"
            ),
        ]

    def __str__(self):
        return f"{self.email} ({self.get_role_display()})"

    def use(self, *, now):
        """Use the invitation up. Raises Invitation.DoesNotExist when somebody was quicker."""
        if not Invitation.objects.filter(pk=self.pk).open(now).update(used_at=now):
            raise Invitation.DoesNotExist(self.pk)

    def seal(self, *, by, now):
        """Prepare a new invitation for saving and return its token: the only time it is known."""
        token = secrets.token_urlsafe(32)
        self.token_hash = hash_of(token)
        self.made_by = by.account_key
        self.made_at = now
        self.expires_at = now + INVITATION_LASTS
        return token


def hash_of(token: str) -> str:
    """Return what we keep of a token. It is long and random, so a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()
