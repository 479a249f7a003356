"""Which records a record points at: what it rests on, what it cites in its texts, and the words it links."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from education.library.domain.markup import citations, terms

FIELDS: dict[str, dict[str, str]] = {
    "statements": {"therapy": "therapies", "references": "references"},
    "recommendations": {"guideline": "references", "therapies": "therapies"},
    "thresholds": {"source": "references", "also": "references", "disagrees": "thresholds"},
    "nodes": {"references": "references"},
    "edges": {"source": "nodes", "target": "nodes", "references": "references"},
    "targets": {"therapy": "therapies", "node": "nodes", "references": "references"},
    "claims": dict.fromkeys(("references", "supports", "qualifies", "contradicts"), "references"),
    "facts": {"references": "references"},
    "questions": {"references": "references"},
    "reasons": {shelf: shelf for shelf in ("claims", "facts", "questions", "thresholds", "nodes")},
}
"""By shelf: the fields that hold keys, and the shelf on which these keys are."""

TEXTS: dict[str, tuple[str, ...]] = {
    "statements": ("finding", "certainty_reason", "population_detail", "line_detail", "direction_note"),
    "therapies": ("target", "verdict", "after_failure", "fails", "monitoring", "safety", "child_word"),
    "terms": ("plain",),
    "reasons": ("lead", "mechanism", "in_patients", "in_laboratory", "in_clinic", "what_to_do", "not_known"),
}
"""By shelf: the fields that are Markdown, in which references are cited and terms linked."""


class Pointer(NamedTuple):
    """A record points at another: on which shelf that is, its key, and the field that points."""

    shelf: str
    key: str
    field: str


def pointers(shelf: str, record: Any) -> Iterator[Pointer]:
    """Yield everything that a record of `shelf` points at; a key may come more than once."""
    for field, to in FIELDS.get(shelf, {}).items():
        yield from (Pointer(to, key, field) for key in _listed(getattr(record, field)))
    for effect in getattr(record, "effects", ()):
        yield Pointer("references", effect.reference, "effects")
    for part in getattr(record, "parts", ()):
        for field in ("supports", "qualifies", "contradicts"):
            yield from (Pointer("references", key, "parts") for key in getattr(part, field))
    for field, text in texts(shelf, record):
        yield from (Pointer("references", key, field) for key in citations(text))
        yield from (Pointer("terms", key, field) for key in terms(text))


def texts(shelf: str, record: Any) -> Iterator[tuple[str, str]]:
    """Yield (field, text) of each Markdown text of a record; each line of a list is one."""
    for field in TEXTS.get(shelf, ()):
        yield from ((field, text) for text in _listed(getattr(record, field)))


def _listed(value: Any) -> tuple[str, ...]:
    """Return a field that holds one text or key, several, or none, as several."""
    if isinstance(value, tuple):
        return value
    return (value,) if value else ()
