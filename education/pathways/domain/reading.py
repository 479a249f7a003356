"""A pathway as a file of a content package: a YAML head between `---` lines, then Markdown bodies.

Each body begins with a line `# place field [population]`; a place is a step's key, or a step's and a choice's with a
slash between them. Reading and writing are exact inverses.
"""

import difflib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import yaml

from education.core.domain.located import Located, Path, decoded, located, validated
from education.core.domain.problems import Level, Problem, Unreadable
from education.pathways.domain.document import LENSES, ChoiceWording, Pathway, StepWording

STEP_FIELDS = ("vignette", "body", "why")
CHOICE_FIELDS = ("rationale", "feedback")
HEADER = re.compile(r"#[ \t]+(.*)")
SHAPE = (
    "A body begins with “# step-key field” or “# step-key/choice-key field”, then adult or child if it is for one lens."
)


@dataclass(frozen=True)
class _Body:
    """One body as found: the words of its header, its text, and the header's line."""

    words: tuple[str, ...]
    text: str
    line: int


def read_pathway(text: str | bytes, *, file: str) -> Pathway:
    """Return the pathway a package file holds. Raises Unreadable with every problem found."""
    head, bodies = _parts(decoded(text, file=file), file)
    found = located(head, file=file, first_line=2)
    problems = _place_bodies(bodies, found)
    try:
        pathway = validated(Pathway, found)
    except Unreadable as unreadable:
        problems += unreadable.problems
    if problems:
        raise Unreadable(sorted(problems, key=lambda problem: (problem.line, problem)))
    return pathway


def write_pathway(pathway: Pathway) -> str:
    """Return the package file of a pathway.

    A long text that cannot stand as a body (it holds a line that looks like a body's header, or two places have the
    same keys) stays in the head.
    """
    head = pathway.model_dump(exclude_defaults=True, mode="python")
    bodies = dict(_taken_out(head))
    yaml_head = yaml.dump(head, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    written = [f"\n# {' '.join(words)}\n{text}\n" for words, text in bodies.items()]
    return "".join(("---\n", yaml_head, "---\n", *written))


def _parts(text: str, file: str) -> tuple[str, list[_Body]]:
    """Return the head and the bodies. Raises Unreadable when there is no head, or text before the first body."""
    lines = text.split("\n")
    ends = [number for number, line in enumerate(lines) if number and line.rstrip() == "---"]
    if lines[0].rstrip() != "---" or not ends:
        fix = "Begin the file with the YAML head between two lines “---”."
        raise Unreadable([_problem(file, 1, "no-head", "", "The file has no head.", fix)])
    starts = [number for number in range(ends[0] + 1, len(lines)) if HEADER.match(lines[number])]
    for number in range(ends[0] + 1, starts[0] if starts else len(lines)):
        if lines[number].strip():
            message = "This text belongs to no place."
            raise Unreadable([_problem(file, number + 1, "text-without-place", "", message, SHAPE)])
    bodies = [
        _Body(tuple(lines[start][1:].split()), "\n".join(lines[start + 1 : end]).strip(), start + 1)
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=False)
    ]
    return "\n".join(lines[1 : ends[0]]), bodies


def _place_bodies(bodies: list[_Body], found: Located) -> list[Problem]:
    """Put each body's text where it belongs among the head's values; return what is wrong with their headers."""
    problems: list[Problem] = []
    placed: dict[Path, int] = {}
    for body in bodies:
        try:
            path = _path_of(body.words, found.value)
            _put(path, body, found, placed)
        except _Misplaced as wrong:
            place = " ".join(body.words)
            problems.append(_problem(found.file, body.line, wrong.code, place, wrong.message, wrong.fix))
    return problems


def _path_of(words: tuple[str, ...], head: Any) -> Path:
    """Return where in the head a body's header points. Raises _Misplaced."""
    if len(words) not in (2, 3):
        raise _Misplaced("unknown-place", f"“# {' '.join(words)}” is no body's header.", SHAPE)
    place, field, *lens = words
    step_key, slash, choice_key = place.partition("/")
    path = _find(step_key, (), "steps", head)
    if slash:
        path = _find(choice_key, path, "choices", head)
    allowed = CHOICE_FIELDS if slash else STEP_FIELDS
    if field not in allowed:
        raise _Misplaced(
            "unknown-field", f"“{field}” is no text of a {_thing(slash)}.", f"Allowed: {', '.join(allowed)}."
        )
    if not lens:
        return (*path, field)
    worded = ChoiceWording.model_fields if slash else StepWording.model_fields
    if lens[0] not in LENSES or field not in worded:
        fix = f"A lens is {' or '.join(LENSES)}; what it can replace here: {', '.join(set(worded) & set(allowed))}."
        raise _Misplaced("unknown-field", f"“{field} {lens[0]}” is no text of a {_thing(slash)}.", fix)
    return (*path, "wordings", lens[0], field)


def _find(key: str, path: Path, slot: str, head: Any) -> Path:
    """Return the path of the item of list `slot` under `path` that has this key. Raises _Misplaced."""
    items = _at(head, (*path, slot))
    keys = [str(item.get("key")) if isinstance(item, dict) else "" for item in items] if isinstance(items, list) else []
    if key in keys:
        return (*path, slot, keys.index(key))
    near = difflib.get_close_matches(key, keys, n=1)
    fix = f"Did you mean “{near[0]}”?" if near else f"Known: {', '.join(keys) or 'none'}."
    raise _Misplaced("unknown-place", f"The head has no {_thing(path)} “{key}”.", fix)


def _put(path: Path, body: _Body, found: Located, placed: dict[Path, int]) -> None:
    """Add the text at `path`, making the mappings on the way. Raises _Misplaced when it is there already."""
    *way, field = path
    if path in placed:
        raise _Misplaced("body-twice", f"This body stands twice, first on line {placed[path]}.", "Keep one of the two.")
    holder = found.value
    for length, part in enumerate(way, start=1):
        if isinstance(holder, dict) and part not in holder:
            holder[part] = {}
            found.lines[tuple(way[:length])] = body.line
        holder = holder[part]
        if not isinstance(holder, dict | list):
            raise _Misplaced(
                "unreadable-field", f"“{part}” in the head is no mapping.", "Write “key: value” lines there."
            )
    if field in holder:
        first = found.line(path)
        raise _Misplaced("body-in-head-too", f"The head gives “{field}” too, on line {first}.", "Keep one of the two.")
    holder[field] = body.text
    found.lines[path] = placed[path] = body.line


def _at(value: Any, path: Path) -> Any:
    """Return what stands at `path`; None when nothing does."""
    for part in path:
        if isinstance(part, str) and isinstance(value, dict):
            value = value.get(part)
        elif isinstance(part, int) and isinstance(value, list):
            value = value[part]
        else:
            return None
    return value


def _thing(inside: object) -> str:
    """Return what a place names: a choice when it stands inside a step."""
    return "choice" if inside else "step"


def _taken_out(head: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Take each text that can be a body out of the head; yield its header's words and the text."""
    steps = head["steps"]
    for step in _sole(steps):
        choices = step.get("choices", ())
        yield from _texts_of(step, step["key"], STEP_FIELDS)
        for choice in _sole(choices):
            yield from _texts_of(choice, f"{step['key']}/{choice['key']}", CHOICE_FIELDS)


def _sole(items: Any) -> list[dict[str, Any]]:
    """Return the items whose key no other item has, so that a place names one thing."""
    counts = Counter(item["key"] for item in items)
    return [item for item in items if counts[item["key"]] == 1]


def _texts_of(holder: dict[str, Any], place: str, fields: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Take the texts of one step or choice, then those of its lenses."""
    for field in fields:
        if _fits_a_body(holder.get(field, "")):
            yield (place, field), holder.pop(field)
    wordings = holder.get("wordings", {})
    for lens, wording in list(wordings.items()):
        taken = [((place, field, lens), wording.pop(field)) for field in fields if _fits_a_body(wording.get(field, ""))]
        yield from taken
        if taken and not wording:
            del wordings[lens]
    if "wordings" in holder and not wordings:
        del holder["wordings"]


def _fits_a_body(text: str) -> bool:
    """Say whether a text read back as a body is the same text."""
    looks_like_header = any(HEADER.match(line) for line in text.split("\n"))
    return bool(text) and text == text.strip() and "\r" not in text and not looks_like_header


class _Misplaced(Exception):
    """A body whose header points nowhere, or to a place already taken."""

    def __init__(self, code: str, message: str, fix: str) -> None:
        self.code, self.message, self.fix = code, message, fix
        super().__init__(message)


class _Dumper(yaml.SafeDumper):
    """Writes every value out where it stands, and decimals with the digits they have."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _write_decimal(dumper: yaml.SafeDumper, value: Decimal) -> yaml.Node:
    """Write a plain number where reading it back gives the same digits, else quoted text."""
    text = str(value)
    if re.fullmatch(r"-?(0|[1-9][0-9]{0,16})\.[0-9]+|-?[1-9][0-9]{0,16}|0", text):
        return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)
    return dumper.represent_str(text)


def _write_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    """Write text in double quotes where its line breaks are not plain ones; other styles would change them."""
    odd = any(mark in text for mark in "\r\x85\u2028\u2029\ufeff")
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if odd else None)


_Dumper.add_representer(Decimal, _write_decimal)
_Dumper.add_representer(str, _write_text)


def _problem(file: str, line: int, code: str, place: str, message: str, fix: str) -> Problem:
    """Return a problem of the file's form; like any unreadable field it blocks the review."""
    return Problem(code, Level.BLOCKS_REVIEW, place, message, fix, file, line)
