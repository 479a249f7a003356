"""What search is told of a pathway: the pathway itself and each of its steps, with a line of our words on each."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from education.editorial.kinds import SearchGroup, SearchText
from education.pathways import words
from education.pathways.domain import finding
from education.pathways.domain.document import CompiledPathway, Pathway

COVER = "cover"
STEPS = "steps/"
GROUPS = (SearchGroup("pathway", gettext_lazy("Pathways")), SearchGroup("step", gettext_lazy("Steps of pathways")))


def documents(compiled: CompiledPathway) -> Iterator[SearchText]:
    """Yield what search is told of the pathway, then of each step."""
    pathway = compiled.pathway
    yield SearchText("pathway", COVER, pathway.title, text=finding.about(compiled), note=_note(pathway))
    note = _("Step of %(pathway)s") % {"pathway": pathway.title}
    for step in finding.steps(compiled):
        yield SearchText("step", f"{STEPS}{step.key}", step.title, names=(step.short,), text=step.text, note=note)


def _note(pathway: Pathway) -> str:
    """Return whom the case fits and for whom it is written: "Adult · Any clinician"."""
    fits = (words.LENSES[lens] for lens in pathway.populations)
    return " · ".join(str(one) for one in (*fits, words.AUDIENCES[pathway.audience]))
