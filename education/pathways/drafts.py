"""Between draft rows and the document: reading a draft as a whole, and storing a document as rows."""

from django.db import transaction
from pydantic import ValidationError

from education.core.domain.canonical import canonical
from education.library.models import EvidenceStatement, Organ, Therapy
from education.pathways import models
from education.pathways.domain import document as shape

LENSES = shape.LENSES
# Fields that rows and document have in common.
PATHWAY_PLAIN = ("slug", "title", "summary", "audience", "minutes", "language", "disclosure", "review_by")
STEP_PLAIN = ("key", "kind", "title", "short", "vignette", "body", "why", "minutes")
CHOICE_PLAIN = ("key", "label", "line", "rationale", "verdict", "feedback")
CHECK_PLAIN = tuple(shape.GateCheck.model_fields)
POINT_PLAIN = tuple(shape.SeriesPoint.model_fields)
STEP_WORDS = tuple(shape.StepWording.model_fields)
COMPARE_PLAIN = tuple(shape.CompareRow.model_fields)
CHOICE_WORDS = tuple(shape.ChoiceWording.model_fields)


def document_of(pathway):
    """Return the draft as a document; raises pydantic's ValidationError when a field cannot be read.

    A fixed number of queries, however many steps. The error's places are those of `values_of`.
    """
    return shape.Pathway.model_validate(values_of(pathway))


def values_of(pathway):
    """Return the draft as plain values, readable or not, in the document's shape."""
    steps = pathway.steps.prefetch_related(
        "checks", "series", "wordings", "leanings__statement", "choices__wordings", "choices__therapy",
        "choices__target", "choices__leanings__statement", "choices__compare",
    )  # fmt: skip
    return _plain(pathway, PATHWAY_PLAIN) | {
        "objectives": _lines(pathway.objectives),
        "organ": pathway.organ.key,
        "populations": _populations(pathway.fits_adults, pathway.fits_children),
        "translation_of": pathway.translation_of or None,
        "steps": [_step(step) for step in steps],
    }


def _step(step):
    return _plain(step, STEP_PLAIN) | {
        "flavour": step.flavour or None,
        "roles": _lines(step.roles),
        "statements": _statements(step),
        "checks": [_plain(check, CHECK_PLAIN) for check in step.checks.all()],
        "series": [_plain(point, POINT_PLAIN) for point in step.series.all()],
        "wordings": {words.population: _plain(words, STEP_WORDS) for words in step.wordings.all()},
        "choices": [_choice(choice) for choice in step.choices.all()],
    }


def _choice(choice):
    absent = {"adult": choice.absent_adult, "child": choice.absent_child}
    return _plain(choice, CHOICE_PLAIN) | {
        "target": choice.target.key,
        "therapy": choice.therapy.key if choice.therapy else None,
        "populations": _populations(choice.for_adults, choice.for_children),
        "absent": {lens: reason for lens, reason in absent.items() if reason},
        "statements": _statements(choice),
        "compare": [_plain(row, COMPARE_PLAIN) for row in choice.compare.all()],
        "wordings": {words.population: _plain(words, CHOICE_WORDS) for words in choice.wordings.all()},
    }


def _plain(row, names):
    return {name: getattr(row, name) for name in names}


def _populations(adults, children):
    return tuple(lens for lens, there in zip(LENSES, (adults, children), strict=True) if there)


def _lines(text):
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def _statements(owner):
    return tuple(leaning.statement.key for leaning in owner.leanings.all())


@transaction.atomic
def store(document):
    """Make the draft rows say exactly what `document` says; storing it again changes nothing.

    An unchanged draft is left alone and False returned, so that what hangs on its rows stays. Cited records must
    already be stored. Raises KeyError naming a statement, therapy or step that does not exist.
    """
    pathway = models.Pathway.objects.select_for_update().filter(slug=document.slug).first()
    if pathway and _says(pathway, document):
        return False
    pathway = pathway or models.Pathway(slug=document.slug)
    _store_head(pathway, document)
    _store_steps(pathway, document)
    return True


def _says(pathway, document):
    """Say whether the rows say what the document says, to the last digit: 62 and 62.0 are equal, but not the same."""
    try:
        return canonical(document_of(pathway)) == canonical(document)
    except ValidationError:
        return False


def _store_head(pathway, document):
    for name in PATHWAY_PLAIN:
        setattr(pathway, name, getattr(document, name))
    pathway.objectives = "\n".join(document.objectives)
    pathway.translation_of = document.translation_of or ""
    pathway.organ = Organ.objects.get(key=document.organ)
    pathway.fits_adults, pathway.fits_children = (lens in document.populations for lens in LENSES)
    pathway.save()


def _store_steps(pathway, document):
    # Choices hold their targets, so they go first and come back last.
    models.Choice.objects.filter(step__pathway=pathway).delete()
    pathway.steps.exclude(key__in=[step.key for step in document.steps]).delete()
    statements = {record.key: record for record in EvidenceStatement.objects.filter(key__in=_cited(document))}
    therapies = {record.key: record for record in Therapy.objects.all()}
    rows = {}
    for position, step in enumerate(document.steps, start=1):
        rows[step.key] = _store_step(pathway, position, step, statements)
    for step in document.steps:
        for position, choice in enumerate(step.choices, start=1):
            _store_choice(rows, step, position, choice, statements, therapies)


def _cited(document):
    owners = [owner for step in document.steps for owner in (step, *step.choices)]
    return {key for owner in owners for key in owner.statements}


def _store_step(pathway, position, step, statements):
    row, _created = models.Step.objects.update_or_create(
        pathway=pathway,
        key=step.key,
        defaults=_plain(step, STEP_PLAIN)
        | {"position": position, "flavour": step.flavour or "", "roles": "\n".join(step.roles)},
    )
    for related in (row.checks, row.series, row.wordings, row.leanings):
        related.all().delete()
    models.GateCheck.objects.bulk_create(
        models.GateCheck(step=row, position=n, **check.model_dump()) for n, check in enumerate(step.checks, start=1)
    )
    models.SeriesPoint.objects.bulk_create(
        models.SeriesPoint(step=row, position=n, **(point.model_dump() | {"value": str(point.value)}))
        for n, point in enumerate(step.series, start=1)
    )
    models.StepWording.objects.bulk_create(
        models.StepWording(step=row, population=lens, **wording.model_dump()) for lens, wording in step.wordings.items()
    )
    models.StepStatement.objects.bulk_create(
        models.StepStatement(step=row, position=n, statement=statements[key])
        for n, key in enumerate(step.statements, start=1)
    )
    return row


def _store_choice(rows, step, position, choice, statements, therapies):
    row = models.Choice.objects.create(
        step=rows[step.key],
        position=position,
        target=rows[choice.target],
        therapy=therapies[choice.therapy] if choice.therapy else None,
        for_adults="adult" in choice.populations,
        for_children="child" in choice.populations,
        absent_adult=choice.absent.get("adult", ""),
        absent_child=choice.absent.get("child", ""),
        **_plain(choice, CHOICE_PLAIN),
    )
    models.CompareRow.objects.bulk_create(
        models.CompareRow(choice=row, position=n, **one.model_dump()) for n, one in enumerate(choice.compare, start=1)
    )
    models.ChoiceWording.objects.bulk_create(
        models.ChoiceWording(choice=row, population=lens, **words.model_dump())
        for lens, words in choice.wordings.items()
    )
    models.ChoiceStatement.objects.bulk_create(
        models.ChoiceStatement(choice=row, position=n, statement=statements[key])
        for n, key in enumerate(choice.statements, start=1)
    )
