"""What of a pathway readers may look for: the questions, what is told about them and the choices, never the verdicts.

What an author holds of a choice is shown after choosing, so neither verdict nor feedback is among it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from education.library.domain import finding
from education.pathways.domain.document import LENSES, Choice, CompiledPathway, Step
from education.pathways.domain.playable import worded

CHOICE_FIELDS = ("label", "line", "rationale")


@dataclass(frozen=True)
class Sought:
    """A step that readers may look for, in plain text without Markdown, in the words of both lenses."""

    key: str
    title: str
    short: str
    text: str


def about(compiled: CompiledPathway) -> str:
    """Return what the pathway says of itself: summary, objectives, organ."""
    pathway = compiled.pathway
    organ = compiled.shelf.organs.get(pathway.organ)
    said = (pathway.summary, *pathway.objectives, organ.name if organ else "")
    return finding.told(said, compiled.shelf, {})


def steps(compiled: CompiledPathway) -> Iterator[Sought]:
    """Yield each step, without what rests on unverified or retracted sources alone."""
    names = {key: term.name for key, term in compiled.shelf.terms.items()}
    yield from (_step(step, compiled, names) for step in compiled.pathway.steps)


def _step(step: Step, compiled: CompiledPathway, names: Mapping[str, str]) -> Sought:
    said = (*_texts(step), *(text for choice in step.choices for text in _choice(choice)))
    return Sought(step.key, step.title, step.short, finding.told(said, compiled.shelf, names))


def _texts(step: Step) -> Iterator[str]:
    """Yield what the step tells, then what a lens words otherwise."""
    yield from (step.body, step.why)
    for wording in step.wordings.values():
        yield from (wording.difference, wording.body, wording.why)


def _choice(choice: Choice) -> Iterator[str]:
    """Yield a choice as each lens words it; "" where there is nothing."""
    for lens in LENSES:
        yield from (worded(choice, field, lens) for field in CHOICE_FIELDS)
