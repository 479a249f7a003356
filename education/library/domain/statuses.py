"""What registers say became of a source after publication: corrected, doubted, retracted.

Sources of the shapes read here: Crossref REST API, field "updated-by" of a work; NCBI E-utilities, esummary of PubMed,
fields "pubtype" and "references"; the Retraction Watch database as Crossref gives it away, a CSV file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from education.library.domain.records import Retraction

SEVERITY: tuple[Retraction, ...] = ("none", "corrected", "concern", "retracted")
"""From nothing to worst; a later word never makes an earlier one milder."""

CROSSREF: Mapping[str, Retraction] = {
    "retraction": "retracted",
    "partial_retraction": "retracted",
    "withdrawal": "retracted",
    "removal": "retracted",
    "expression_of_concern": "concern",
    "correction": "corrected",
    "corrigendum": "corrected",
    "erratum": "corrected",
}
PUBMED: Mapping[str, Retraction] = {
    "retraction in": "retracted",
    "partial retraction in": "retracted",
    "expression of concern in": "concern",
    "erratum in": "corrected",
    "corrected and republished in": "corrected",
}
RETRACTION_WATCH: Mapping[str, Retraction] = {
    "retraction": "retracted",
    "expression of concern": "concern",
    "correction": "corrected",
}


@dataclass(frozen=True)
class Status:
    """What one register says of a source; `notice` names its notice ("10.1000/…", "PMID 123") where it is given."""

    retraction: Retraction
    register: str
    notice: str = ""


def from_crossref(work: Mapping[str, Any]) -> Status:
    """Return the status in a work's "message"; what cannot be read counts as nothing said."""
    updates = [update for update in _list(work.get("updated-by")) if isinstance(update, Mapping)]
    said = [
        Status(CROSSREF[kind], "Crossref", str(update.get("DOI") or ""))
        for update in updates
        if (kind := str(update.get("type") or "").lower().replace("-", "_").replace(" ", "_")) in CROSSREF
    ]
    return worst(said, "Crossref")


def from_pubmed(summary: Mapping[str, Any]) -> Status:
    """Return the status in one article's esummary."""
    said = [
        Status(PUBMED[kind], "PubMed", f"PMID {reference['pmid']}" if reference.get("pmid") else "")
        for reference in _list(summary.get("references"))
        if isinstance(reference, Mapping) and (kind := str(reference.get("reftype") or "").lower()) in PUBMED
    ]
    if any(str(kind).lower() == "retracted publication" for kind in _list(summary.get("pubtype"))):
        said.append(Status("retracted", "PubMed"))
    return worst(said, "PubMed")


def from_retraction_watch(row: Mapping[str, str]) -> Status:
    """Return the status in one row of the Retraction Watch file."""
    kind = (row.get("RetractionNature") or "").strip().lower()
    notice = (row.get("RetractionDOI") or "").strip()
    return Status(RETRACTION_WATCH.get(kind, "none"), "Retraction Watch", notice)


def worst(said: Iterable[Status], register: str = "") -> Status:
    """Return the gravest of what was said, the first among equals; "none" of `register` where nothing was."""
    return max(said, key=lambda status: SEVERITY.index(status.retraction), default=Status("none", register))


def worse(one: Retraction, other: Retraction) -> bool:
    """Say whether `one` is graver than `other`."""
    return SEVERITY.index(one) > SEVERITY.index(other)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
