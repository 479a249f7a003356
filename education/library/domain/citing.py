"""How a reference is named and where it leads."""

import re

from education.library.domain.records import Reference

AUTHORS_SHOWN = 6
NCT = re.compile(r"\bNCT\d{8}\b")
ISRCTN = re.compile(r"\bISRCTN\d{8}\b")


def authors_line(reference: Reference) -> str:
    """Return the authors as a citation prints them: at most six, then "et al."."""
    names = [name.strip() for name in reference.authors.split(",") if name.strip()]
    if len(names) <= AUTHORS_SHOWN:
        return ", ".join(names)
    return ", ".join(names[:AUTHORS_SHOWN]) + ", et al."


def source_line(reference: Reference) -> str:
    """Return journal, year, volume and pages, as far as they were confirmed."""
    year = str(reference.year) if reference.year else ""
    return ", ".join(part for part in (reference.journal, year, reference.volume_pages) if part)


def links(reference: Reference) -> tuple[tuple[str, str], ...]:
    """Return (label, address) of the DOI, PubMed and each trial registration.

    Without any of them: the first link under the name of the journal and the year.
    """
    found = []
    if reference.doi:
        found.append((f"DOI {reference.doi}", f"https://doi.org/{reference.doi}"))
    if reference.pmid:
        found.append((f"PubMed {reference.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{reference.pmid}/"))
    for trial in NCT.findall(reference.trial_id):
        found.append((trial, f"https://clinicaltrials.gov/study/{trial}"))
    for trial in ISRCTN.findall(reference.trial_id):
        found.append((trial, f"https://www.isrctn.com/{trial}"))
    if not found and reference.links:
        found.append((source_line(reference) or reference.title, reference.links[0]))
    return tuple(found)
