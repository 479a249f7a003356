"""The number audit as a check: figures in a text that none of the references cited with it holds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from education.core.domain.problems import Level, Problem
from education.library.domain.audit import AuditException, excused, figures, held
from education.library.domain.markup import beginning, citations, paragraphs
from education.library.domain.records import Reference, Statement

STATEMENT_FIELDS = (
    "finding", "direction_note", "population_detail", "line_detail", "stage", "comparator", "outcome",
    "certainty_reason",
)  # fmt: skip


@dataclass(frozen=True)
class Audit:
    """What figures are looked up in; `slug` is the document's, for exceptions that name it."""

    slug: str
    references: Mapping[str, Reference]
    exceptions: tuple[AuditException, ...]
    _held: dict[str, frozenset[str]] = field(default_factory=dict, compare=False)

    def held(self, key: str) -> frozenset[str]:
        """Return the figures of one reference, looked for once: the same reference is asked for many times."""
        if key not in self._held:
            self._held[key] = held(self.references[key])
        return self._held[key]


def statement_figures(statement: Statement, audit: Audit) -> Iterator[Problem]:
    """Yield the figures of a statement that its references do not hold."""
    for name in STATEMENT_FIELDS:
        text = getattr(statement, name)
        named = (*statement.references, *citations(text))
        yield from figure_problems(f"statements/{statement.key}:{name}", text, named, audit)


def cited_figures(place: str, text: str, audit: Audit) -> Iterator[Problem]:
    """Yield the figures of a text that the references cited in their own paragraph do not hold."""
    for paragraph in paragraphs(text):
        yield from figure_problems(place, paragraph.text, citations(paragraph.text), audit)


def figure_problems(place: str, text: str, keys: tuple[str, ...], audit: Audit) -> Iterator[Problem]:
    """Yield each figure of a text that none of the references named by `keys` holds as a verified number.

    Nothing is said while one of them is unknown: that is a problem of its own, and it may hold the figure.
    """
    if not audit.references.keys() >= set(keys):
        return
    cited_here = [audit.references[key] for key in keys]
    verified = frozenset[str]().union(*(audit.held(found.key) for found in cited_here if found.numbers_verified))
    for figure in figures(text):
        if figure in verified or excused(place, figure, audit.exceptions, slug=audit.slug):
            continue
        holding = [reference.key for reference in cited_here if figure in audit.held(reference.key)]
        if holding:
            said = f"The figure {figure} is in “{holding[0]}”, whose numbers are not verified."
            fix = "Leave the figure out until somebody has checked the record's numbers."
            yield Problem("unverified", Level.BLOCKS_PUBLISHING, place, said, fix)
        else:
            where = f"the records of {', '.join(keys)}" if keys else "any record, for nothing is cited next to it"
            said = f"The figure {figure} is not in {where}: “{beginning(text)}”."
            fix = (
                "Copy the figure as the record has it, cite the record that holds it here, or list it as an exception."
            )
            yield Problem("figure-not-in-source", Level.BLOCKS_PUBLISHING, place, said, fix)
