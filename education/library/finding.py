"""What search is told of a release: the records that readers may look for, and a line of our words on each."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from education.editorial.kinds import SearchGroup, SearchText
from education.library import words
from education.library.domain.finding import Sought, sought
from education.library.domain.library import CITED_AS, Library

GROUPS = (
    SearchGroup("therapy", gettext_lazy("Therapies"), vocabulary=True),
    SearchGroup("statement", gettext_lazy("Evidence statements")),
    SearchGroup("reason", gettext_lazy("Why treatment fails")),
    SearchGroup("claim", gettext_lazy("Teaching claims")),
    SearchGroup("threshold", gettext_lazy("Thresholds")),
    SearchGroup("term", pgettext_lazy("words explained", "Terms"), vocabulary=True),
    SearchGroup("reference", gettext_lazy("References")),
)


def documents(library: Library) -> Iterator[SearchText]:
    """Yield what search is told of each record that may be looked for."""
    for one in sought(library):
        group = CITED_AS[one.key.partition("/")[0]]
        note = " · ".join(str(part) for part in NOTES[group](one.record, library) if part)
        yield _document(one, group, note)


def _document(one: Sought, group: str, note: str) -> SearchText:
    return SearchText(group, one.key, one.title, names=one.names, text=one.text, note=note, at=one.at)


def _of_therapy(therapy, library):
    yield therapy.drug_class


def _of_statement(statement, library):
    """Yield the facts of its strip: direction, certainty, who was studied, on which line."""
    direction, note = words.DIRECTIONS[statement.direction], statement.direction_note
    yield _("Harm") if statement.harm else ""
    yield _("%(direction)s: %(note)s") % {"direction": direction, "note": note} if note else direction
    yield _("Certainty: %(level)s") % {"level": words.CERTAINTIES[statement.certainty]}
    yield words.POPULATIONS[statement.population]
    yield words.LINES_STUDIED[statement.line_studied]


def _of_reason(reason, library):
    yield words.REASON_GROUPS[reason.group]


def _of_claim(claim, library):
    yield _("Weigh it yourself before you read what the evidence says")


def _of_threshold(threshold, library):
    yield words.THRESHOLD_KINDS[threshold.kind]
    yield library.organs[threshold.organ].name if threshold.organ in library.organs else ""
    yield _("Historical: no limit for today") if threshold.status == "historical" else ""
    yield _("not a treatment rule") if threshold.kind == "trial-entry" else ""


def _of_term(term, library):
    yield term.expansion


def _of_reference(reference, library):
    """Yield what kind of source it is; of an unverified one only that it is not verified."""
    if not reference.verified:
        yield _("Not yet verified: named here, never used as evidence")
        return
    yield words.RETRACTIONS[reference.retraction] if reference.retraction != "none" else ""
    yield words.DESIGNS[reference.design]
    yield words.POPULATIONS[reference.population]
    yield reference.year


NOTES: Mapping[str, Callable[[Any, Library], Iterator[Any]]] = {
    "therapy": _of_therapy,
    "statement": _of_statement,
    "reason": _of_reason,
    "claim": _of_claim,
    "threshold": _of_threshold,
    "term": _of_term,
    "reference": _of_reference,
}
"""By group: who yields the parts of the line under a title."""
