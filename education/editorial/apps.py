"""The editorial slice in Django's registry."""

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    name = "education.editorial"
    verbose_name = _("editorial")

    def ready(self) -> None:
        from education.core import overlays
        from education.editorial import notices

        overlays.register(notices.provider)
        post_migrate.connect(freeze_again, sender=self, dispatch_uid="editorial_frozen_rows")


def freeze_again(*, using: str, **_kwargs: object) -> None:
    """Put the triggers back: a migration that remakes a table on SQLite has dropped them."""
    from education.editorial import frozen

    frozen.put_triggers(connections[using])
