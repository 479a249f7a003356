"""The shapes of library records, the same in a content package, in draft rows and in a release."""

from collections.abc import Mapping
from datetime import date
from typing import Literal, TypeVar

from education.core.domain.strict import Key, Line, Strict

Population = Literal["adult", "child", "mixed"]
Domain = Literal["overall", "lung-ild", "skin", "pah", "raynaud-digital-ulcers", "gi", "renal", "cardiac", "msk"]
LineStudied = Literal["first-line", "after-failure", "mixed", "not-stated"]
Direction = Literal["favours", "against", "mixed", "no-difference", "not-shown"]
Certainty = Literal["high", "moderate", "low", "very-low"]
OutcomeRole = Literal[
    "primary-met", "primary-missed", "secondary", "post-hoc", "subgroup", "not-applicable", "not-stated"
]
Regimen = Literal["alone", "added", "after", "mixed", "not-stated"]
Directness = Literal["direct", "indirect"]
Retraction = Literal["none", "corrected", "concern", "retracted"]
Design = Literal[
    "rct", "rct-post-hoc", "rct-subgroup", "rct-extension", "open-label-trial", "protocol", "cohort", "registry",
    "case-series", "case-report", "survey", "systematic-review", "review", "guideline", "consensus",
    "classification-criteria", "regulatory", "basic-science", "congress-abstract",
]  # fmt: skip


class Organ(Strict):
    """One of the nine organ domains that evidence and pathways are filed under."""

    key: Domain
    name: Line
    position: int


class Reference(Strict):
    """A source, as far as it was confirmed; an empty field was not confirmed."""

    key: Key
    title: Line
    authors: str = ""
    journal: str = ""
    volume_pages: str = ""
    year: int | None = None
    doi: str = ""
    pmid: str = ""
    trial_id: str = ""
    links: tuple[str, ...] = ()
    design: Design
    design_detail: str = ""
    population: Population
    population_detail: str = ""
    disease: str = ""
    n: int | None = None
    organ_domains: tuple[Domain, ...] = ()
    intervention: str = ""
    regimen: str = ""
    comparator: str = ""
    line_studied: str = ""
    line_detail: str = ""
    primary_endpoint: str = ""
    primary_detail: str = ""
    stage: str = ""
    stage_detail: str = ""
    key_findings: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    verified: bool = False
    numbers_verified: bool = False
    citation_complete: bool = False
    retraction: Retraction = "none"
    review_by: date


class Statement(Strict):
    """What is known of one therapy for one organ domain in one population, and how well.

    `finding` is Markdown in our own words with its citations; `direction_note` is the few words under the
    direction mark; `harm` marks a statement of harm, which always has a strip of its own.
    """

    key: Key
    therapy: Key
    regimen: Regimen = "not-stated"
    organ: Domain
    population: Population
    population_detail: str = ""
    line_studied: LineStudied
    line_detail: str = ""
    stage: str = ""
    subset: str = ""
    antibody: str = ""
    comparator: str = ""
    outcome: Line
    outcome_role: OutcomeRole
    direction: Direction
    direction_note: str = ""
    harm: bool = False
    certainty: Certainty
    certainty_reason: Line
    line_directness: Directness = "direct"
    outcome_directness: Directness = "direct"
    finding: Line
    references: tuple[Key, ...]
    judged_by: str = ""
    verified: bool = False
    review_by: date


class Therapy(Strict):
    """A treatment; `child_word` is what can be said for children, or `child_looked_on` says when nothing was found."""

    key: Key
    name: Line
    drug_class: Line
    target: str = ""
    child_word: str = ""
    child_looked_on: date | None = None
    review_by: date


class Term(Strict):
    """A word explained plainly; `expansion` is set for abbreviations."""

    key: Key
    name: Line
    expansion: str = ""
    plain: Line
    review_by: date


class Shelf(Strict):
    """Library records by kind, each keyed by its key: the part that one edition cites."""

    organs: Mapping[str, Organ] = {}
    references: Mapping[str, Reference] = {}
    statements: Mapping[str, Statement] = {}
    therapies: Mapping[str, Therapy] = {}
    terms: Mapping[str, Term] = {}


Record = TypeVar("Record", bound=Strict)


def embedded(record: Strict, form: type[Record]) -> Record:
    """Return a record in the shorter form that editions embed."""
    return form(**{name: getattr(record, name) for name in form.model_fields})
