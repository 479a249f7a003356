"""Ask what became of our sources after publication."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from education.library import statuses
from education.library.lookups.polite import Polite, Unreachable
from education.library.lookups.registers import ask_crossref, ask_pubmed
from education.library.models import Reference

CROSSREF_EVERY = 0.5  # seconds; well under what Crossref asks of polite callers
PUBMED_EVERY = 0.4  # seconds; NCBI asks for at most three requests a second without a key


class Command(BaseCommand):
    help = (
        "Refresh retractions and corrections of references from Crossref and PubMed (with SCLERO_LOOKUPS=1), "
        "or from a Retraction Watch file with --file, for a clinic without a network."
    )

    client = Polite

    def add_arguments(self, parser):
        parser.add_argument("--file", type=Path, help="retraction_watch.csv, as Crossref gives it away")
        parser.add_argument("--only", nargs="*", default=[], metavar="KEY", help="only these references")

    def handle(self, *, file, only, **options):
        if file:
            graver = self._from_file(file)
        elif settings.LOOKUPS:
            graver = self._from_registers(only)
        else:
            raise CommandError(
                _("Look-ups are off, and nothing was asked. Set SCLERO_LOOKUPS=1, or give a Retraction Watch --file.")
            )
        for key in graver:
            self.stdout.write(_("%(key)s: its status became graver, a notice stands on it now.") % {"key": key})
        self.stdout.write(_("Done: %(count)d became graver.") % {"count": len(graver)})

    def _from_file(self, file):
        try:
            found = list(statuses.from_watch_file(file.read_text(encoding="utf-8-sig", errors="replace")))
        except (OSError, statuses.UnreadableFile) as error:
            raise CommandError(_("Nothing was changed. %(why)s") % {"why": error}) from error
        answers = {reference.key: (reference, [], []) for reference, _status in found}
        for reference, status in found:
            answers[reference.key][1].append(status)
        return _recorded(answers)

    def _from_registers(self, only):
        asked = Reference.objects.exclude(doi="", pmid="").order_by("key")
        if only:
            asked = asked.filter(key__in=only)
            if missing := sorted(set(only) - {reference.key for reference in asked}):
                said = _("No reference with a DOI or PMID is called %(keys)s.")
                raise CommandError(said % {"keys": ", ".join(missing)})
        answers = {reference.key: (reference, [], []) for reference in asked}
        self._ask_crossref(answers)
        self._ask_pubmed(answers)
        silent = {key for key, (_reference, said, doubts) in answers.items() if not said and not doubts}
        return _recorded({key: answer for key, answer in answers.items() if key not in silent})

    def _ask_crossref(self, answers):
        client = self._client("crossref", CROSSREF_EVERY)
        due = [answer for answer in answers.values() if answer[0].doi]
        for number, (reference, said, doubts) in enumerate(due, start=1):
            self._progress("Crossref", number, len(due))
            try:
                status = ask_crossref(client, reference.doi)
            except Unreachable as error:
                self._unreachable(error)
                break
            said.append(status) if status else doubts.append(_("Crossref does not know this DOI."))
        self._line_done()

    def _ask_pubmed(self, answers):
        client = self._client("pubmed", PUBMED_EVERY)
        due = {answer[0].pmid: answer for answer in answers.values() if answer[0].pmid}
        try:
            found = ask_pubmed(client, list(due), contact=settings.LOOKUP_CONTACT)
            for number, (pmid, status) in enumerate(found, start=1):
                self._progress("PubMed", number, len(due))
                _reference, said, doubts = due[pmid]
                said.append(status) if status else doubts.append(_("PubMed does not know this number."))
        except Unreachable as error:
            self._unreachable(error)
        self._line_done()

    def _client(self, register, every):
        return self.client(settings.LOOKUP_ADDRESSES[register], every=every, contact=settings.LOOKUP_CONTACT)

    def _progress(self, register, number, total):
        """Draw how far it is on a terminal; elsewhere say so every hundred."""
        if self.stdout.isatty():
            bar = "█" * (number * 30 // total)
            self.stdout.write(f"\r\x1b[K{register} {bar:30} {number}/{total}", ending="")
            self.stdout.flush()
        elif number % 100 == 0 or number == total:
            self.stdout.write(f"{register} {number}/{total}")

    def _line_done(self):
        if self.stdout.isatty():
            self.stdout.write("")

    def _unreachable(self, error):
        said = _("%(why)s. What was answered until then is kept; run the command again later.")
        self.stderr.write(said % {"why": error})


def _recorded(answers):
    """Write the answers down, each by itself; return the keys of those that became graver."""
    now = timezone.now()
    return [
        key
        for key, (reference, said, doubts) in sorted(answers.items())
        if statuses.record(reference, said, doubts=doubts, now=now)
    ]
