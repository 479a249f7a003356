"""The forms people see about themselves: preferences and sign-up."""

from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.core import context
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from education.accounts import roles
from education.accounts.models import Invitation, User


class PreferencesForm(forms.Form):
    """Theme, language and shortcuts of one browser, and of the account when somebody is signed in."""

    theme = forms.ChoiceField(label=_("Theme"), choices=User.Theme.choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    keys_off = forms.BooleanField(
        label=_("Turn keyboard shortcuts off"),
        required=False,
        help_text=_("Single keys then do nothing here, which helps with speech input."),
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput, max_length=500)


class SignupForm(AllauthSignupForm):
    """Sign-up with a name to show; by invitation, for the invited address alone."""

    display_name = forms.CharField(
        label=_("Your name"), max_length=80, help_text=_("Shown to you and to the editors of this site.")
    )
    invitation = forms.CharField(required=False, widget=forms.HiddenInput, max_length=100)
    field_order = ["email", "display_name", "password1", "password2", "invitation"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.invited = Invitation.objects.of_token(self._token()).open(timezone.now()).first()
        if self.invited:
            self.fields["email"].initial = self.invited.email
            self.fields["email"].widget.attrs["readonly"] = True
            self.fields["invitation"].initial = self._token()

    def _token(self):
        return self.data.get("invitation") or context.request.GET.get("invitation", "")

    def clean_email(self):
        email = super().clean_email()
        if self.invited and email.lower() != self.invited.email.lower():
            raise ValidationError(_("This invitation is for another e-mail address. Ask for one for yours."))
        return email

    def save(self, request):
        """Make the account; with an invitation, use it up and give its role in the same transaction."""
        with transaction.atomic():
            user = super().save(request)
            if self.invited:
                self.invited.use(now=timezone.now())
                roles.give(user, self.invited.role)
        return user
