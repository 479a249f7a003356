"""What of a release readers may look for: its records in plain words, and nothing that may not be shown as fact."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from education.core.domain.strict import Strict
from education.library.domain import glossary
from education.library.domain.citing import Author, authors, confirmed, gaps, label
from education.library.domain.library import (
    Library,
    LibraryReference,
    LibraryStatement,
    LibraryTerm,
    LibraryTherapy,
    Reason,
    TeachingClaim,
    Threshold,
)
from education.library.domain.markup import paragraphs, plain_text
from education.library.domain.pointers import texts
from education.library.domain.reasons import in_order
from education.library.domain.records import Design
from education.library.domain.standing import Held, is_live, rests_on, stands, text_stands


@dataclass(frozen=True)
class Sought:
    """A record that readers may look for, in plain text without Markdown.

    `key` is its place ("therapies/rituximab"); `at` is the place that shows it, where that is another.
    """

    record: Strict
    key: str
    title: str
    names: tuple[str, ...] = ()
    text: str = ""
    at: str = ""


def sought(library: Library) -> Iterator[Sought]:
    """Yield the records that may be looked for.

    Of an unverified source that is its title, of a teaching claim its sentence without what became of it: readers
    predict first. Sources come by design, the strongest first, and then the newest.
    """
    names = glossary.names(library.terms.values())
    yield from (_therapy(one, library, names) for one in library.therapies.values())
    yield from (_statement(one, library, names) for one in library.statements.values() if stands(one, library))
    yield from (_reason(one, library, names) for one in in_order(library))
    yield from (_claim(one) for one in library.claims.values() if stands(one, library))
    yield from (_threshold(one, library) for one in library.thresholds.values() if stands(one, library))
    yield from (_term(one, library, names) for one in library.terms.values())
    cited = (one for one in library.references.values() if one.verified or "title" not in gaps(one))
    yield from (_reference(one) for one in sorted(cited, key=_weight))


def told(texts: Iterable[str], held: Held, names: Mapping[str, str]) -> str:
    """Return Markdown texts as one plain text, without paragraphs that rest on unverified or retracted sources alone.

    What two texts say alike is said once. `names`: term key → name.
    """
    found = (paragraph.text for text in texts for paragraph in paragraphs(text))
    said = (plain_text(text, names) for text in found if text_stands(text, held))
    return _sentences(dict.fromkeys(said))


def _therapy(therapy: LibraryTherapy, library: Library, names: Mapping[str, str]) -> Sought:
    of_it = (one for one in library.statements.values() if one.therapy == therapy.key and stands(one, library))
    said = (*(text for _field, text in texts("therapies", therapy)), *(one.finding for one in of_it))
    return Sought(
        therapy,
        f"therapies/{therapy.key}",
        therapy.name,
        names=_also(therapy.name, library.terms.values()),
        text=_sentences([therapy.drug_class, told(said, library, names)]),
    )


def _also(name: str, terms: Iterable[LibraryTerm]) -> tuple[str, ...]:
    """Return what else a therapy is called: all names of every term that has its name among them."""
    called: dict[str, None] = {}
    for term in terms:
        words = [one for one in (term.name, term.expansion, *term.also) if one]
        if any(_names(one, name) for one in words):
            called.update(dict.fromkeys(words))
    return tuple(one for one in called if glossary.plain(one) != glossary.plain(name))


def _names(words: str, name: str) -> bool:
    """Say whether words name a therapy; "mycophenolate mofetil" names mycophenolate."""
    said, wanted = glossary.plain(words), glossary.plain(name)
    return said == wanted or said.startswith(f"{wanted} ")


def _statement(statement: LibraryStatement, library: Library, names: Mapping[str, str]) -> Sought:
    therapy, organ = library.therapies.get(statement.therapy), library.organs.get(statement.organ)
    about = (therapy.name if therapy else "", organ.name if organ else "")
    drug_class = therapy.drug_class if therapy else ""
    return Sought(
        statement,
        f"statements/{statement.key}",
        ": ".join(part for part in (", ".join(filter(None, about)), statement.outcome) if part),
        text=_sentences([told([statement.finding], library, names), statement.subset, statement.antibody, drug_class]),
        at=f"cells/{statement.therapy}/{statement.organ}",
    )


def _reason(reason: Reason, library: Library, names: Mapping[str, str]) -> Sought:
    """Return a reason with the facts and the sentences of the claims that it leads on to."""
    facts = (library.facts[key] for key in reason.facts if key in library.facts)
    claims = (library.claims[key] for key in reason.claims if key in library.claims)
    known = told((text for _field, text in texts("reasons", reason)), library, names)
    further = [
        *(one.fact for one in facts if stands(one, library)),
        *(one.claim for one in claims if stands(one, library)),
    ]
    return Sought(reason, f"reasons/{reason.key}", reason.title, text=_sentences([known, *further]))


def _claim(claim: TeachingClaim) -> Sought:
    return Sought(claim, f"claims/{claim.key}", claim.claim, text=_sentences(part.claim for part in claim.parts))


def _threshold(threshold: Threshold, library: Library) -> Sought:
    sources = (library.references[key] for key in rests_on(threshold) if is_live(library.references.get(key)))
    said = _sentences([threshold.definition, threshold.note, *(f"{label(one)}: {one.title}" for one in sources)])
    return Sought(threshold, f"thresholds/{threshold.key}", threshold.name, text=said)


def _term(term: LibraryTerm, library: Library, names: Mapping[str, str]) -> Sought:
    also = tuple(one for one in (term.expansion, *term.also) if one)
    return Sought(term, f"terms/{term.key}", term.name, names=also, text=told([term.plain], library, names))


def _reference(reference: LibraryReference) -> Sought:
    key = f"references/{reference.key}"
    if not reference.verified:
        return Sought(reference, key, reference.title)
    cited = ", ".join(filter(None, (confirmed(reference.journal), str(reference.year or ""), reference.trial_id)))
    findings = (*reference.key_findings, *reference.caveats) if is_live(reference) else ()
    return Sought(
        reference,
        key,
        reference.title,
        # Trials go by the short names that our own keys begin with: "senscis-2019".
        names=(*(_person(one) for one in authors(reference).named), reference.key.replace("-", " ")),
        text=_sentences([cited, *findings]),
    )


def _weight(reference: LibraryReference) -> tuple[int, int]:
    return get_args(Design).index(reference.design), -(reference.year or 0)


def _person(author: Author) -> str:
    """Return "Denton CP", or the name of a group."""
    return author.group or f"{author.family} {author.initials.replace(' ', '')}".strip()


def _sentences(texts: Iterable[str]) -> str:
    """Return texts one after the other, each with an end."""
    return " ".join(text if text[-1] in ".!?:" else f"{text}." for text in texts if text)
