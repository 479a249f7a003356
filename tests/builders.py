"""Small drawn things for tests: graphs, pathways, shelves.

A drawing says who leads where: "ask > treat wait; treat >; wait > ask". In a pathway's drawing the first mention of a
step to the left of ">" may name its kind, and a gate its flavour: "only=gate:only-apparent > choose".
"""

from datetime import date
from typing import Any

from education.core.domain.strict import Strict
from education.editorial.domain.sign_off import SignOffRecord
from education.library.domain import library
from education.library.domain.library import Library, LibraryReference, LibraryStatement, LibraryTerm, LibraryTherapy
from education.library.domain.records import Organ
from education.pathways.domain.compiling import compile_pathway
from education.pathways.domain.document import CompiledPathway, Pathway

TODAY = date(2026, 11, 22)
LATER = date(2027, 11, 22)

CLEAN = """
    begin=start > call ease;
    call=urgent > ease;
    ease=support > right ask;
    ask=refer > right done;
    right=gate:right-disease > only other;
    only=gate:only-apparent > safe same;
    safe=gate:wanted-safe-available > choose;
    choose=decision > drug study ask;
    drug=therapy > watch;
    study=trial > watch;
    watch=monitor > choose done;
    done=outcome >;
    other=outcome >;
    same=outcome >
"""


def edges(drawing: str) -> dict[str, tuple[str, ...]]:
    """Read a drawing: "ask > treat wait; treat >" is {"ask": ("treat", "wait"), "treat": ()}."""
    lines = (line.partition(">") for line in drawing.split(";") if line.strip())
    return {step.strip(): tuple(targets.split()) for step, _, targets in lines}


def drawn_pathway(
    drawing: str = CLEAN,
    *,
    populations: tuple[str, ...] = ("adult",),
    child: bool = False,
    steps: dict[str, dict[str, Any]] | None = None,
    choices: dict[str, dict[str, Any]] | None = None,
    **head: Any,
) -> Pathway:
    """Return a pathway with this graph, every text cited and every check content with it.

    `child`: word every step and offer every choice for children too. `steps` changes fields of a step by key, `choices`
    fields of a choice by "step/choice", `head` fields of the pathway. The choice from `ask` to `treat` has the key
    "to-treat". A step whose kind is not drawn is an outcome when nothing follows it, else an assessment.
    """
    lenses = tuple(dict.fromkeys((*populations, "child"))) if child else populations
    borrowed = [lens for lens in lenses if lens not in populations]
    drawn = []
    for name, targets in edges(drawing).items():
        key, _, kind = name.partition("=")
        step = _step(key, kind or ("assess" if targets else "outcome"), borrowed)
        step["choices"] = [_choice(key, target, lenses, choices or {}) for target in targets]
        drawn.append(step | (steps or {}).get(key, {}))
    return Pathway.model_validate(_head(populations) | head | {"steps": drawn})


def _head(populations: tuple[str, ...]) -> dict[str, Any]:
    return {
        "slug": "lungs-getting-worse",
        "title": "Lungs getting worse on treatment",
        "summary": "What to think of before more treatment.",
        "objectives": ["Tell resistance from what only looks like it."],
        "organ": "lung-ild",
        "populations": populations,
        "minutes": 10,
        "disclosure": "None.",
        "review_by": LATER,
    }


def _step(key: str, kind: str, borrowed: list[str]) -> dict[str, Any]:
    kind, _, flavour = kind.partition(":")
    step: dict[str, Any] = {
        "key": key,
        "kind": kind,
        "title": f"What now at {key}?",
        "short": key[:24],
        "body": f"Something known about {key} [@trial].",
        "wordings": {lens: {"difference": f"What differs at {key}."} for lens in borrowed},
    }
    if kind == "start":
        step["vignette"] = "A woman with scleroderma is short of breath."
    if kind == "gate":
        step["checks"] = [{"key": "definition", "state": "not-known", "text": "Nobody has looked."}]
    return step | ({"flavour": flavour} if flavour else {})


def _choice(step: str, target: str, lenses: tuple[str, ...], changes: dict[str, dict[str, Any]]) -> dict[str, Any]:
    choice: dict[str, Any] = {
        "key": f"to-{target}",
        "label": f"Go on to {target}",
        "line": "One line about it.",
        "target": target,
        "rationale": f"A reason for {target} [@trial].",
        "feedback": f"Feedback on {target} [@trial].",
        "populations": lenses,
    }
    if target == "drug":
        choice |= {"therapy": "drug", "statements": ["drug-lung"]}
    return choice | changes.get(f"{step}/to-{target}", {})


def reference(key: str = "trial", **changes: Any) -> LibraryReference:
    """Return a verified randomised trial in adults."""
    fields: dict[str, Any] = {
        "key": key,
        "title": "A trial of the drug in lung disease",
        "authors": "Silva A, Okoro B",
        "year": 2020,
        "design": "rct",
        "population": "adult",
        "n": 60,
        "key_findings": ["Decline slowed by 41.0 mL a year (95% CI 2.9 to 79.0; p = 0.04)."],
        "verified": True,
        "numbers_verified": True,
        "review_by": LATER,
    }
    return LibraryReference.model_validate(fields | changes)


def statement(key: str = "drug-lung", **changes: Any) -> LibraryStatement:
    """Return a verified statement in favour of the drug, in adults after failure."""
    fields: dict[str, Any] = {
        "key": key,
        "therapy": "drug",
        "organ": "lung-ild",
        "population": "adult",
        "line_studied": "after-failure",
        "comparator": "placebo",
        "outcome": "Decline of lung function",
        "outcome_role": "primary-met",
        "direction": "favours",
        "certainty": "moderate",
        "certainty_reason": "One trial.",
        "finding": "Decline slowed by 41.0 mL a year [@trial].",
        "references": ["trial"],
        "verified": True,
        "review_by": LATER,
    }
    return LibraryStatement.model_validate(fields | changes)


def therapy(key: str = "drug", **changes: Any) -> LibraryTherapy:
    """Return a therapy for which nothing was found in children."""
    fields: dict[str, Any] = {
        "key": key,
        "name": "Drug",
        "drug_class": "Antifibrotic",
        "child_looked_on": date(2026, 11, 1),
        "review_by": LATER,
    }
    return LibraryTherapy.model_validate(fields | changes)


def term(key: str = "fvc", **changes: Any) -> LibraryTerm:
    """Return a term."""
    fields: dict[str, Any] = {"key": key, "name": "FVC", "plain": "The air of one full breath out.", "review_by": LATER}
    return LibraryTerm.model_validate(fields | changes)


def recommendation(key: str = "guide--lung-ild--drug", **changes: Any) -> library.Recommendation:
    """Return a verified recommendation of the drug by the guideline "guide", which the shelf has to hold."""
    fields: dict[str, Any] = {
        "key": key,
        "guideline": "guide",
        "organ": "lung-ild",
        "intervention": "The drug",
        "therapies": ["drug"],
        "stance": "may-be-considered",
        "line": "not-stated",
        "wording": "The drug may be considered.",
        "level_grade": "not stated",
        "verified": True,
        "review_by": LATER,
    }
    return library.Recommendation.model_validate(fields | changes)


def threshold(key: str = "decline", **changes: Any) -> library.Threshold:
    """Return a verified definition of progression."""
    fields: dict[str, Any] = {
        "key": key,
        "name": "Decline of lung function",
        "kind": "progression",
        "organ": "lung-ild",
        "definition": "A fall of breath by a tenth.",
        "status": "current",
        "source": "trial",
        "verified": True,
        "review_by": LATER,
    }
    return library.Threshold.model_validate(fields | changes)


def node(key: str = "b_cell", **changes: Any) -> library.MechanismNode:
    """Return a verified node of the map."""
    fields: dict[str, Any] = {
        "key": key,
        "name": "B cell",
        "kind": "cell",
        "description": "A cell that makes antibodies.",
        "references": ["trial"],
        "verified": True,
        "review_by": LATER,
    }
    return library.MechanismNode.model_validate(fields | changes)


def edge(key: str = "b_cell--scar", **changes: Any) -> library.MechanismEdge:
    """Return a verified edge from the B cell to the node "scar", which the shelf has to hold."""
    fields: dict[str, Any] = {
        "key": key,
        "source": "b_cell",
        "target": "scar",
        "effect": "activates",
        "statement": "B cells drive scarring.",
        "evidence_level": "laboratory",
        "references": ["trial"],
        "in_route_count": True,
        "verified": True,
        "review_by": LATER,
    }
    return library.MechanismEdge.model_validate(fields | changes)


def target(key: str = "drug--b-cell", **changes: Any) -> library.TherapyTarget:
    """Return a verified target: the drug depletes B cells."""
    fields: dict[str, Any] = {
        "key": key,
        "name": "The drug",
        "therapy": "drug",
        "node": "b_cell",
        "effect": "depletes",
        "closes": True,
        "references": ["trial"],
        "verified": True,
        "review_by": LATER,
    }
    return library.TherapyTarget.model_validate(fields | changes)


def claim(key: str = "1", **changes: Any) -> library.TeachingClaim:
    """Return a verified claim that is qualified."""
    fields: dict[str, Any] = {
        "key": key,
        "claim": "Early disease answers better.",
        "verdict": "qualified",
        "explanation": "Few trials compared early with late disease.",
        "evidence_population": "adult",
        "references": ["trial"],
        "qualifies": ["trial"],
        "verified": True,
        "review_by": LATER,
    }
    return library.TeachingClaim.model_validate(fields | changes)


def fact(key: str = "1", **changes: Any) -> library.PaediatricFact:
    """Return a verified fact of children."""
    fields: dict[str, Any] = {
        "key": key,
        "step": "standard therapy",
        "fact": "Guidance for children is consensus.",
        "references": ["trial"],
        "verified": True,
        "review_by": LATER,
    }
    return library.PaediatricFact.model_validate(fields | changes)


def question(key: str = "target-of-the-drug", **changes: Any) -> library.OpenQuestion:
    """Return an open question."""
    fields: dict[str, Any] = {"key": key, "topic": "Right dose of the drug", "status": "Not known.", "review_by": LATER}
    return library.OpenQuestion.model_validate(fields | changes)


def reason(key: str = "timing", **changes: Any) -> library.Reason:
    """Return a verified reason with every section."""
    fields: dict[str, Any] = {
        "key": key,
        "group": "resistance",
        "position": 1,
        "title": "Treatment may come too late",
        "lead": "Scars answer less than inflammation [@trial].",
        "mechanism": "Early disease is inflamed, later disease is scarred [@trial].",
        "in_patients": "Decline slowed by 41.0 mL a year [@trial].",
        "in_laboratory": "Cells in a dish scar on [@trial].",
        "in_clinic": "Little changes although the drug is taken [@trial].",
        "what_to_do": "::: prompt\nAsk when the first sign was seen.\n:::",
        "not_known": "When it is too late is not known.",
        "verified": True,
        "review_by": LATER,
    }
    return library.Reason.model_validate(fields | changes)


SLOTS = {
    LibraryReference: "references", LibraryStatement: "statements", LibraryTherapy: "therapies", LibraryTerm: "terms",
    library.Recommendation: "recommendations", library.Threshold: "thresholds", library.MechanismNode: "nodes",
    library.MechanismEdge: "edges", library.TherapyTarget: "targets", library.TeachingClaim: "claims",
    library.PaediatricFact: "facts", library.OpenQuestion: "questions", library.Reason: "reasons",
}  # fmt: skip


def shelf(*records: Strict, **whole: Any) -> Library:
    """Return a library with one reference, statement, therapy and term, and `records` on top of or instead of them.

    `whole` sets other parts of it, such as `map_notes`.
    """
    kinds: dict[str, Any] = {"organs": {"lung-ild": Organ(key="lung-ild", name="Lung", position=2)}}
    for record in (reference(), statement(), therapy(), term(), *records):
        kinds.setdefault(SLOTS[type(record)], {})[record.key] = record
    return Library(**kinds, **whole)


def one_of_each() -> tuple[Strict, ...]:
    """Return records of the guidelines, the map and the claims, one of each and whatever they point at."""
    parts = [{"key": "1a", "claim": "A part.", "verdict": "not-shown", "explanation": "No.", "contradicts": ["trial"]}]
    return (
        reference("guide", title="A guideline on lung disease", design="guideline"),
        recommendation(), threshold(disagrees=["other-decline"], also=["guide"]),
        threshold("other-decline", status="historical"), node(), node("scar", name="Scar", kind="outcome"), edge(),
        target(), claim(parts=parts), fact(), question(references=["guide"]),
        reason(
            claims=["1"], facts=["1"], questions=["target-of-the-drug"], thresholds=["decline"],
            nodes=["scar", "b_cell"], pathways=["lungs-getting-worse"],
        ),
    )  # fmt: skip


def sign_off(role: str = "rheumatologist", **changes: Any) -> SignOffRecord:
    """Return a reviewer's signature."""
    fields = {"role": role, "name": "A reviewer", "disclosure": "None.", "signed_on": date(2026, 11, 1)}
    return SignOffRecord.model_validate(fields | changes)


def drawn_edition(drawing: str = CLEAN, *records: Any, release: int = 1, **changes: Any) -> CompiledPathway:
    """Return a compiled drawn pathway; `records` go on the shelf, `changes` to `drawn_pathway`."""
    return compile_pathway(drawn_pathway(drawing, **changes), shelf(*records), release=release)
