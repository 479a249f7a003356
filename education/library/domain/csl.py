"""A reference in the form that citation styles read (CSL-JSON), with markup escaped.

Source: the CSL 1.0.2 specification and its JSON schema.
"""

from html import escape
from typing import Any

from education.library.domain.citing import Author, authors, confirmed, volume
from education.library.domain.records import Reference

TITLE = "\ue000"
"""Stands for the title, which styles repeat where there is no author; see `education/library/styled.py`."""
ET_AL = "et al"
NO_YEAR = "year not held here"


def item(reference: Reference) -> dict[str, Any]:
    """Return the fields that are held; the title is a mark in its place."""
    journal = confirmed(reference.journal)
    held, issue, page = volume(reference)
    texts = {
        "container-title": journal,
        "volume": held,
        "issue": issue,
        "page": page,
        "DOI": reference.doi,
        "PMID": reference.pmid,
        "URL": "" if reference.doi else next(iter(reference.links), ""),
    }
    date = {"date-parts": [[reference.year]]} if reference.year else {"literal": NO_YEAR}
    found = authors(reference)
    names = [_name(author) for author in found.named] + ([{"literal": ET_AL}] if found.named and found.more else [])
    return {
        "id": reference.key,
        "type": "article-journal" if journal else "document",
        "title": TITLE,
        "issued": date,
        **({"author": names} if names else {}),
        **{name: escape(text, quote=False) for name, text in texts.items() if text},
    }


def _name(author: Author) -> dict[str, str]:
    if author.group:
        return {"literal": escape(author.group, quote=False)}
    # Letters apart, or "DP" is taken for one name and printed as "D".
    named = {"family": escape(author.family, quote=False), "given": author.initials}
    return named | ({"suffix": author.suffix} if author.suffix else {})
