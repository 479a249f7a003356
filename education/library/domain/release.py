"""A release: the whole library as learners see it."""

import json
from typing import Any, Literal

from education.core.domain.canonical import canonical, fingerprint
from education.core.domain.strict import Strict
from education.library.domain import library, records
from education.library.domain.library import Library

SHORTER: dict[type[Strict], type[Strict]] = {
    library.LibraryReference: records.Reference,
    library.LibraryStatement: records.Statement,
    library.LibraryTherapy: records.Therapy,
    library.LibraryTerm: records.Term,
}
"""The shape that records of the first releases had, by the shape they have now."""


class Release(Strict):
    """The document of a library edition."""

    schema_version: Literal[3] = 3
    kind: Literal["library"] = "library"
    language: str = "en"
    shelf: Library


def read_release(text: str) -> Release:
    """Read a release of any schema ever published; raises pydantic's ValidationError.

    Schema 1 had fewer shelves and fewer fields, schema 2 no reasons; what they lack is empty.
    """
    document: dict[str, Any] = json.loads(text)
    if document.get("schema_version") in (1, 2):
        document["schema_version"] = 3
    return Release.model_validate(document)


def mark(record: Strict) -> str:
    """Return the fingerprint under which an editor marks a record ready.

    A record that says nothing in the fields of schema 2 keeps the fingerprint it had in schema 1, and so its mark.
    """
    shape = SHORTER.get(type(record))
    if shape is not None:
        shorter = records.embedded(record, shape)
        if type(record).model_validate(dict(shorter)) == record:
            return fingerprint(canonical(shorter))
    return fingerprint(canonical(record))
