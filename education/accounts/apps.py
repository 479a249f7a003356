"""The accounts slice in Django's registry."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "education.accounts"
    verbose_name = _("accounts")
