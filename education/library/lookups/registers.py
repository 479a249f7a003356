"""The two registers that are asked: Crossref by DOI, one at a time; PubMed by number, a hundred at once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from education.library.domain.statuses import Status, from_crossref, from_pubmed
from education.library.lookups.polite import Polite, Unreachable

AT_ONCE = 100


def ask_crossref(client: Polite, doi: str) -> Status | None:
    """Return what Crossref says of a DOI, None when it does not know it. Raises Unreachable."""
    answer = client.json(f"/works/{quote(doi, safe='')}")
    if answer is None:
        return None
    return from_crossref(_within(answer, "message"))


def ask_pubmed(client: Polite, pmids: Sequence[str], *, contact: str = "") -> Iterator[tuple[str, Status | None]]:
    """Yield (PMID, what PubMed says of it), None for one that it does not know. Raises Unreachable."""
    for begin in range(0, len(pmids), AT_ONCE):
        some = pmids[begin : begin + AT_ONCE]
        query = {"db": "pubmed", "retmode": "json", "tool": "sclero", "id": ",".join(some)}
        answer = client.json("/entrez/eutils/esummary.fcgi", query | ({"email": contact} if contact else {}))
        result = _within(answer, "result")
        for pmid in some:
            summary = result.get(pmid)
            known = isinstance(summary, Mapping) and "error" not in summary
            yield pmid, from_pubmed(summary) if known else None


def _within(answer: object, key: str) -> Mapping[str, Any]:
    inside = answer.get(key) if isinstance(answer, Mapping) else None
    if not isinstance(inside, Mapping):
        raise Unreachable(f"the answer does not hold {key!r}")
    return inside
