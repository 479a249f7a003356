"""Checks of the sizes of effect: each figure is one that its own source holds."""

import re
from collections.abc import Iterator

from education.core.domain.problems import Level, Problem
from education.library.domain.audit import figures
from education.library.domain.library import Effect, Library, LibraryReference

PLAIN = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,12})?")


def effect_problems(shelf: Library) -> Iterator[Problem]:
    """Yield what is wrong with the sizes of effect of every statement."""
    for statement in shelf.statements.values():
        place = f"statements/{statement.key}:effects"
        for effect in statement.effects:
            if effect.reference not in statement.references:
                said = f"The effect is from {effect.reference!r}, on which the statement does not rest."
                yield _blocks("effect-not-listed", place, said, "Add it to the references of the statement.")
            yield from _form(effect, place)
            if effect.reference in shelf.references:
                yield from _figures(effect, shelf.references[effect.reference], place)


def _form(effect: Effect, place: str) -> Iterator[Problem]:
    """Yield what cannot be drawn."""
    if effect.value is None and not effect.missing:
        fix = "Write under missing what is not held here."
        yield _blocks("effect-without-value", place, f"“{effect.measure}” has no value.", fix)
    given = [number for number in (effect.low, effect.value, effect.high) if number is not None]
    if given != sorted(given):
        said = f"The value of “{effect.measure}” is outside its interval."
        yield _blocks("effect-outside-interval", place, said, "Copy value and interval as the source has them.")
    if any(not PLAIN.fullmatch(str(number)) for number in given):
        said = f"A figure of “{effect.measure}” is not written with digits and one point."
        yield _blocks("effect-not-plain", place, said, "Write it such as -2.9.")


def _figures(effect: Effect, source: LibraryReference, place: str) -> Iterator[Problem]:
    """Yield the figures that the source does not hold; one without a sign there may stand for a fall here."""
    found = {one for text in (*source.key_findings, *source.caveats) for one in figures(text)}
    bare = {one.lstrip("+-") for one in found}
    for number in (effect.value, effect.low, effect.high):
        if number is None or not PLAIN.fullmatch(str(number)):
            continue
        (figure,) = figures(f" {number} ")
        if figure.lstrip("-") not in bare:
            said = f"The figure {number} is not in the findings or caveats of {source.key!r}."
            yield _blocks("figure-not-in-source", place, said, "Copy the figure as the record has it.")
        elif not source.numbers_verified:
            said = f"The figure {number} is in {source.key!r}, whose numbers are not verified."
            yield _blocks("unverified", place, said, "Leave the figure out until somebody has checked the record.")


def _blocks(code: str, place: str, message: str, fix: str) -> Problem:
    return Problem(code, Level.BLOCKS_PUBLISHING, place, message, fix)
