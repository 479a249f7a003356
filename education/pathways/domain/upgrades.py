"""Reading any edition ever published: old schemas are lifted, one number at a time, by pure functions."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from education.core.domain.problems import Level, Problem, Unreadable
from education.pathways.domain.document import CompiledPathway

CURRENT_SCHEMA = 2

Document = dict[str, Any]


def _with_compare_rows(document: Document) -> Document:
    """Return a document of schema 1 in schema 2, whose choices may be compared: none says anything for it yet."""
    pathway = document["pathway"]
    steps = [_step_with_compare_rows(step) for step in pathway["steps"]]
    return document | {"schema_version": 2, "pathway": pathway | {"steps": steps}}


def _step_with_compare_rows(step: Document) -> Document:
    return step | {"choices": [choice | {"compare": []} for choice in step["choices"]]}


UPGRADES: Mapping[int, Callable[[Document], Document]] = {1: _with_compare_rows}
"""By the schema it reads: the function that returns the document in the next; its argument stays as it is."""


class UnknownSchema(ValueError):
    """An edition written in a schema that this release of the software does not know."""


def read_compiled(text: str) -> CompiledPathway:
    """Return the edition held by a canonical text, whatever schema it was written in.

    Raises UnknownSchema for a newer schema, Unreadable for a text that is no edition.
    """
    try:
        document = lifted(_document(text), CURRENT_SCHEMA, UPGRADES)
    except (LookupError, TypeError) as error:  # an upgrade looked for what every edition of its schema holds
        raise Unreadable([_problem("", "The text does not have the shape of its schema.")]) from error
    try:
        return CompiledPathway.model_validate(document)
    except ValidationError as error:
        raise Unreadable(
            _problem(".".join(str(part) for part in fault["loc"]), fault["msg"]) for fault in error.errors()
        ) from error


def lifted(document: Document, current: int, upgrades: Mapping[int, Callable[[Document], Document]]) -> Document:
    """Return the document in the `current` schema. Raises UnknownSchema when no chain of upgrades leads there."""
    schema = document.get("schema_version")
    if type(schema) is not int or schema < 1:
        raise UnknownSchema(f"The edition names no schema that could be read: {schema!r}.")
    if schema > current:
        raise UnknownSchema(
            f"The edition is written in schema {schema}, this software reads up to {current}. Update it first."
        )
    for number in range(schema, current):
        if number not in upgrades:
            raise UnknownSchema(f"Nothing lifts an edition from schema {number} to {number + 1}.")
        document = upgrades[number](document)
    return document


def _document(text: str) -> Document:
    """Return the JSON object of a text."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable([_problem("", f"The text is no JSON: {error}.")]) from error
    if not isinstance(document, dict):
        raise Unreadable([_problem("", "The text is no JSON object.")])
    return document


def _problem(place: str, message: str) -> Problem:
    """Return the problem of an edition that cannot be read."""
    fix = "An edition is never mended by hand: restore it from a backup."
    return Problem("unreadable-edition", Level.BLOCKS_REVIEW, place, message, fix)
