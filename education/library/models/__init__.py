"""Draft records of the library, as editors change them; learners read releases, never these rows."""

from education.library.models.base import (
    Cited,
    Documented,
    Keyed,
    LibraryRecord,
    Ordered,
    Organ,
    Placed,
    figure,
    filed_key,
    list_of_texts,
    stable_key,
)
from education.library.models.claims import (
    ClaimPart,
    ClaimPartReference,
    ClaimReference,
    FactReference,
    OpenQuestion,
    PaediatricFact,
    QuestionReference,
    TeachingClaim,
)
from education.library.models.evidence import (
    Effect,
    EvidenceStatement,
    Reference,
    StatementReference,
    Term,
    Therapy,
)
from education.library.models.guidelines import (
    Disagreement,
    Recommendation,
    RecommendedTherapy,
    Threshold,
    ThresholdReference,
)
from education.library.models.mechanisms import (
    EdgeReference,
    MapNotes,
    MechanismEdge,
    MechanismNode,
    NodeReference,
    TargetReference,
    TherapyTarget,
)
from education.library.models.reasons import (
    Reason,
    ReasonClaim,
    ReasonFact,
    ReasonNode,
    ReasonQuestion,
    ReasonThreshold,
)
from education.library.models.status import StatusCheck

__all__ = [
    "Cited", "ClaimPart", "ClaimPartReference", "ClaimReference", "Disagreement", "Documented", "EdgeReference",
    "Effect", "EvidenceStatement", "FactReference", "Keyed", "LibraryRecord", "MapNotes", "MechanismEdge",
    "MechanismNode", "NodeReference", "OpenQuestion", "Ordered", "Organ", "PaediatricFact", "Placed",
    "QuestionReference", "Reason", "ReasonClaim", "ReasonFact", "ReasonNode", "ReasonQuestion", "ReasonThreshold",
    "Recommendation", "RecommendedTherapy", "Reference", "StatementReference", "StatusCheck", "TargetReference",
    "TeachingClaim", "Term", "Therapy", "TherapyTarget", "Threshold", "ThresholdReference", "figure", "filed_key",
    "list_of_texts", "stable_key",
]  # fmt: skip
