"""Between draft rows and the document: reading a draft as a whole, and storing a document as rows."""

from django.db import transaction

from education.library.models import EvidenceStatement, Organ, Therapy
from education.pathways import models
from education.pathways.domain import document as shape

LENSES = shape.LENSES


def document_of(pathway):
    """Return the draft as a document; raises pydantic's ValidationError when a field cannot be read.

    A fixed number of queries, however many steps.
    """
    steps = pathway.steps.prefetch_related(
        "checks", "series", "wordings", "leanings__statement", "choices__wordings", "choices__therapy",
        "choices__target", "choices__leanings__statement",
    )  # fmt: skip
    return shape.Pathway(
        slug=pathway.slug,
        title=pathway.title,
        summary=pathway.summary,
        objectives=_lines(pathway.objectives),
        organ=pathway.organ.key,
        populations=_populations(pathway.fits_adults, pathway.fits_children),
        audience=pathway.audience,
        minutes=pathway.minutes,
        language=pathway.language,
        translation_of=pathway.translation_of or None,
        disclosure=pathway.disclosure,
        review_by=pathway.review_by,
        steps=tuple(_step(step) for step in steps),
    )


def _step(step):
    return shape.Step(
        key=step.key,
        kind=step.kind,
        flavour=step.flavour or None,
        title=step.title,
        short=step.short,
        vignette=step.vignette,
        body=step.body,
        why=step.why,
        minutes=step.minutes,
        roles=_lines(step.roles),
        statements=_statements(step),
        checks=tuple(shape.GateCheck(key=c.key, state=c.state, text=c.text) for c in step.checks.all()),
        series=tuple(
            shape.SeriesPoint(measure=p.measure, unit=p.unit, month=p.month, value=p.value) for p in step.series.all()
        ),
        wordings={
            w.population: shape.StepWording(difference=w.difference, body=w.body, why=w.why) for w in step.wordings.all()
        },
        choices=tuple(_choice(choice) for choice in step.choices.all()),
    )


def _choice(choice):
    absent = {"adult": choice.absent_adult, "child": choice.absent_child}
    return shape.Choice(
        key=choice.key,
        label=choice.label,
        line=choice.line,
        target=choice.target.key,
        rationale=choice.rationale,
        verdict=choice.verdict,
        feedback=choice.feedback,
        therapy=choice.therapy.key if choice.therapy else None,
        populations=_populations(choice.for_adults, choice.for_children),
        absent={lens: reason for lens, reason in absent.items() if reason},
        statements=_statements(choice),
        wordings={
            w.population: shape.ChoiceWording(label=w.label, line=w.line, rationale=w.rationale, feedback=w.feedback)
            for w in choice.wordings.all()
        },
    )


def _populations(adults, children):
    return tuple(lens for lens, there in zip(LENSES, (adults, children), strict=True) if there)


def _lines(text):
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _statements(owner):
    return tuple(leaning.statement.key for leaning in owner.leanings.all())


@transaction.atomic
def store(document):
    """Make the draft rows say exactly what `document` says; storing it again changes nothing.

    An unchanged draft is left alone and False returned, so that what hangs on its rows stays. Cited records must already
    be stored. Raises KeyError naming a statement, therapy or step that does not exist.
    """
    pathway = models.Pathway.objects.select_for_update().filter(slug=document.slug).first()
    if pathway and document_of(pathway) == document:
        return False
    pathway = pathway or models.Pathway(slug=document.slug)
    _store_head(pathway, document)
    _store_steps(pathway, document)
    return True


def _store_head(pathway, document):
    for name in ("title", "summary", "audience", "minutes", "language", "disclosure", "review_by"):
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
    for position, step in enumerate(document.steps):
        rows[step.key] = _store_step(pathway, position, step, statements)
    for step in document.steps:
        for position, choice in enumerate(step.choices):
            _store_choice(rows, step, position, choice, statements, therapies)


def _cited(document):
    owners = [owner for step in document.steps for owner in (step, *step.choices)]
    return {key for owner in owners for key in owner.statements}


def _store_step(pathway, position, step, statements):
    plain = ("kind", "title", "short", "vignette", "body", "why", "minutes")
    row, _created = models.Step.objects.update_or_create(
        pathway=pathway,
        key=step.key,
        defaults={name: getattr(step, name) for name in plain}
        | {"position": position, "flavour": step.flavour or "", "roles": "\n".join(step.roles)},
    )
    for related in (row.checks, row.series, row.wordings, row.leanings):
        related.all().delete()
    models.GateCheck.objects.bulk_create(
        models.GateCheck(step=row, position=n, **check.model_dump()) for n, check in enumerate(step.checks)
    )
    models.SeriesPoint.objects.bulk_create(
        models.SeriesPoint(step=row, position=n, **(point.model_dump() | {"value": str(point.value)}))
        for n, point in enumerate(step.series)
    )
    models.StepWording.objects.bulk_create(
        models.StepWording(step=row, population=lens, **wording.model_dump()) for lens, wording in step.wordings.items()
    )
    models.StepStatement.objects.bulk_create(
        models.StepStatement(step=row, position=n, statement=statements[key]) for n, key in enumerate(step.statements)
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
        **{name: getattr(choice, name) for name in ("key", "label", "line", "rationale", "verdict", "feedback")},
    )
    models.ChoiceWording.objects.bulk_create(
        models.ChoiceWording(choice=row, population=lens, **words.model_dump()) for lens, words in choice.wordings.items()
    )
    models.ChoiceStatement.objects.bulk_create(
        models.ChoiceStatement(choice=row, position=n, statement=statements[key]) for n, key in enumerate(choice.statements)
    )
