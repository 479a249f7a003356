"""What pydantic found, in plain English: the sentence, and what to write instead."""

import difflib
import re
from collections.abc import Callable, Iterable
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from education.core.domain.problems import Level, Problem

Path = tuple[str | int, ...]

TEXT = ("needs text", "Put the value in quotes; when there is none, leave the key out.")
LIST = ("needs a list", "Write one “- ” line for each item, or [one, two].")
WHOLE = ("needs a whole number", "Write digits only, without quotes, unit or point.")
DATE = ("needs a date", "Write it as 2027-05-31, without quotes.")
SENTENCES = {
    "string_type": TEXT,
    "tuple_type": LIST,
    "list_type": LIST,
    "int_type": WHOLE,
    "int_parsing": WHOLE,
    "int_from_float": WHOLE,
    "int_parsing_size": WHOLE,
    "date_type": DATE,
    "date_parsing": DATE,
    "date_from_datetime_parsing": DATE,
    "date_from_datetime_inexact": DATE,
    "decimal_type": ("needs a number", "Write digits, with a point if need be and without a unit."),
    "decimal_parsing": ("needs a number", "Write digits, with a point if need be and without a unit."),
    "bool_type": ("needs true or false", "Write true or false."),
    "bool_parsing": ("needs true or false", "Write true or false."),
    "dict_type": ("needs keys with values", "Write “key: value” lines, indented below it."),
    "model_type": ("needs keys with values", "Write “key: value” lines, indented below it."),
    "string_pattern_mismatch": ("is not spelled as it must be", ""),
    "string_too_short": ("is empty", "Write it, or leave the key out where that is allowed."),
}


def problem_of(fault: ErrorDetails, model: type[BaseModel], line_of: Callable[[Path], int], file: str) -> Problem:
    """Return one fault of `model` as a problem; `line_of` gives the line of a path."""
    path: Path = tuple(part for part in fault["loc"] if part != "[key]")
    code, message, fix = _sentence(fault, path, model)
    place = ".".join(str(part) for part in path)
    return Problem(code, Level.BLOCKS_REVIEW, place, message, fix, file, line_of(path))


def _sentence(fault: ErrorDetails, path: Path, model: type[BaseModel]) -> tuple[str, str, str]:
    """Return code, message and fix."""
    kind, name = fault["type"], _name(path)
    if kind == "extra_forbidden":
        return "unknown-key", f"{name} is not a key here.", _nearest(str(path[-1]), _keys_at(model, path[:-1]))
    if kind == "missing":
        return "missing-key", f"The key {name} is missing here.", f"Add “{path[-1]}: …”."
    if kind == "literal_error":
        allowed = re.findall(r"'([^']*)'", str(fault["ctx"]["expected"]))
        return "unreadable-field", f"{name} cannot be {_shown(fault['input'])}.", _nearest(str(fault["input"]), allowed)
    if kind == "string_too_long":
        most = fault["ctx"]["max_length"]
        return "unreadable-field", f"{name} is longer than {most} characters.", f"Shorten it to {most} characters."
    said, fix = SENTENCES.get(kind, (f"cannot be read: {fault['msg'][:1].lower()}{fault['msg'][1:]}", "Correct it."))
    if kind == "string_pattern_mismatch":
        fix = _pattern_fix(str(fault["ctx"]["pattern"]))
    return "unreadable-field", f"{name} {said}; here stands {_shown(fault['input'])}.", fix


def _pattern_fix(pattern: str) -> str:
    """Say in words what a pattern asks for; the two that our shapes use."""
    if pattern.startswith("^[a-z0-9]+"):
        return "Use lower-case letters and digits, words joined by hyphens: two-words."
    return f"Write it in the form {pattern}."


def _name(path: Path) -> str:
    """Return the last key of a path in quotes, "item 3 of “steps”" for an item, "the document" for the whole."""
    if not path:
        return "The document"
    if isinstance(path[-1], int):
        owner = next((part for part in reversed(path) if isinstance(part, str)), "the list")
        return f"Item {path[-1] + 1} of “{owner}”"
    return f"“{path[-1]}”"


def _shown(value: object) -> str:
    """Return a value short enough for a sentence."""
    if value is None:
        return "nothing"
    if isinstance(value, dict | list):
        return "a list" if isinstance(value, list) else "a mapping"
    text = str(value)
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


def _nearest(word: str, allowed: Iterable[str]) -> str:
    """Name the allowed word nearest to this one, and all of them."""
    names = list(allowed)
    if not names:
        return "Remove it."
    near = difflib.get_close_matches(word, names, n=1)
    guess = f"Did you mean “{near[0]}”? " if near else ""
    return f"{guess}Allowed: {', '.join(names)}."


def _keys_at(model: type[BaseModel], path: Path) -> list[str]:
    """Return the keys allowed in the mapping at `path`."""
    shape: Any = model
    for part in path:
        shape = _bare(shape)
        if isinstance(shape, type) and issubclass(shape, BaseModel):
            shape = shape.model_fields[str(part)].annotation if part in shape.model_fields else None
        else:
            shape = next((arg for arg in reversed(get_args(shape)) if arg is not ...), None)
    shape = _bare(shape)
    return list(shape.model_fields) if isinstance(shape, type) and issubclass(shape, BaseModel) else []


def _bare(shape: Any) -> Any:
    """Return a type without Annotated and without “or None”."""
    if get_origin(shape) is Annotated:
        return _bare(get_args(shape)[0])
    if get_origin(shape) in (Union, UnionType):
        return _bare(next(arg for arg in get_args(shape) if arg is not NoneType))
    return shape
