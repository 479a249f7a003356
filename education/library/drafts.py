"""Draft records to and from documents: shelves are read in a few queries, and only changed rows are written."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Prefetch
from django.utils import timezone

from education.library.domain import library, records
from education.library.domain.library import Library
from education.library.domain.release import mark
from education.library.models import (
    ClaimPart,
    Effect,
    EvidenceStatement,
    LibraryRecord,
    MapNotes,
    MechanismEdge,
    MechanismNode,
    OpenQuestion,
    Ordered,
    Organ,
    PaediatricFact,
    Reason,
    Recommendation,
    Reference,
    TeachingClaim,
    Term,
    Therapy,
    TherapyTarget,
    Threshold,
)

MODELS: dict[str, type[LibraryRecord]] = {
    "references": Reference,
    "terms": Term,
    "therapies": Therapy,
    "statements": EvidenceStatement,
    "recommendations": Recommendation,
    "thresholds": Threshold,
    "nodes": MechanismNode,
    "edges": MechanismEdge,
    "targets": TherapyTarget,
    "claims": TeachingClaim,
    "facts": PaediatricFact,
    "questions": OpenQuestion,
    "reasons": Reason,
}
"""The model of each shelf, each after those that its rows point at."""

MARK = ("ready_sha", "ready_by", "ready_at")
FIGURES = ("value", "low", "high")
BATCH = 200  # rows a statement


def rows(shelf: str) -> models.QuerySet[Any]:
    """Return every draft row of one shelf, with what its document needs, in a fixed number of queries."""
    found = _with_keys(MODELS[shelf])
    if shelf == "references":
        return found.prefetch_related("organ_domains")
    if shelf == "statements":
        return found.prefetch_related(Prefetch("effects", _only_keys(Effect, ("reference",))))
    if shelf == "claims":
        return found.prefetch_related(Prefetch("parts", _with_keys(ClaimPart)))
    return found


def organs() -> dict[str, records.Organ]:
    """Return the organ domains."""
    return {organ.key: organ.document() for organ in Organ.objects.all()}


def map_notes() -> library.MapNotes:
    """Return the notes of the mechanism map; empty ones where nobody has written any."""
    row = MapNotes.objects.first()
    return library.MapNotes(**row.values()) if row else library.MapNotes()


def shelf_of_drafts() -> Library:
    """Return all drafts, ready or not, as they stand."""
    shelves = {name: {row.key: row.document() for row in rows(name)} for name in MODELS}
    return Library(organs=organs(), map_notes=map_notes(), **shelves)


def ready_records(shelf: str, keys: Collection[str] | None = None) -> dict[str, Any]:
    """Return the records of one shelf that are ready as they stand: all of them, or those among `keys`."""
    found = rows(shelf).exclude(ready_sha="")
    if keys is not None:
        found = found.filter(key__in=keys)
    marked = ((row, row.document()) for row in found)
    return {row.key: document for row, document in marked if row.ready_sha == mark(document)}


@transaction.atomic
def store(shelf: Library) -> bool:
    """Write what differs from the drafts and say whether anything did; records not on `shelf` stay as they are."""
    written = _store_organs(shelf.organs) | _store_map_notes(shelf.map_notes)
    for name, model in MODELS.items():
        written |= _store_shelf(name, model, getattr(shelf, name))
    return written


def vouch(shelf: Library, *, by: str, now: datetime | None = None) -> None:
    """Mark the records on `shelf` ready as they are stored; a mark that still holds is left alone."""
    now = now or timezone.now()
    for name, model in MODELS.items():
        wanted = getattr(shelf, name)
        changed = []
        for row in rows(name) if wanted else ():
            if row.key in wanted and not row.ready:
                row.ready_sha, row.ready_by, row.ready_at = row.fingerprint, by, now
                changed.append(row)
        model._default_manager.bulk_update(changed, MARK, batch_size=BATCH)


def _with_keys(model: Any) -> models.QuerySet[Any]:
    """Return a model's rows with the keys of what they point at, and nothing else of it."""
    lists = {(ordered.rows, ordered.to) for ordered in model.LISTS.values()}
    related = ((name, to, model._meta.get_field(name).related_model) for name, to in sorted(lists))
    prefetched = [Prefetch(name, _only_keys(through, (to,))) for name, to, through in related]
    return _only_keys(model, model.POINTS).prefetch_related(*prefetched)


def _only_keys(model: Any, points: Iterable[str]) -> models.QuerySet[Any]:
    """Return a model's rows; of what the foreign keys `points` lead to, only the key and the name are read."""
    found = model._default_manager.all()
    if not points:
        return found
    own = [field.name for field in model._meta.concrete_fields]
    named = [f"{point}__{field.name}" for point in points for field in _naming(model._meta.get_field(point))]
    return found.select_related(*points).only(*own, *named)


def _naming(point: Any) -> list[Any]:
    """Return the fields by which what a foreign key leads to is known."""
    return [field for field in point.related_model._meta.concrete_fields if field.name in {"key", "name"}]


def _store_organs(wanted: Mapping[Any, Any]) -> bool:
    changed = _changed(wanted, organs())
    for organ in changed:
        Organ.objects.update_or_create(key=organ.key, defaults=dict(organ))
    return bool(changed)


def _store_map_notes(wanted: library.MapNotes) -> bool:
    if wanted in (library.MapNotes(), map_notes()):
        return False
    MapNotes(notice=wanted.notice, not_in_map=list(wanted.not_in_map)).save()
    return True


def _store_shelf(name: str, model: Any, wanted: Mapping[str, Any]) -> bool:
    """Write the changed records of one shelf, and then the rows of their lists."""
    changed = _changed(wanted, {row.key: row.document() for row in rows(name)}) if wanted else []
    if not changed:
        return False
    ids = {point: _ids(model._meta.get_field(point).related_model) for point in model.POINTS}
    fields = [*model.plain_fields(), *model.POINTS]
    model._default_manager.bulk_create(
        [model(**_plain(model, record), **_pointed(model, record, ids)) for record in changed],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=[field for field in fields if field != "key"],
        batch_size=BATCH,
    )
    own = _ids(model)
    owned = [(own[record.key], record) for record in changed]
    _store_lists(model, owned)
    if name == "references":
        _store_organ_domains(owned)
    elif name == "statements":
        _store_effects(owned)
    elif name == "claims":
        _store_parts(owned)
    return True


def _store_lists(model: Any, owned: list[tuple[int, Any]]) -> None:
    """Write the ordered lists of keys of rows, given as (primary key, document)."""
    for way in {ordered.rows for ordered in model.LISTS.values()}:
        relation = model._meta.get_field(way)
        through, owner = relation.related_model, relation.field.attname
        lists = {name: ordered for name, ordered in model.LISTS.items() if ordered.rows == way}
        to = next(iter(lists.values())).to
        ids = _ids(through._meta.get_field(to).related_model)
        through._default_manager.filter(**{f"{owner}__in": [pk for pk, _ in owned]}).delete()
        made = [
            through(**{owner: pk, f"{to}_id": ids[key], "position": position}, **_role(role))
            for pk, record in owned
            for position, (role, key) in enumerate(_listed(record, lists), start=1)
        ]
        through._default_manager.bulk_create(made, batch_size=BATCH)


def _store_organ_domains(owned: list[tuple[int, Any]]) -> None:
    through, ids = Reference.organ_domains.through, _ids(Organ)
    through._default_manager.filter(reference_id__in=[pk for pk, _ in owned]).delete()
    through._default_manager.bulk_create(
        [through(reference_id=pk, organ_id=ids[key]) for pk, one in owned for key in dict.fromkeys(one.organ_domains)],
        batch_size=BATCH,
    )


def _store_effects(owned: list[tuple[int, Any]]) -> None:
    Effect.objects.filter(statement_id__in=[pk for pk, _ in owned]).delete()
    ids = _ids(Reference) if any(record.effects for _, record in owned) else {}
    made = []
    for pk, record in owned:
        for position, effect in enumerate(record.effects, start=1):
            values = dict(effect) | {name: _digits(getattr(effect, name)) for name in FIGURES}
            reference = ids[values.pop("reference")]
            made.append(Effect(**values, statement_id=pk, reference_id=reference, position=position))
    Effect.objects.bulk_create(made, batch_size=BATCH)


def _store_parts(owned: list[tuple[int, Any]]) -> None:
    ClaimPart.objects.filter(whole_id__in=[pk for pk, _ in owned]).delete()
    parts = [(pk, position, part) for pk, record in owned for position, part in enumerate(record.parts, start=1)]
    made = [ClaimPart(whole_id=pk, position=position, **_plain(ClaimPart, part)) for pk, position, part in parts]
    ClaimPart.objects.bulk_create(made, batch_size=BATCH)
    own = {(pk, key): part for part, pk, key in ClaimPart.objects.values_list("pk", "whole_id", "key")}
    _store_lists(ClaimPart, [(own[pk, part.key], part) for pk, _, part in parts])


def _ids(model: Any) -> dict[str, int]:
    return dict(model._default_manager.values_list("key", "pk"))


def _plain(model: Any, record: Any) -> dict[str, Any]:
    return {name: _stored(getattr(record, name)) for name in model.plain_fields()}


def _pointed(model: Any, record: Any, ids: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    keys = {point: getattr(record, point) for point in model.POINTS}
    return {f"{point}_id": key and ids[point][key] for point, key in keys.items()}


def _listed(record: Any, lists: Mapping[str, Ordered]) -> list[tuple[str, str]]:
    """Return (role, key) of every row of a record's lists, each key once in its list."""
    return [(ordered.role, key) for name, ordered in lists.items() for key in dict.fromkeys(getattr(record, name))]


def _role(role: str) -> dict[str, str]:
    return {"role": role} if role else {}


def _changed(wanted: Mapping[Any, Any], present: Mapping[Any, Any]) -> list[Any]:
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


def _digits(value: Any) -> str:
    """Return a decimal with the digits it was written with; "" for none."""
    return "" if value is None else str(value)
