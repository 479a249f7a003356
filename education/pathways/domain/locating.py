"""Where in a package file the place of a problem stands."""

import re


def line_of(place: str, text: str) -> int:
    """Return the line, counted from 1, on which a place begins; 0 for a place that the file does not name.

    `place` is "step", "step/choice", or either with ":field" or ":field:lens" ("start:body:child"). A long text stands
    under its own header, everything else in the head at the step's or choice's key.
    """
    owner, *field = place.split(":")
    lines = text.splitlines()
    header = ["#", owner, *field]
    for number, line in enumerate(lines, start=1):
        if field and line.split() == header:
            return number
    step, _, choice = owner.partition("/")
    found = _key_line(step, lines, 0)
    return (_key_line(choice, lines, found) or found) if choice else found


def _key_line(key: str, lines: list[str], after: int) -> int:
    """Return the number of the first line after line `after` whose `key:` has this value; 0 when there is none."""
    wanted = re.compile(rf"\s*(?:-\s+)?\{{?\s*key:\s*(['\"]?){re.escape(key)}\1\s*(?:[,#}}].*)?")
    return next((n for n, line in enumerate(lines, start=1) if n > after and wanted.fullmatch(line)), 0)
