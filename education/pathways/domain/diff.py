"""What is different between two editions of a pathway, and how far a walk can be taken over from one to the other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from pydantic import BaseModel

from education.pathways.domain.document import Choice, CompiledPathway, Lens, Step
from education.pathways.domain.playable import Playable, shelf_of
from education.pathways.domain.playing import trail_to
from education.pathways.domain.screen import Visit

ChangeKind = Literal[
    "step-added", "step-removed", "choice-added", "choice-removed", "choice-retargeted", "text-changed",
    "evidence-changed",
]  # fmt: skip
Why = Literal["step-removed", "choice-missing", "target-moved", "step-changed", "lens-closed"]

WHY: dict[Why, str] = {
    "step-removed": "This step is not in the new edition.",
    "choice-missing": "The choice taken here is not offered in the new edition.",
    "target-moved": "The choice taken here leads to another step in the new edition.",
    "step-changed": "This step has changed in the new edition.",
    "lens-closed": "The new edition cannot be walked for this population.",
}
"""Why a replay stopped, as a sentence about the step where it did."""


@dataclass(frozen=True)
class Change:
    """One difference a reader would notice; `step` is "" for the pathway as a whole, `choice` for a step's own texts.

    `field` names what changed: "body", "child.body", "checks", "statement x: certainty".
    `before` and `after` are texts, "" for what was not there.
    """

    kind: ChangeKind
    step: str
    choice: str = ""
    field: str = ""
    before: str = ""
    after: str = ""


class Taken(NamedTuple):
    """One choice that the new edition lets a walk take again."""

    step: str
    choice: str
    lens: Lens


class Stopped(NamedTuple):
    """The step where a replay ended before its time, and why (see WHY)."""

    step: str
    why: Why


@dataclass(frozen=True)
class Replay:
    """What of a walk can be walked again: the choices in order, then the step to read, anew where it changed.

    `step` is the step of the new edition where the new walk stands; `stopped` is None when all was taken again.
    """

    taken: tuple[Taken, ...]
    step: str
    stopped: Stopped | None


def changed_steps(old: CompiledPathway, new: CompiledPathway) -> frozenset[str]:
    """Return the old edition's steps that read differently in the new one, evidence included, or are gone."""
    return changed_between(Playable(old), Playable(new))


def differences(old: CompiledPathway, new: CompiledPathway) -> tuple[Change, ...]:
    """Return every difference, the pathway's own first, then step by step in the new order, removed steps last."""
    before = {step.key: step for step in old.pathway.steps}
    after = {step.key: step for step in new.pathway.steps}
    found = list(_texts_changed(_fields(old.pathway, without=("steps",)), _fields(new.pathway, without=("steps",)), ""))
    for key, step in after.items():
        if key in before:
            found.extend(_in_step(before[key], step))
            found.extend(_in_evidence(key, shelf_of(before[key], old.shelf), shelf_of(step, new.shelf)))
        else:
            found.append(Change("step-added", key, after=step.title))
    gone = (step for key, step in before.items() if key not in after)
    return (*found, *(Change("step-removed", step.key, before=step.title) for step in gone))


def replay(old: CompiledPathway, new: CompiledPathway, visits: Sequence[Visit], *, seq: int) -> Replay:
    """Return what of the way from the root to visit `seq` can be taken again in the new edition.

    The new walk ends at the first step that has changed, or whose choice is missing or leads elsewhere, so that it is
    read anew; where the root is no longer the start, at the new one. Raises UnknownVisit, UnknownStep.
    """
    here, there = Playable(old), Playable(new)
    changed = changed_between(here, there)
    way = trail_to(visits, seq)
    if way[0].step != there.start:
        kept = any(step.key == way[0].step for step in new.pathway.steps)
        return Replay((), there.start, Stopped(way[0].step, "step-changed" if kept else "step-removed"))
    taken: list[Taken] = []
    for visit, then in zip(way, [*way[1:], None], strict=True):
        why = _hindrance(there, visit, then, changed)
        if why:
            return Replay(tuple(taken), visit.step, Stopped(visit.step, why))
        if then:
            taken.append(Taken(visit.step, then.choice, then.lens))
    return Replay(tuple(taken), way[-1].step, None)


def changed_between(old: Playable, new: Playable) -> frozenset[str]:
    """Return the keys of the old edition's steps whose hash is not the new one's, for editions already in memory."""
    kept = {step.key for step in new.compiled.pathway.steps}
    steps = (step.key for step in old.compiled.pathway.steps)
    return frozenset(key for key in steps if key not in kept or old.step_hash(key) != new.step_hash(key))


def _hindrance(new: Playable, visit: Visit, then: Visit | None, changed: frozenset[str]) -> Why | None:
    """Return why a visit cannot be walked on from as it was, the most telling reason first."""
    if then:
        offered = {choice.key: choice.target for choice in new.choices(visit.step, then.lens)}
        if then.choice not in offered:
            return "choice-missing"
        if offered[then.choice] != then.step:
            return "target-moved"
        if not any(state.open for state in new.lens_states if state.lens == then.lens):
            return "lens-closed"
    return "step-changed" if visit.step in changed else None


def _in_step(before: Step, after: Step) -> Iterator[Change]:
    """Yield what differs in a step's own texts and in its choices."""
    own = ("choices", "statements")
    yield from _texts_changed(_fields(before, without=own), _fields(after, without=own), after.key)
    yield from _keys_changed(before.statements, after.statements, after.key)
    old = {choice.key: choice for choice in before.choices}
    new = {choice.key: choice for choice in after.choices}
    for key, choice in new.items():
        if key in old:
            yield from _in_choice(after.key, old[key], choice)
        else:
            yield Change("choice-added", after.key, key, after=choice.label)
    yield from (Change("choice-removed", after.key, key, before=old[key].label) for key in old if key not in new)
    order = [key for key in old if key in new]
    if order != [key for key in new if key in old]:
        yield Change(
            "text-changed", after.key, field="order of choices", before=_text(tuple(old)), after=_text(tuple(new))
        )


def _in_choice(step: str, before: Choice, after: Choice) -> Iterator[Change]:
    """Yield what differs in a choice that both editions have."""
    if before.target != after.target:
        yield Change("choice-retargeted", step, after.key, "target", before.target, after.target)
    own = ("target", "statements")
    yield from _texts_changed(_fields(before, without=own), _fields(after, without=own), step, after.key)
    yield from _keys_changed(before.statements, after.statements, step, after.key)


def _in_evidence(step: str, before: BaseModel, after: BaseModel) -> Iterator[Change]:
    """Yield what differs in the records that both editions' step cites; which it cites shows in its own texts."""
    old, new = _records(before), _records(after)
    for name, record in new.items():
        if name in old and old[name] != record:
            changes = _texts_changed(_fields(old[name]), _fields(record), step)
            yield from (
                Change("evidence-changed", step, "", f"{name}: {one.field}", one.before, one.after) for one in changes
            )
    yield from (Change("evidence-changed", step, "", name, before=name) for name in old if name not in new)
    yield from (Change("evidence-changed", step, "", name, after=name) for name in new if name not in old)


def _records(shelf: BaseModel) -> dict[str, BaseModel]:
    """Return a shelf's records as {"statement x": record}."""
    names: Mapping[str, str] = {"statements": "statement", "references": "reference", "therapies": "therapy"}
    return {f"{name} {key}": record for kind, name in names.items() for key, record in getattr(shelf, kind).items()}


def _keys_changed(before: Sequence[str], after: Sequence[str], step: str, choice: str = "") -> Iterator[Change]:
    """Yield one change when a step or choice cites other statements, or in another order."""
    if before != after:
        yield Change("evidence-changed", step, choice, "statements", _text(before), _text(after))


def _texts_changed(
    before: Mapping[str, str], after: Mapping[str, str], step: str, choice: str = ""
) -> Iterator[Change]:
    """Yield one change for each field whose text differs."""
    for field in dict.fromkeys((*before, *after)):
        one, other = before.get(field, ""), after.get(field, "")
        if one != other:
            yield Change("text-changed", step, choice, field, one, other)


def _fields(record: BaseModel, *, without: Sequence[str] = ()) -> dict[str, str]:
    """Return a record as texts by field; what stands under a lens as "child.body"."""
    found: dict[str, str] = {}
    for field, value in record:
        if field in without:
            continue
        if isinstance(value, dict):
            for key, inner in value.items():
                found.update(_under(field, str(key), inner))
        else:
            found[field] = _text(value)
    return found


def _under(field: str, key: str, inner: object) -> dict[str, str]:
    """Return one entry of a mapping as texts by field."""
    if isinstance(inner, BaseModel):
        return {f"{key}.{name}": text for name, text in _fields(inner).items()}
    return {f"{key}.{field}": _text(inner)}


def _text(value: object) -> str:
    """Return a field's value as a reader would have it: lists a line each, nothing as ""."""
    if value is None:
        return ""
    if isinstance(value, tuple | list):
        return "\n".join(_text(item) for item in value)
    if isinstance(value, BaseModel):
        return ", ".join(f"{_text(item)}" for _, item in value if _text(item))
    return str(value)
