"""Check a content package, or every draft."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from education.core.domain.problems import Unreadable
from education.editorial import loading, packages
from education.editorial.findings import as_lines, as_values, findings_of


class Command(BaseCommand):
    help = "Check a package without asking the database, or the drafts; exit with 1 when anything blocks publishing."
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument(
            "path", nargs="?", type=Path, help="the package's folder; without it the drafts are checked"
        )
        parser.add_argument("--json", action="store_true", dest="as_json", help="print a list of findings as JSON")

    def handle(self, *, path, as_json, **options):
        findings = self._findings(path)
        if as_json:
            self.stdout.write(json.dumps(as_values(findings), ensure_ascii=False, indent=2))
        else:
            self._print(findings)
        if any(finding.blocks for finding in findings):
            sys.exit(1)

    def _findings(self, path):
        """Return what is wrong with the package at `path`, or with the drafts."""
        now = timezone.now()
        if path is None:
            return loading.check_drafts(now=now)
        try:
            package = packages.read_package(path)
        except Unreadable as error:
            return findings_of(error.problems)
        return loading.check_package(package, today=timezone.localdate(now))

    def _print(self, findings):
        for line in as_lines(findings):
            self.stdout.write(line)
        stops = sum(finding.blocks for finding in findings)
        counts = {"stops": stops, "advice": len(findings) - stops}
        self.stdout.write(_("%(stops)d block publishing, %(advice)d are advice.") % counts)
