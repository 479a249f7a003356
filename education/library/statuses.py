"""Writing down what registers say of our sources: the draft is marked and a notice goes up at once, everywhere.

A register that says nothing takes nothing back: only an editor makes a status milder again.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from education.editorial import notices
from education.editorial.models import Notice
from education.library.domain.statuses import Status, from_retraction_watch, worse, worst
from education.library.models import Reference, StatusCheck

KINDS = {"retracted": Notice.Kind.RETRACTION, "concern": Notice.Kind.CORRECTION, "corrected": Notice.Kind.CORRECTION}
WATCH_COLUMNS = {"RetractionNature", "RetractionDOI", "OriginalPaperDOI", "OriginalPaperPubMedID"}


class UnreadableFile(ValueError):
    """A file that is not the Retraction Watch database; the message says what is missing."""


@transaction.atomic
def record(reference: Reference, said: Iterable[Status], *, doubts: Iterable[str] = (), now: datetime) -> bool:
    """Keep what registers said of a source; return True when its status became graver.

    The draft takes the graver status and so loses its ready mark: an editor looks at it before the next release.
    The notice does not wait for that. Repeating it writes no second notice.
    """
    said = tuple(said)
    gravest = worst(said)
    StatusCheck.objects.update_or_create(
        reference=reference,
        defaults={
            "checked_at": now,
            "registers": ", ".join(dict.fromkeys(status.register for status in said)),
            "said": gravest.retraction,
            "notice": gravest.notice,
            "doubt": " ".join(doubts),
        },
    )
    row = Reference.objects.select_for_update().get(pk=reference.pk)
    if not worse(gravest.retraction, row.retraction):
        return False
    row.retraction = gravest.retraction
    row.save(update_fields=["retraction"])
    _notify(row, gravest, now)
    return True


def _notify(reference: Reference, status: Status, now: datetime) -> None:
    subject, kind = notices.subject("reference", reference.key), KINDS[status.retraction]
    if Notice.objects.standing(now).filter(subject=subject, kind=kind).exists():
        return
    text = {
        "retracted": _("%(register)s lists this source as retracted. Do not rely on it until editors have judged it."),
        "concern": _(
            "%(register)s lists an expression of concern about this source. Read it before you use the source."
        ),
        "corrected": _("%(register)s lists a correction of this source. Read the correction beside it."),
    }[status.retraction] % {"register": status.register}
    url = f"https://doi.org/{status.notice}" if status.notice.startswith("10.") else ""
    Notice.objects.create(kind=kind, subject=subject, text=text, url=url, since=now)


def from_watch_file(text: str) -> Iterator[tuple[Reference, Status]]:
    """Yield each of our references that the Retraction Watch file names, with what it says of it.

    Raises UnreadableFile when the file lacks a column that is needed.
    """
    rows = csv.DictReader(io.StringIO(text))
    if missing := sorted(WATCH_COLUMNS - set(rows.fieldnames or ())):
        raise UnreadableFile(_("The file lacks the column %(names)s.") % {"names": ", ".join(missing)})
    references = list(Reference.objects.all())
    by_doi = {reference.doi.lower(): reference for reference in references if reference.doi}
    by_pmid = {reference.pmid: reference for reference in references if reference.pmid}
    for row in rows:
        doi, pmid = (row["OriginalPaperDOI"] or "").strip().lower(), (row["OriginalPaperPubMedID"] or "").strip()
        found = by_doi.get(doi) or by_pmid.get(pmid)
        if found:
            yield found, from_retraction_watch(row)
