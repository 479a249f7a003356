"""Start-up of the pathways slice."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PathwaysConfig(AppConfig):
    """Registers the kind "pathway" with the editorial registry."""

    name = "education.pathways"
    label = "pathways"
    verbose_name = _("Pathways")

    def ready(self):
        """Register the kind once all models are loaded."""
        from education.editorial import kinds
        from education.pathways.kind import PathwayKind

        kinds.register(PathwayKind())
