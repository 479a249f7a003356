"""`manage.py tick`: what has to happen now and then; running it again does no harm."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from education.learning import walking


class Command(BaseCommand):
    """Forget walks that nobody owns and nobody continued."""

    help = "Do what is due: delete walks without an account 30 days after their last event."

    def handle(self, *args, **options):
        forgotten = walking.forget_strangers(timezone.now())
        self.stdout.write(f"Forgot {forgotten} walks without an account.")
