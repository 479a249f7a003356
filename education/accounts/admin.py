"""Accounts and invitations in the admin, for clinic admins."""

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from education.accounts import roles
from education.accounts.models import Invitation, User
from education.core.admin import PolicyAdmin

admin.site.unregister(Group)  # roles are given on the account's page; groups are not edited
admin.site.unregister(EmailAddress)


class RolesField(forms.MultipleChoiceField):
    """Any of the four roles."""

    def __init__(self, **kwargs):
        choices = Invitation._meta.get_field("role").choices
        super().__init__(choices=choices, widget=forms.CheckboxSelectMultiple, required=False, **kwargs)


class AccountForm(UserChangeForm):
    """An account with its roles."""

    roles = RolesField(label=_("Roles"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["roles"] = sorted(self.instance.role_names)


class NewAccountForm(AdminUserCreationForm):
    """A new account with its roles."""

    roles = RolesField(label=_("Roles"))

    class Meta:
        model = User
        fields = ("email", "display_name")


@admin.register(User)
class UserAdmin(PolicyAdmin, DjangoUserAdmin):
    """Accounts. Only a superuser may touch a superuser, and nobody makes one here."""

    view_action = "account.view"
    change_action = "account.edit"
    form = AccountForm
    add_form = NewAccountForm
    ordering = ("email",)
    list_display = ("email", "display_name", "role_list", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    search_fields = ("email", "display_name")
    filter_horizontal = ()
    readonly_fields = ("is_staff", "is_superuser", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "password", "display_name")}),
        (_("Access"), {"fields": ("is_active", "roles", "is_staff", "is_superuser")}),
        (_("Preferences"), {"fields": ("theme", "language")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "display_name", "usable_password", "password1", "password2", "roles")}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        roles.set_roles(form.instance, form.cleaned_data["roles"])

    @admin.display(description=_("roles"))
    def role_list(self, user):
        return ", ".join(sorted(group.name for group in user.groups.all()))


def _may_touch(request, account):
    return account is None or request.user.is_superuser or not account.is_superuser


class InvitationForm(forms.ModelForm):
    """Whom to invite, as what."""

    class Meta:
        model = Invitation
        fields = ("email", "role")

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise ValidationError(_("There is an account with this e-mail address already: give it the role there."))
        return email


@admin.register(Invitation)
class InvitationAdmin(PolicyAdmin, admin.ModelAdmin):
    """Invitations: made once, shown once, taken back by deleting."""

    view_action = "account.view"
    change_action = None
    add_action = "account.edit"
    delete_action = "account.edit"
    form = InvitationForm
    list_display = ("email", "role", "made_at", "expires_at", "used_at")
    list_filter = ("role",)
    search_fields = ("email",)

    def save_model(self, request, obj, form, change):
        token = obj.seal(by=request.user, now=timezone.now())
        super().save_model(request, obj, form, change)
        link = request.build_absolute_uri(f"{reverse('account_signup')}?invitation={token}")
        messages.warning(
            request,
            _("Send this link to %(email)s now; it is shown only this once: %(link)s")
            % {"email": obj.email, "link": link},
        )
