"""The library slice in Django's registry."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    name = "education.library"
    verbose_name = _("library")

    def ready(self) -> None:
        from education.editorial import kinds
        from education.library.kind import LibraryKind

        kinds.register(LibraryKind())
