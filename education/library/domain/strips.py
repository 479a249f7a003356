"""Evidence statements as a reader sees them: strips with their four facts."""

from collections.abc import Iterator
from dataclasses import dataclass

from education.library.domain.citing import SourceLabel, labels
from education.library.domain.designs import design_line
from education.library.domain.markup import citations
from education.library.domain.pointers import texts
from education.library.domain.records import Certainty, Direction, LineStudied, Population, Shelf, Statement

LEVELS: dict[Certainty, int] = {"very-low": 1, "low": 2, "moderate": 3, "high": 4}
"""How many circles are filled."""


@dataclass(frozen=True)
class Strip:
    """The four facts of one evidence statement, for one lens.

    `level`: filled circles, 1 (very low) to 4 (high). `design`: "RCT, n = 576" or "2 RCTs, n = 97 and 122".
    `borrowed`: adults were studied, the lens is the child's, so it is drawn hatched. `finding` is Markdown.
    `line_studied` and `comparator` are always shown: most trials were not done after treatment had failed.
    """

    key: str
    therapy: str
    outcome: str
    certainty: Certainty
    level: int
    certainty_reason: str
    design: str
    line_studied: LineStudied
    line_detail: str
    population: Population
    population_detail: str
    borrowed: bool
    direction: Direction
    direction_note: str
    comparator: str
    harm: bool
    finding: str
    judged_by: str
    sources: tuple[SourceLabel, ...]
    overdue: bool = False


def strip(statement: Statement, shelf: Shelf, *, borrowed: bool = False) -> Strip:
    """Return the four facts of one statement; what depends on the day (overdue) is not yet set."""
    held = [shelf.references[key] for key in statement.references if key in shelf.references]
    therapy = shelf.therapies.get(statement.therapy)
    return Strip(
        key=statement.key,
        therapy=therapy.name if therapy else statement.therapy,
        outcome=statement.outcome,
        certainty=statement.certainty,
        level=LEVELS[statement.certainty],
        certainty_reason=statement.certainty_reason,
        design=design_line(held),
        line_studied=statement.line_studied,
        line_detail=statement.line_detail,
        population=statement.population,
        population_detail=statement.population_detail,
        borrowed=borrowed,
        direction=statement.direction,
        direction_note=statement.direction_note,
        comparator=statement.comparator,
        harm=statement.harm,
        finding=statement.finding,
        judged_by=statement.judged_by,
        sources=labels((*statement.references, *_named(statement)), shelf),
    )


def _named(statement: Statement) -> Iterator[str]:
    """Yield the references that a statement's own texts cite."""
    for _field, text in texts("statements", statement):
        yield from citations(text)
