"""Load a content package: everything in it, or nothing."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from education.core.domain.problems import Unreadable
from education.editorial import loading, packages
from education.editorial.domain.by import By
from education.editorial.findings import as_lines, findings_of


class Command(BaseCommand):
    help = "Load a content package as drafts, in one transaction; --publish also publishes it. Repeatable."

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, help="the package's folder, such as fixtures/starter")
        parser.add_argument("--publish", action="store_true", help="publish the library and every draft of the package")
        parser.add_argument("--by", default="", metavar="NAME", help="who publishes, as editions will print it")

    def handle(self, *, path, publish, by, **options):
        now = timezone.now()
        try:
            package = packages.read_package(path)
            loaded = loading.load(
                package,
                publish=publish,
                by=By(by or package.manifest.title),
                now=now,
                today=timezone.localdate(now),
                step=self._step,
            )
        except Unreadable as error:
            raise self._refusal(findings_of(error.problems)) from error
        except loading.Refused as error:
            raise self._refusal(error.findings) from error
        finally:
            self._line_done()
        self._say(package, loaded)

    def _refusal(self, findings):
        """Return the error that ends the command: every finding, and that nothing was changed."""
        said = _("Nothing was loaded and nothing was changed. Mend what is listed above, then load the package again.")
        return CommandError("\n".join([*as_lines(findings), "", said]))

    def _say(self, package, loaded):
        """Print what was done, advice first."""
        for line in as_lines(loaded.advice):
            self.stdout.write(line)
        for line in loaded.read:
            self.stdout.write(line)
        counts = {"title": package.manifest.title, "new": len(loaded.stored), "same": len(loaded.unchanged)}
        self.stdout.write(_("%(title)s is loaded: changed %(new)d, unchanged %(same)d.") % counts)
        for edition in loaded.published:
            self.stdout.write(_("Published: %(edition)s.") % {"edition": edition})

    def _step(self, doing, what):
        """Tell how far it is: one line that is overwritten on a terminal, plain lines elsewhere."""
        words = {"check": _("Checking"), "store": _("Storing"), "publish": _("Publishing")}[doing]
        if self.stdout.isatty():
            self.stdout.write(f"\r\x1b[K{words} {what}", ending="")
            self.stdout.flush()
        else:
            self.stdout.write(f"{words} {what}")

    def _line_done(self):
        if self.stdout.isatty():
            self.stdout.write("\r\x1b[K", ending="")
