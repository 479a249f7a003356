"""A release: the whole library as learners see it."""

from typing import Literal

from education.core.domain.strict import Strict
from education.library.domain.records import Shelf

SHELVES = ("references", "statements", "therapies", "terms")
"""The shelves whose records carry a ready mark; organ domains are part of every release as they stand."""


class Release(Strict):
    """The document of a library edition."""

    schema_version: Literal[1] = 1
    kind: Literal["library"] = "library"
    language: str = "en"
    shelf: Shelf


def read_release(text: str) -> Release:
    """Read a release of any schema ever published; raises pydantic's ValidationError."""
    return Release.model_validate_json(text)
