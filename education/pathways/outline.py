"""The steps and choices of a draft in order, and where on the educators' pages each of its problems is mended."""

from collections import Counter
from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from education.core.domain.problems import Level, Problem
from education.library.drafts import MODELS as RECORDS
from education.pathways import models, words

# Where a problem without a field of its own is mended: codes of the checks, and the anchor on the page of its place.
ANCHORS = {
    "no-start": "steps-group",
    "several-starts": "id_kind",
    "start-without-red-flag": "choices-group",
    "dead-end": "choices-group",
    "loop-without-exit": "choices-group",
    "gate-without-flavour": "id_flavour",
    "gate-without-checks": "checks-group",
    "flavour-without-gate": "id_kind",
    "compare-row-twice": "compare-group",
    "choice-without-rationale": "id_rationale",
    "absence-unexplained": "id_for_adults",
    "unknown-target": "id_target",
    "unknown-therapy": "id_therapy",
    "unknown-statement": "leanings-group",
    "overdue": "id_review_by",
    "missing-disclosure": "id_disclosure",
    "duplicate-key": "id_key",
}
ROWS = {"checks": "text", "series": "value", "compare": "text"}  # rows, and the field that holds their text


@dataclass(frozen=True)
class Finding:
    """A problem, the admin page and field at which it is mended, and the name of that spot in words."""

    problem: Problem
    url: str
    spot: str
    here: bool

    @property
    def stops(self):
        """Say whether it stops publishing."""
        return self.problem.level >= Level.BLOCKS_PUBLISHING

    @property
    def stops_review(self):
        """Say whether it already stops the review."""
        return self.problem.level >= Level.BLOCKS_REVIEW


@dataclass(frozen=True)
class OutlineStep:
    """A step as the outline shows it; `row` is the draft's row, `stopping` counts its problems that stop publishing."""

    number: int
    row: models.Step
    url: str
    here: bool
    stopping: int


class Outline:
    """One draft, read in a fixed number of queries however many steps it has."""

    def __init__(self, pathway):
        self.pathway = pathway
        self._rows = list(pathway.steps.prefetch_related("wordings", "choices__wordings"))
        self._steps = {step.key: step for step in self._rows}
        self._numbers = {step.key: number for number, step in enumerate(self._rows, start=1)}
        self._choices = {(step.key, choice.key): choice for step in self._rows for choice in step.choices.all()}
        self._records = {}

    def steps(self, findings, here):
        """Return the steps in order; `here` is the place of the page one is on ("step" or "step/choice")."""
        stopping = Counter(
            finding.problem.place.partition(":")[0].split("/")[0] for finding in findings if finding.stops
        )
        return tuple(
            OutlineStep(
                number=self._numbers[step.key],
                row=step,
                url=reverse("admin:pathways_step_change", args=[step.pk]),
                here=here.split("/")[0] == step.key,
                stopping=stopping[step.key],
            )
            for step in self._rows
        )

    def findings(self, problems, here):
        """Return the problems with the way to each: those of the page one is on first, then the worst."""
        self._find_records(problems)
        found = [self._finding(problem, here) for problem in problems]
        return tuple(sorted(found, key=lambda f: (not f.here, -f.problem.level, self._order(f.problem), f.problem)))

    def _finding(self, problem, here):
        owner, _colon, field = problem.place.partition(":")
        return Finding(
            problem=problem,
            url=self._page(owner) + self._anchor(problem, owner, field),
            spot=self._spot(owner, field),
            here=bool(here) and owner == here,
        )

    def _order(self, problem):
        return self._numbers.get(problem.place.partition(":")[0].split("/")[0], 0)

    def _owner(self, owner):
        """Return the row of a step or choice, or None for anything else."""
        step, _slash, choice = owner.partition("/")
        return self._choices.get((step, choice)) if choice else self._steps.get(step)

    def _page(self, owner):
        row = self._owner(owner)
        shelf, _slash, key = owner.partition("/")
        if row is not None:
            return reverse(f"admin:pathways_{row._meta.model_name}_change", args=[row.pk])
        if (shelf, key) in self._records:
            name = RECORDS[shelf]._meta.model_name
            return reverse(f"admin:library_{name}_change", args=[self._records[shelf, key]])
        return reverse("admin:pathways_pathway_change", args=[self.pathway.pk])

    def _anchor(self, problem, owner, field):
        name, _colon, rest = field.partition(":")
        row = self._owner(owner)
        if not name:
            # A record of the library that is overdue has its date in a field of the same name.
            return f"#{ANCHORS[problem.code]}" if problem.code in ANCHORS else ""
        if name == "absent":
            return f"#id_absent_{rest}"
        if name == "statements":
            return "#leanings-group"
        if name in ROWS and rest.isdigit():
            return f"#id_{name}-{int(rest) - 1}-{ROWS[name]}"
        if rest in words.LENSES and row is not None:
            populations = [wording.population for wording in row.wordings.all()]
            return f"#id_wordings-{populations.index(rest)}-{name}" if rest in populations else "#wordings-group"
        return f"#id_{name}"

    def _spot(self, owner, field):
        """Return where a problem is in words: “Step 5, Only apparent?: text, child”."""
        step, _slash, choice = owner.partition("/")
        row = self._owner(owner)
        if row is None:
            named = capfirst(RECORDS[step]._meta.verbose_name) + f" {choice}" if step in RECORDS and choice else ""
            return _with_field(named or str(self.pathway), RECORDS.get(step, models.Pathway), field)
        name = _("Step %(number)d, %(short)s") % {"number": self._numbers[step], "short": self._steps[step].short}
        return _with_field(f"{name}, “{row.label}”" if choice else name, type(row), field)

    def _find_records(self, problems):
        """Find the rows of the library records that problems name: one query for each shelf named."""
        named = [problem.place.partition(":")[0].partition("/") for problem in problems]
        for shelf in {shelf for shelf, _slash, key in named if shelf in RECORDS and key and shelf not in self._steps}:
            keys = [key for one, _slash, key in named if one == shelf]
            rows = RECORDS[shelf].objects.filter(key__in=keys).values_list("key", "pk")
            self._records |= {(shelf, key): pk for key, pk in rows}


def _with_field(owner, model, field):
    """Return an owner's name with the words for one of its fields, and the lens when a wording is meant."""
    name, _colon, rest = field.partition(":")
    if not name:
        return owner
    try:
        said = str(model._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:
        said = name.replace("_", " ")
    except AttributeError:  # rows that belong to the step have no single name
        said = str(model._meta.get_field(name).related_model._meta.verbose_name)
    return f"{owner}: {said}" + (f" ({words.LENSES.get(rest, rest)})" if rest else "")
