"""Forms of the publishing desk: publish, withdraw and sign off."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from education.editorial.publishing import required_roles

REVIEW_ROLES = {
    "clinical": _("Clinical"),
    "paediatric": _("Paediatric"),
    "methods": _("Methods"),
    "patient": _("Patient"),
}


class DeskForm(forms.Form):
    """A form with one button, named by `verb`; while `blocked_by` names a list of problems, the button says so."""

    verb = ""
    blocked_by = ""

    @property
    def helper(self):
        """Return how crispy draws the form."""
        helper = FormHelper()
        blocked = {"css_class": "s-blocked", "aria-disabled": "true", "aria-describedby": self.blocked_by}
        helper.add_input(Submit("go", self.verb, **(blocked if self.blocked_by else {})))
        return helper


class PublishForm(DeskForm):
    """What goes with an edition."""

    verb = _("Publish this draft")
    note = forms.CharField(
        label=_("What changed, and why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Shown to people who are walking an older edition."),
    )
    safety = forms.BooleanField(
        label=_("This is a safety correction"),
        required=False,
        help_text=_("Everybody in mid-walk is told at once."),
    )
    live_from = forms.DateTimeField(
        label=_("Live from"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Leave empty to publish now."),
    )

    def clean_live_from(self):
        """Refuse a moment that has passed."""
        live_from = self.cleaned_data["live_from"]
        if live_from and live_from <= timezone.now():
            raise forms.ValidationError(
                _("This time has passed. Choose a later one, or leave it empty to publish now.")
            )
        return live_from


class WithdrawForm(DeskForm):
    """Why a pathway is withdrawn; readers see it."""

    verb = _("Withdraw the pathway")
    why = forms.CharField(
        label=_("Why it is withdrawn"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Readers see these words on the pathway and on every walk of it."),
    )


class SignOffForm(DeskForm):
    """A reviewer's signature on the draft exactly as it stands."""

    verb = _("Sign this draft")
    role = forms.ChoiceField(label=_("You sign as reviewer for"))
    disclosure = forms.CharField(
        label=_("Your interests"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Printed with your name. Write “None” if there are none."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = {role: REVIEW_ROLES.get(role, role) for role in sorted(required_roles("pathway"))}
        self.fields["role"].choices = list((asked | REVIEW_ROLES).items())
