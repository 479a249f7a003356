"""Write anew what search knows of every edition that readers get now or later."""

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from education.search import writing


class Command(BaseCommand):
    help = "Write what search knows of every published edition anew, in one transaction. Repeatable; after upgrades."

    def handle(self, **options):
        count = writing.rebuild(now=timezone.now(), step=self._step)
        said = ngettext("Search knows %(n)d place.", "Search knows %(n)d places.", count) % {"n": count}
        self.stdout.write(said)

    def _step(self, edition, count):
        self.stdout.write(_("%(edition)s: %(n)d") % {"edition": edition, "n": count})
