"""How a reference is named, what of its citation is held, and where it leads."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from education.library.domain.records import Reference
from education.library.domain.standing import Held, is_live

AUTHORS_SHOWN = 6
NCT = re.compile(r"\bNCT\d{8}\b")
ISRCTN = re.compile(r"\bISRCTN\d{8}\b")
LABEL = "{name} {year}"

JOINING = ("and", "for", "of", "on", "the")
INITIALS = r"[^\W\d_a-zß-öø-ÿ](?:[-.]?[^\W\d_a-zß-öø-ÿ]){0,2}\.?"
# "Distler JHW", "van Laar J-M": a name and at most three initials. "EBMT ADWP" and "US FDA" are groups: four capitals,
# or no small letter before them.
PERSON = re.compile(rf"(?P<surname>\S.*?)\s+(?P<initials>{INITIALS})(?:\s+(?P<suffix>Jr|Sr|II|III|IV)\.?)?")

DOUBT = re.compile(r"\bnot confirmed\b|\bto be confirmed\b|\bunconfirmed\b", re.I)
ASIDE = re.compile(r"\([^()]*\)")
ET_AL = re.compile(r"\bet al\b\.?", re.I)
VOLUME = re.compile(r"(?P<volume>\d+)\s*(?:\((?P<issue>[^()]+)\))?:\s*(?P<page>\S.*)")


@dataclass(frozen=True)
class SourceLabel:
    """A reference under its short name; `live` says whether it may carry a fact."""

    key: str
    label: str
    live: bool


@dataclass(frozen=True)
class Author:
    """A person as the record names them, or a group under `group`. `initials` are single letters: "S R", "J-M"."""

    family: str = ""
    initials: str = ""
    suffix: str = ""
    group: str = ""


@dataclass(frozen=True)
class Authors:
    """Those whom the record names; `more` says that it names only the first of them."""

    named: tuple[Author, ...]
    more: bool


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


def label(reference: Reference) -> str:
    """Return "Distler 2019", a group's first words with the year, or the journal (else the title) without authors.

    A record whose authors were not confirmed says so in that field ("Not confirmed …").
    """
    first = re.split(r"[,;(]", reference.authors, maxsplit=1)[0].strip()
    if not first or first.startswith("Not "):
        name = reference.journal or " ".join(reference.title.strip("[]").split()[:5]) + "…"
    else:
        person = PERSON.fullmatch(first)
        name = person["surname"] if person and not person["surname"].isupper() else _group(first)
    return LABEL.format(name=name, year=reference.year) if reference.year else name


def labels(keys: Iterable[str], held: Held) -> tuple[SourceLabel, ...]:
    """Return the short names of references, each once; a key that is not held is left out (a check names it)."""
    found = (held.references[key] for key in dict.fromkeys(keys) if key in held.references)
    return tuple(SourceLabel(key=one.key, label=label(one), live=is_live(one)) for one in found)


def authors(reference: Reference) -> Authors:
    """Return the authors that the record names for certain; remarks in brackets and "Not confirmed" are no authors."""
    text = ASIDE.sub("", reference.authors)
    more = bool(ET_AL.search(text))
    names = (name.strip(" .") for name in re.split(r"[,;]", ET_AL.sub("", text)))
    return Authors(tuple(_author(name) for name in names if name and not name.startswith("Not ")), more)


def confirmed(text: str) -> str:
    """Return a field of a citation, or "" where the record itself says that it was not confirmed."""
    return "" if DOUBT.search(text) else text.strip()


def volume(reference: Reference) -> tuple[str, str, str]:
    """Return volume, issue and pages; three empty texts where the record does not hold them in that form."""
    found = VOLUME.fullmatch(confirmed(reference.volume_pages))
    return (found["volume"], found["issue"] or "", found["page"]) if found else ("", "", "")


def gaps(reference: Reference) -> tuple[str, ...]:
    """Return which parts of the citation are not held: "title", "authors", "more-authors", "journal", "year", "volume".

    A title in square brackets says in the library's words what the source is.
    """
    found = authors(reference)
    missing = {
        "title": reference.title.startswith("["),
        "authors": not found.named,
        "more-authors": bool(found.named) and found.more,
        "journal": not confirmed(reference.journal),
        "year": reference.year is None,
        "volume": not volume(reference)[2],
    }
    return tuple(name for name, is_missing in missing.items() if is_missing)


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


def identifier(reference: Reference) -> str:
    """Return the one name by which a reference can be looked up: DOI, PubMed number, trial, or ""."""
    if reference.doi:
        return f"DOI {reference.doi}"
    return f"PMID {reference.pmid}" if reference.pmid else reference.trial_id


def _author(name: str) -> Author:
    person = PERSON.fullmatch(name)
    if not person or person["surname"].isupper():
        return Author(group=name)
    letters = "-".join(" ".join(part) for part in person["initials"].replace(".", "").split("-"))
    return Author(family=person["surname"], initials=letters, suffix=person["suffix"] or "")


def _group(name: str) -> str:
    """Return the first words of a group's name, at most five, up to the first small one that joins no others."""
    words = name.split()[:5]
    small = (place for place, word in enumerate(words) if place and word[0].islower() and word not in JOINING)
    kept = words[: next(small, len(words))]
    while kept[-1] in JOINING:
        kept.pop()
    return " ".join(kept)
