"""Statements as rows of a table that is taken away: for spreadsheets and for programs."""

import re
from collections.abc import Iterable, Mapping
from typing import get_args

from education.library.domain.filters import Filters
from education.library.domain.library import Library, LibraryStatement, TherapyGroup
from education.library.domain.standing import stands

COLUMNS = (
    "statement", "therapy", "therapy_name", "therapy_group", "organ", "organ_name", "population", "population_detail",
    "regimen", "line_studied", "line_detail", "stage", "subset", "antibody", "comparator", "outcome", "outcome_role",
    "direction", "direction_note", "harm", "certainty", "certainty_reason", "line_directness", "outcome_directness",
    "finding", "references", "judgement", "judged_by", "review_by",
)  # fmt: skip
UNREVIEWED = "starter judgement, not yet reviewed"

# What spreadsheet programs take for the beginning of a formula, in its full-width forms too; blanks before it do not
# always stop them. Where the computer's region says so a semicolon begins a new cell, and quotation marks get lost.
FORMULA = re.compile(r"(^|;)([\s\"]*)([=+\-@＝＋－＠])")
BREAKS = re.compile(r"[\t\r\n\v\f\x85\u2028\u2029]+")


def rows(library: Library, filters: Filters) -> tuple[dict[str, str], ...]:
    """Return what is known and was asked for, a row for a statement, in the order of the matrix.

    Keys are COLUMNS. Texts are the records' own; citations in them stand as `[@key]`, as in `references`.
    """
    groups = get_args(TherapyGroup)
    found = [one for one in library.statements.values() if _asked(one, library, filters)]

    def place(one: LibraryStatement) -> tuple[object, ...]:
        therapy, organ = library.therapies[one.therapy], library.organs[one.organ]
        return groups.index(therapy.group), therapy.name.casefold(), organ.position, one.harm, one.key

    return tuple(_row(one, library) for one in sorted(found, key=place))


def inert(text: str) -> str:
    """Return a text that no spreadsheet program runs as a formula: an apostrophe stands before what would begin one.

    That is the way of the OWASP advice on CSV injection. Line breaks and tabs, which may begin a new cell, become
    blanks; figures in our texts have a true minus sign (−), which begins no formula.
    """
    return FORMULA.sub(r"\1\2'\3", BREAKS.sub(" ", text))


def inert_rows(found: Iterable[Mapping[str, str]]) -> Iterable[list[str]]:
    """Yield the cells of each row, in the order of COLUMNS, none of them a formula."""
    return ([inert(row[name]) for name in COLUMNS] for row in found)


def _asked(statement: LibraryStatement, library: Library, filters: Filters) -> bool:
    therapy = library.therapies.get(statement.therapy)
    return (
        therapy is not None
        and statement.organ in library.organs
        and filters.group in (None, therapy.group)
        and filters.organ in (None, statement.organ)
        and filters.passes(statement)
        and stands(statement, library)
    )


def _row(statement: LibraryStatement, library: Library) -> dict[str, str]:
    therapy = library.therapies[statement.therapy]
    own = {name: getattr(statement, name) for name in COLUMNS if name in LibraryStatement.model_fields}
    told = own | {
        "statement": statement.key,
        "therapy_name": therapy.name,
        "therapy_group": therapy.group,
        "organ_name": library.organs[statement.organ].name,
        "harm": "yes" if statement.harm else "no",
        "references": " ".join(statement.references),
        "judgement": UNREVIEWED,
        "review_by": statement.review_by.isoformat(),
    }
    return {name: str(told[name]) for name in COLUMNS}
