"""Reading YAML into strict shapes, so that every fault has a file, a line and a sentence.

Only plain YAML is read: no tags, no anchors or aliases, no merge keys; a mapping names each key once. Numbers with a
point become decimals and keep the digits they were written with.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from education.core.domain.faults import problem_of
from education.core.domain.problems import Level, Problem, Unreadable

Model = TypeVar("Model", bound=BaseModel)
Path = tuple[str | int, ...]

MAX_LENGTH = 5_000_000  # characters; the largest evidence file we know has half a million
MAX_DEPTH = 40  # levels; a pathway needs eight

_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER = yaml.resolver.Resolver()
_PLAIN_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in ("map", "seq", "str", "int", "float", "bool", "null"))


@dataclass
class Located:
    """Plain values, and the line on which each stands by its path: ("steps", 0, "key") → 7."""

    value: Any
    file: str
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """Return the line of the node at `path`, or of the nearest one around it; 0 when nothing is known."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)


def read_yaml(model: type[Model], text: str | bytes, *, file: str, first_line: int = 1) -> Model:
    """Return the text as a `model`. Raises Unreadable with every problem found, each with file, line and place."""
    return validated(model, located(text, file=file, first_line=first_line))


def located(text: str | bytes, *, file: str, first_line: int = 1) -> Located:
    """Return the values of a YAML text with their lines. Raises Unreadable for YAML that is broken or not plain."""
    reader = _Reader(file, first_line)
    return reader.read(decoded(text, file=file))


def validated(model: type[Model], found: Located) -> Model:
    """Return located values as a `model`. Raises Unreadable with every problem found."""
    try:
        return model.model_validate(found.value)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        problems = (problem_of(fault, model, found.line, found.file) for fault in faults)
        raise Unreadable(sorted(problems, key=lambda problem: (problem.line, problem))) from error


def decoded(text: str | bytes, *, file: str) -> str:
    """Return text in Unicode with plain line ends. Raises Unreadable when it is no UTF-8, or far too long."""
    try:
        words = text if isinstance(text, str) else text.decode("utf-8")
        words.encode("utf-8")
    except UnicodeError as error:
        line = _line_of(text, error)
        raise Unreadable([_broken(file, line, "The file is not UTF-8 text.", "Save it again as UTF-8.")]) from error
    if len(words) > MAX_LENGTH:
        said = f"The file has {len(words)} characters; {MAX_LENGTH} are read at most."
        raise Unreadable([_broken(file, 1, said, "Split it into several files.")])
    return words.replace("\r\n", "\n").removeprefix("\ufeff")


class _Refused(Exception):
    """YAML that could be read but is not plain enough; carries its problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


class _Reader:
    """Turns YAML events into values; keeps the lines and the problems that need not stop the reading."""

    def __init__(self, file: str, first_line: int) -> None:
        self.file = file
        self.offset = first_line
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []

    def read(self, text: str) -> Located:
        """Return the one document of the text; an empty text is an empty mapping."""
        try:
            value = self._document(yaml.parse(text, Loader=_PARSER))
        except _Refused as refused:
            self.problems.append(refused.problem)
        except yaml.YAMLError as error:
            self.problems.append(self._syntax(error))
        if self.problems:
            raise Unreadable(sorted(self.problems))
        return Located(value, self.file, self.lines)

    def _document(self, events: Iterator[yaml.Event]) -> Any:
        value: Any = {}
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._refuse(event, "A second document begins here.", "Keep one document in a file.")
                value = self._value(next(events), events, ())
        self.lines.setdefault((), self.offset)
        return value

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path) -> Any:
        self.lines.setdefault(path, self._line(event))
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._refuse(event, "Anchors (&) and aliases (*) are not read.", "Write the value out.")
        tag = getattr(event, "tag", None)
        if tag and tag not in _PLAIN_TAGS:
            raise self._refuse(event, f"The tag {tag} is not read.", "Write the value without a tag.")
        if len(path) > MAX_DEPTH:
            raise self._refuse(event, f"Values stand more than {MAX_DEPTH} levels deep.", "Write it flatter.")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        return self._scalar(event)

    def _sequence(self, events: Iterator[yaml.Event], path: Path) -> list[Any]:
        items: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._value(event, events, (*path, len(items))))
        return items

    def _mapping(self, events: Iterator[yaml.Event], path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent) or event.anchor:
                raise self._refuse(event, "A key is not a plain word.", "Put a value with such signs in quotes.")
            key = event.value
            if key == "<<" and event.implicit[0]:
                raise self._refuse(event, "The merge key << is not read.", "Write the keys out.")
            if key in values:
                self._twice(event, path)
            else:
                self.lines[(*path, key)] = self._line(event)
            values[key] = self._value(next(events), events, (*path, key))
        return values

    def _scalar(self, event: Any) -> Any:
        tag = event.tag or _RESOLVER.resolve(yaml.ScalarNode, event.value, event.implicit)  # type: ignore[no-untyped-call]
        return _plain(str(tag).rpartition(":")[2], event.value)

    def _twice(self, event: Any, path: Path) -> None:
        place = ".".join(str(part) for part in (*path, event.value))
        said = f"The key “{event.value}” stands twice in one mapping, first on line {self.lines[(*path, event.value)]}."
        fix = "Keep one of the two."
        level = Level.BLOCKS_REVIEW
        self.problems.append(Problem("duplicate-key", level, place, said, fix, self.file, self._line(event)))

    def _line(self, event: yaml.Event) -> int:
        mark = event.start_mark
        return self.offset + (mark.line if mark else 0)

    def _refuse(self, event: yaml.Event, message: str, fix: str) -> _Refused:
        return _Refused(_broken(self.file, self._line(event), message, fix))

    def _syntax(self, error: yaml.YAMLError) -> Problem:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = self.offset + (mark.line if mark else 0)
        why = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be parsed"
        fix = "Look at the indentation, colons and quotes here; put text that holds “: ” or “#” in quotes."
        return _broken(self.file, line, f"This is not YAML: {why}.", fix)


def _plain(kind: str, text: str) -> Any:
    """Return a scalar of a YAML kind; a number or date in an odd spelling stays text, for the shape to refuse."""
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in ("true", "yes", "on")
    if kind == "int" and re.fullmatch(r"[-+]?[0-9]{1,18}", text):
        return int(text)
    if kind == "float" and re.fullmatch(r"[-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]{1,3})?", text):
        return Decimal(text)
    if kind == "timestamp" and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    return text


def _line_of(text: str | bytes, error: UnicodeError) -> int:
    """Return the line on which the coding goes wrong."""
    start = getattr(error, "start", 0)
    before = text[:start]
    return 1 + (before.count("\n") if isinstance(before, str) else before.count(b"\n"))


def _broken(file: str, line: int, message: str, fix: str) -> Problem:
    """Return the problem of a text that is not (plain) YAML."""
    return Problem("broken-yaml", Level.BLOCKS_REVIEW, "", message, fix, file, line)
