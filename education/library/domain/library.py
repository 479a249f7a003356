"""The whole library: records in full, and those that only the library's own pages and the mechanism map show.

What an edition embeds is the shorter form in `records.py`; `embedded` there gives it.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from education.core.domain.strict import Key, Line, Strict
from education.library.domain.records import Domain, Population, Reference, Shelf, Statement, Term, Therapy

FiledKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:(?:-{1,2}|_)[a-z0-9]+)*$", max_length=150)]
"""A stable name as the evidence files give it to recommendations and the parts of the map; it may hold underscores."""

TherapyGroup = Literal["immunosuppression", "antifibrotic", "cellular", "vascular", "supportive", "procedure", "other"]
Contrast = Literal["difference", "ratio", "change"]
Better = Literal["higher", "lower", "neither"]
Stance = Literal[
    "recommended", "conditionally-recommended", "may-be-considered", "research-only", "caution",
    "against-strength-unknown", "conditionally-against", "strongly-against",
]  # fmt: skip
GuidelineLine = Literal["first", "second", "progression", "not-stated"]
ThresholdStatus = Literal["current", "historical"]
ThresholdKind = Literal["progression", "response", "gate", "transplant", "trial-entry", "classification", "risk"]
ClaimVerdict = Literal["supported", "qualified", "contradicted", "not-shown"]
NodeKind = Literal["cell", "cytokine", "receptor", "signalling", "process", "outcome"]
EdgeEffect = Literal["activates", "inhibits", "sustains", "compensates-for"]
TargetEffect = Literal["blocks", "depletes", "reduces", "supports"]
ReasonGroup = Literal["definition", "resistance", "children", "following"]


class LibraryReference(Reference):
    """A reference with what editors keep about it.

    `note` is for editors and shown to nobody else.
    """

    topics: tuple[str, ...] = ()
    note: str = ""


class Effect(Strict):
    """One size of effect, as one source gives it: a row of a forest plot.

    `contrast`: "difference" and "change" (before and after, no control group) have no effect at 0, "ratio" at 1.
    `value` with `low` and `high`, its 95 % interval, are the source's own figures; what is missing is left out, and
    `missing` says so in words ("interval not held here"). `better`: which way favours the therapy.
    """

    reference: Key
    measure: Line
    contrast: Contrast
    better: Better
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    missing: str = ""


class LibraryStatement(Statement):
    """A statement with the sizes of effect behind it."""

    effects: tuple[Effect, ...] = ()


class LibraryTherapy(Therapy):
    """A treatment with what its own page says; every text is Markdown with citations.

    `verdict` is two sentences. `after_failure` answers whether it was studied after failure. `fails` are questions for
    when it seems to fail; they, `monitoring` and `safety` are one line each, citing, or a practice prompt that begins
    "Ask", "Follow" or the like and holds no factual claim.
    """

    group: TherapyGroup = "other"
    verdict: str = ""
    after_failure: str = ""
    fails: tuple[str, ...] = ()
    monitoring: tuple[str, ...] = ()
    safety: tuple[str, ...] = ()


class LibraryTerm(Term):
    """A term with codes, empty unless verified, and other spellings that a reader may look for."""

    also: tuple[str, ...] = ()
    mesh: str = ""
    icd11: str = ""


class Recommendation(Strict):
    """What a guideline says of one intervention. `line` is the panel's place in treatment, never a line studied.

    `therapies` are the library's therapies that `intervention` names. Stance, line, wording and grade are the panel's
    as the evidence files hold them.
    """

    key: FiledKey
    guideline: Key
    organ: Domain
    intervention: Line
    therapies: tuple[Key, ...] = ()
    stance: Stance
    line: GuidelineLine
    wording: Line
    level_grade: Line
    note: str = ""
    verified: bool = False
    review_by: date


class Threshold(Strict):
    """A definition of progression or response, a gate, a selection rule; `historical` ones are no limits for today.

    `disagrees`: keys of thresholds that answer the same question otherwise.
    """

    key: Key
    name: Line
    kind: ThresholdKind
    organ: Domain
    definition: Line
    status: ThresholdStatus
    source: Key
    also: tuple[Key, ...] = ()
    disagrees: tuple[Key, ...] = ()
    note: str = ""
    verified: bool = False
    review_by: date


class MechanismNode(Strict):
    """A cell, signal or process of the teaching model."""

    key: FiledKey
    name: Line
    kind: NodeKind
    description: Line
    references: tuple[Key, ...] = ()
    verified: bool = False
    review_by: date


class MechanismEdge(Strict):
    """What one node does to another; an edge out of the route count, or not verified, is drawn as a hypothesis."""

    key: FiledKey
    source: FiledKey
    target: FiledKey
    effect: EdgeEffect
    statement: Line
    evidence_level: Line
    references: tuple[Key, ...] = ()
    in_route_count: bool
    note: str = ""
    verified: bool = False
    review_by: date


class TherapyTarget(Strict):
    """What a therapy does to a node. Only `closes` (it blocks or depletes that very node) closes it.

    `name` is the therapy as the source network names it; `therapy` is the library's therapy, where it has one.
    """

    key: FiledKey
    name: Line
    therapy: Key | None = None
    node: FiledKey
    effect: TargetEffect
    closes: bool
    trial_signal: str = ""
    references: tuple[Key, ...] = ()
    note: str = ""
    verified: bool = False
    review_by: date


class ClaimPart(Strict):
    """One of the statements that a claim is made of, weighed by itself."""

    key: Key
    claim: Line
    verdict: ClaimVerdict
    explanation: Line
    supports: tuple[Key, ...] = ()
    qualifies: tuple[Key, ...] = ()
    contradicts: tuple[Key, ...] = ()


class TeachingClaim(Strict):
    """A sentence often taught, weighed: verdict, why, and what to say instead."""

    key: Key
    claim: Line
    verdict: ClaimVerdict
    explanation: Line
    safer_wording: str = ""
    evidence_population: Population
    references: tuple[Key, ...] = ()
    supports: tuple[Key, ...] = ()
    qualifies: tuple[Key, ...] = ()
    contradicts: tuple[Key, ...] = ()
    parts: tuple[ClaimPart, ...] = ()
    verified: bool = False
    review_by: date


class PaediatricFact(Strict):
    """What is known of children at one stage of the way (`step`, in the evidence files' words)."""

    key: Key
    step: Line
    fact: Line
    references: tuple[Key, ...] = ()
    verified: bool = False
    review_by: date


class OpenQuestion(Strict):
    """What is not known, said as not known; its references may be unverified and are then not linked."""

    key: Key
    topic: Line
    status: Line
    references: tuple[Key, ...] = ()
    review_by: date


class Reason(Strict):
    """Why treatment fails, what differs in children, or what has to be said first: a page of its own.

    `lead` is one or two sentences, for lists; it and the six sections are Markdown that cites paragraph by paragraph.
    `position` is the place in its group, from 1. `pathways` are slugs; only pathways now live are linked.
    """

    key: Key
    group: ReasonGroup
    position: Annotated[int, Field(ge=1, le=99)]
    title: Line
    lead: Line
    mechanism: str = ""
    in_patients: str = ""
    in_laboratory: str = ""
    in_clinic: str = ""
    what_to_do: str = ""
    not_known: str = ""
    claims: tuple[Key, ...] = ()
    facts: tuple[Key, ...] = ()
    questions: tuple[Key, ...] = ()
    thresholds: tuple[Key, ...] = ()
    nodes: tuple[FiledKey, ...] = ()
    pathways: tuple[Key, ...] = ()
    verified: bool = False
    review_by: date


class MapNotes(Strict):
    """What stands beside the mechanism map wherever it is shown."""

    notice: str = ""
    not_in_map: tuple[str, ...] = ()


class Library(Shelf):
    """A whole release: every shelf, in full."""

    references: Mapping[str, LibraryReference] = {}
    statements: Mapping[str, LibraryStatement] = {}
    therapies: Mapping[str, LibraryTherapy] = {}
    terms: Mapping[str, LibraryTerm] = {}
    recommendations: Mapping[str, Recommendation] = {}
    thresholds: Mapping[str, Threshold] = {}
    nodes: Mapping[str, MechanismNode] = {}
    edges: Mapping[str, MechanismEdge] = {}
    targets: Mapping[str, TherapyTarget] = {}
    claims: Mapping[str, TeachingClaim] = {}
    facts: Mapping[str, PaediatricFact] = {}
    questions: Mapping[str, OpenQuestion] = {}
    reasons: Mapping[str, Reason] = {}
    map_notes: MapNotes = MapNotes()


CITED_AS: Mapping[str, str] = {
    "references": "reference",
    "terms": "term",
    "therapies": "therapy",
    "statements": "statement",
    "recommendations": "recommendation",
    "thresholds": "threshold",
    "nodes": "node",
    "edges": "edge",
    "targets": "target",
    "claims": "claim",
    "facts": "fact",
    "questions": "question",
    "reasons": "reason",
}
"""By shelf whose records carry a ready mark: what citations call one of them. Each after those its records point at.

Organ domains and the map's notes are part of every release as they stand.
"""

SHELVES = tuple(CITED_AS)
SHELF_OF: Mapping[str, str] = {name: shelf for shelf, name in CITED_AS.items()}
