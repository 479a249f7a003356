"""The texts of a pathway, and where each stands."""

from collections.abc import Iterator

from education.library.domain.checks_prose import Text
from education.pathways.domain.document import Choice, Pathway, Step

SOURCED_FIELDS = frozenset({"body", "why", "rationale", "feedback"})
"""Fields in which every paragraph outside a prompt cites."""


def texts(pathway: Pathway) -> Iterator[Text]:
    """Yield every text that is not empty, in reading order."""
    for field in ("title", "summary", "disclosure"):
        yield from _text("", field, getattr(pathway, field))
    for number, objective in enumerate(pathway.objectives, start=1):
        yield from _text("", f"objectives:{number}", objective)
    for step in pathway.steps:
        yield from _step_texts(step)
        for choice in step.choices:
            yield from _choice_texts(step, choice)


def sourced(pathway: Pathway) -> Iterator[Text]:
    """Yield the texts in which every paragraph outside a prompt has to cite."""
    return (text for text in texts(pathway) if text.field in SOURCED_FIELDS)


def _text(place: str, field: str, text: str, lens: str = "") -> Iterator[Text]:
    """Yield the text with its place, if there is one."""
    if text.strip():
        yield Text(f"{place}:{field}" + (f":{lens}" if lens else ""), field, text)


def _step_texts(step: Step) -> Iterator[Text]:
    """Yield a step's own texts, then those of each lens."""
    for field in ("title", "vignette", "body", "why"):
        yield from _text(step.key, field, getattr(step, field))
    for number, check in enumerate(step.checks, start=1):
        yield from _text(step.key, f"checks:{number}", check.text)
    for lens, wording in step.wordings.items():
        for field in ("difference", "body", "why"):
            yield from _text(step.key, field, getattr(wording, field), lens)


def _choice_texts(step: Step, choice: Choice) -> Iterator[Text]:
    """Yield a choice's own texts, then those of each lens."""
    place = f"{step.key}/{choice.key}"
    for field in ("label", "line", "rationale", "feedback"):
        yield from _text(place, field, getattr(choice, field))
    for number, row in enumerate(choice.compare, start=1):
        yield from _text(place, f"compare:{number}", row.text)
    for lens, reason in choice.absent.items():
        yield from _text(place, "absent", reason, lens)
    for lens, wording in choice.wordings.items():
        for field in ("label", "line", "rationale", "feedback"):
            yield from _text(place, field, getattr(wording, field), lens)
