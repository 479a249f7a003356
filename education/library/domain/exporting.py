"""A reference as BibTeX and RIS, for reading into a library of one's own. What is not held is left out, and said.

Sources: the BibTeX format as btxdoc describes it; the RIS format specification of Research Information Systems.
"""

import re
from collections.abc import Iterator

from education.library.domain.citing import Author, authors, confirmed, gaps, volume
from education.library.domain.records import Reference

# BibTeX counts braces even behind a backslash, so braces and backslashes go by their names.
TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)
RANGE = re.compile(r"(\d+)\s*[-–]\s*(\d+)")
BREAKS = re.compile(r"\s+")
URL_SIGNS = str.maketrans({"\\": "%5C", "{": "%7B", "}": "%7D", " ": "%20"})
NOT_HELD = {
    "title": "title as published",
    "authors": "authors",
    "more-authors": "authors after the first",
    "journal": "journal",
    "year": "year",
    "volume": "volume and pages",
}
NOTE = "Not held here: {parts}."
UNCONFIRMED = "Part of this citation is not confirmed."


def bibtex(reference: Reference) -> str:
    """Return one entry; its key is the reference's own. Letters are UTF-8, signs that mean something are escaped."""
    held, issue, pages = volume(reference)
    fields = {
        "author": " and ".join(_bibtex_authors(reference)),
        "title": f"{{{_tex(reference.title)}}}",
        "journal": _tex(confirmed(reference.journal)),
        "year": str(reference.year or ""),
        "volume": held,
        "number": _tex(issue),
        "pages": RANGE.sub(r"\1--\2", _tex(pages)),
        "doi": _plain(reference.doi).translate(URL_SIGNS),
        "pmid": _tex(reference.pmid),
        "url": "" if reference.doi else _plain(next(iter(reference.links), "")).translate(URL_SIGNS),
        "note": _tex(remark(reference)),
    }
    kind = "article" if fields["journal"] else "misc"
    lines = (f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{kind}{{{reference.key},\n" + ",\n".join(lines) + "\n}\n"


def ris(reference: Reference) -> str:
    """Return one record, a line for each field, each ended as the format asks."""
    return "".join(f"{tag}  - {_plain(value)}\r\n" for tag, value in _ris(reference) if value or tag == "ER")


def remark(reference: Reference) -> str:
    """Return in a sentence what of the citation is not held, "" when all of it is."""
    missing = [NOT_HELD[gap] for gap in gaps(reference)]
    said = [NOTE.format(parts=", ".join(missing))] if missing else []
    return " ".join([*said, *([] if reference.citation_complete else [UNCONFIRMED])])


def _ris(reference: Reference) -> Iterator[tuple[str, str]]:
    journal = confirmed(reference.journal)
    yield "TY", "JOUR" if journal else "GEN"
    for author in authors(reference).named:
        parts = (author.family, ". ".join(author.initials.split()) + "." if author.initials else "", author.suffix)
        yield "AU", author.group or ", ".join(part for part in parts if part)
    yield "TI", reference.title
    yield "JO", journal
    yield "PY", str(reference.year or "")
    held, issue, pages = volume(reference)
    numbers = RANGE.fullmatch(pages)
    begin, end = numbers.groups() if numbers else (pages, "")
    yield from (("VL", held), ("IS", issue), ("SP", begin), ("EP", end), ("DO", reference.doi))
    yield "AN", f"PMID:{reference.pmid}" if reference.pmid else ""
    yield "UR", next(iter(reference.links), "")
    yield "N1", remark(reference)
    yield "ID", reference.key
    yield "ER", ""


def _bibtex_authors(reference: Reference) -> Iterator[str]:
    found = authors(reference)
    yield from (_bibtex_author(author) for author in found.named)
    if found.named and found.more:
        yield "others"


def _bibtex_author(author: Author) -> str:
    """Return "van Laar, J. M.", "Medsger, Jr, T. A." or, in braces of its own, a group."""
    if author.group:
        return f"{{{_tex(author.group)}}}"
    given = ". ".join(author.initials.split()) + "."
    return ", ".join(_tex(part) for part in (author.family, author.suffix, given) if part)


def _tex(text: str) -> str:
    return _plain(text).translate(TEX)


def _plain(text: str) -> str:
    """Return a text on one line."""
    return BREAKS.sub(" ", text).strip()
