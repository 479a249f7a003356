"""The number audit: a figure next to a citation must stand in the record of what is cited.

Figures are compared as numbers: thousands separators, "%", trailing zeros and the several kinds of minus sign and
decimal point make no difference. A figure written with a sign needs that sign in the record; one written without
("fell by 44.8") may stand for "−44.8". Ranges and intervals are two figures. Digits inside names ("IL-6", "CD19",
"6MWD", "type 2", "grade 3") are no figures, nor are list numbers, links and keys.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from education.core.domain.strict import Line, Strict
from education.library.domain.markup import CITATION, TERM
from education.library.domain.records import Reference

COUNTED = (
    r"types?|phases?|class(?:es)?|groups?|grades?|stages?|steps?|parts?|tiers?|tables?|figures?|versions?|editions?"
)
IGNORED = re.compile(
    rf"""
      https?://\S+ | \b10\.[0-9]{{4,}}/\S+ | \[\^[^\]]+\]:?            # addresses, DOIs, footnote marks
    | ^[ \t]*[0-9]{{1,3}}[.)][ \t]                                     # list numbers
    | \b(?i:{COUNTED})[ ][0-9]+[a-z]?(?:(?:[ ]?[,/–-][ ]?|[ ](?:and|or|to)[ ])[0-9]+[a-z]?)*(?!\.?[0-9]|[ ]?%|\w)
    | \b(?:1st|2nd|3rd)\b(?![ ]percentile)
    | \b[0-9]{{1,3}}-?[A-Z]{{2,}}[a-z]?\b | \b6-minute[ -]walk          # 5-HT, 6MWD
    """,
    re.VERBOSE | re.MULTILINE,
)
LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
PIECE = re.compile(
    r"""
      (?P<name>(?!(?:weeks?|months?|years?|days?|age|aged|under|over)[-‑])[^\W\d_]\w*(?:[-‑]\w+)*)
    | (?P<word>[^\W\d_]+)
    | (?:(?<![\w%)\].])(?P<sign>[-−–+]))?
      (?P<whole>[0-9]{1,3}(?:[,\u00a0\u2009\u202f][0-9]{3})+(?![0-9])|[0-9]+)?(?P<part>[.·][0-9]+|(?<=[0-9]))
    """,
    re.VERBOSE,
)
SEPARATORS = re.compile("[,\u00a0\u2009\u202f]")

RECORD_FIELDS = (
    "title", "trial_id", "design_detail", "population_detail", "disease", "intervention", "regimen", "comparator",
    "line_studied", "line_detail", "primary_endpoint", "primary_detail", "stage", "stage_detail",
)  # fmt: skip


class AuditException(Strict):
    """A figure that no record can hold, and why it may stand.

    `place` begins as the place of the text does, with or without the slug of the pathway before it.
    """

    place: Line
    figure: Line
    reason: Line


class AuditExceptions(Strict):
    """The file `audit-exceptions.yaml` of a content package."""

    exceptions: tuple[AuditException, ...] = ()


def figures(text: str) -> tuple[str, ...]:
    """Return the figures of a Markdown text in one spelling ("-44.8", "1234", "0.3"), each once, in order."""
    plain = LINK.sub(r"\1", CITATION.sub(" ", TERM.sub(lambda link: link[2] or " ", text)))
    plain = IGNORED.sub(" ", plain)
    found = (_figure(piece) for piece in PIECE.finditer(plain) if piece["whole"] or piece["part"])
    return tuple(dict.fromkeys(found))


def held(reference: Reference) -> frozenset[str]:
    """Return every figure that may be taken from a reference's record, in each spelling of its sign."""
    words = [getattr(reference, field) for field in RECORD_FIELDS]
    words += [*reference.key_findings, *reference.caveats, str(reference.n or ""), str(reference.year or "")]
    found: set[str] = set()
    for text in words:
        for figure in figures(text):
            bare = figure.lstrip("+-")
            found |= {figure, bare} if figure.startswith("-") else {bare, f"+{bare}"}
    return frozenset(found)


def not_held(text: str, references: Iterable[Reference]) -> tuple[str, ...]:
    """Return the figures of a text that none of the references holds, in order."""
    known = frozenset[str]().union(*(held(reference) for reference in references))
    return tuple(figure for figure in figures(text) if figure not in known)


def excused(place: str, figure: str, exceptions: Iterable[AuditException], *, slug: str) -> bool:
    """Say whether an exception covers this figure at this place ("start:body" of the pathway `slug`)."""
    names = _names(place)
    for exception in exceptions:
        wanted = _names(exception.place)
        if wanted[:1] == [slug]:
            wanted = wanted[1:]
        if names[: len(wanted)] == wanted and figure in (*figures(exception.figure), exception.figure):
            return True
    return False


def _figure(piece: re.Match[str]) -> str:
    """Return a found figure in its one spelling."""
    whole, part = SEPARATORS.sub("", piece["whole"] or "0"), (piece["part"] or "").replace("·", ".")
    sign = {"": "", "+": "+"}.get(piece["sign"] or "", "-")
    digits = f"{Decimal(whole + part):f}"
    return sign + (digits.rstrip("0").rstrip(".") if "." in digits else digits)


def _names(place: str) -> list[str]:
    """Return a place as its parts: "start/red-flag:rationale" and "start/red-flag rationale" are the same."""
    return [name for name in re.split(r"[\s:]+", place) if name]
