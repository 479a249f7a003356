"""The core slice in Django's registry."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "education.core"
    verbose_name = _("core")
