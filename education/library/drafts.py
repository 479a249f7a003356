"""Draft records to and from documents: a shelf is read in a few queries, and only changed rows are written."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from education.core.domain.canonical import canonical, fingerprint
from education.library.domain import records
from education.library.domain.records import Shelf
from education.library.models import (
    REFERENCE_PLAIN,
    STATEMENT_PLAIN,
    EvidenceStatement,
    LibraryRecord,
    Organ,
    Reference,
    StatementReference,
    Term,
    Therapy,
)

MODELS: dict[str, type[LibraryRecord]] = {
    "references": Reference,
    "statements": EvidenceStatement,
    "therapies": Therapy,
    "terms": Term,
}


def rows(shelf: str) -> models.QuerySet[Any]:
    """Return every draft row of one shelf, with what its document needs, in a fixed number of queries."""
    found = MODELS[shelf].objects.all()
    if shelf == "references":
        return found.prefetch_related("organ_domains")
    if shelf == "statements":
        return found.select_related("therapy", "organ").prefetch_related("cited__reference")
    return found


def organs() -> dict[str, records.Organ]:
    """Return the organ domains."""
    return {organ.key: organ.document() for organ in Organ.objects.all()}


def shelf_of_drafts() -> Shelf:
    """Return all drafts, ready or not, as they stand."""
    return Shelf(organs=organs(), **{name: {row.key: row.document() for row in rows(name)} for name in MODELS})


def ready_records(shelf: str) -> dict[str, Any]:
    """Return the records of one shelf that are ready as they stand."""
    marked = ((row, row.document()) for row in rows(shelf).exclude(ready_sha=""))
    return {row.key: document for row, document in marked if row.ready_sha == fingerprint(canonical(document))}


@transaction.atomic
def store(shelf: Shelf) -> bool:
    """Write what differs from the drafts and say whether anything did; records not on `shelf` stay as they are."""
    written = _store_plain(Organ, shelf.organs, organs())
    for name in ("therapies", "terms"):
        present = {row.key: row.document() for row in rows(name)}
        written |= _store_plain(MODELS[name], getattr(shelf, name), present)
    written |= _store_references(shelf)
    written |= _store_statements(shelf)
    return written


def vouch(shelf: Shelf, *, by: str, now: datetime | None = None) -> None:
    """Mark the records on `shelf` ready as they are stored; a mark that still holds is left alone."""
    now = now or timezone.now()
    for name in MODELS:
        changed = []
        for row in rows(name).filter(key__in=list(getattr(shelf, name))):
            sha = row.fingerprint
            if row.ready_sha != sha:
                row.ready_sha, row.ready_by, row.ready_at = sha, by, now
                changed.append(row)
        MODELS[name].objects.bulk_update(changed, ["ready_sha", "ready_by", "ready_at"], batch_size=100)


def _store_plain(model: type[models.Model], wanted: dict[Any, Any], present: dict[Any, Any]) -> bool:
    """Write records whose fields are the model's own."""
    changed = _changed(wanted, present)
    for record in changed:
        model._default_manager.update_or_create(key=record.key, defaults=dict(record))
    return bool(changed)


def _store_references(shelf: Shelf) -> bool:
    changed = _changed(shelf.references, {row.key: row.document() for row in rows("references")})
    organ_ids = dict(Organ.objects.values_list("key", "pk"))
    for record in changed:
        plain = {name: _stored(getattr(record, name)) for name in REFERENCE_PLAIN}
        row, _ = Reference.objects.update_or_create(key=record.key, defaults=plain)
        row.organ_domains.set([organ_ids[key] for key in record.organ_domains])
    return bool(changed)


def _store_statements(shelf: Shelf) -> bool:
    changed = _changed(shelf.statements, {row.key: row.document() for row in rows("statements")})
    organ_ids, therapy_ids, reference_ids = (
        dict(model._default_manager.values_list("key", "pk")) for model in (Organ, Therapy, Reference)
    )
    for record in changed:
        plain = {name: getattr(record, name) for name in STATEMENT_PLAIN}
        plain |= {"organ_id": organ_ids[record.organ], "therapy_id": therapy_ids[record.therapy]}
        row, _ = EvidenceStatement.objects.update_or_create(key=record.key, defaults=plain)
        row.cited.all().delete()
        StatementReference.objects.bulk_create(
            StatementReference(statement=row, reference_id=reference_ids[key], position=position)
            for position, key in enumerate(dict.fromkeys(record.references))
        )
    return bool(changed)


def _changed(wanted: dict[Any, Any], present: dict[Any, Any]) -> list[Any]:
    """Return the wanted records that differ from those present; the order of organ domains does not matter."""
    return [record for key, record in wanted.items() if _settled(record) != _settled(present.get(key))]


def _settled(record: Any) -> Any:
    """Return a record with its organ domains sorted."""
    if not isinstance(record, records.Reference):
        return record
    return record.model_copy(update={"organ_domains": tuple(sorted(set(record.organ_domains)))})


def _stored(value: Any) -> Any:
    """Return a value as a JSON column holds it."""
    return list(value) if isinstance(value, tuple) else value
