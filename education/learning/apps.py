"""Start-up of the learning slice."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    """Listens for sign-ins, so that what a stranger walked becomes theirs."""

    name = "education.learning"
    label = "learning"
    verbose_name = _("Learning")

    def ready(self):
        """Connect the one piece of news this slice waits for."""
        from django.contrib.auth.signals import user_logged_in

        from education.learning.readers import adopt_at_sign_in

        user_logged_in.connect(adopt_at_sign_in, dispatch_uid="learning.adopt")
