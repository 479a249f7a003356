"""The references as a list: what was asked for, and what of an unverified one may be told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import get_args

from education.library.domain.citing import label
from education.library.domain.glossary import plain
from education.library.domain.records import Design, Domain, Population, Reference

CHOICES: dict[str, tuple[str, ...]] = {
    "design": get_args(Design),
    "population": get_args(Population),
    "organ": get_args(Domain),
    "verified": ("yes", "no"),
}


@dataclass(frozen=True)
class Asked:
    """What a reader asked for; "" asks for nothing. `q`: words in title, authors or key."""

    design: str = ""
    population: str = ""
    organ: str = ""
    verified: str = ""
    q: str = ""

    @property
    def of_content(self) -> bool:
        """Say whether it asks for what only a verified record may tell."""
        return bool(self.design or self.population or self.organ)


@dataclass(frozen=True)
class Catalogue:
    """The references found, verified ones first; `verified` and `total` count the whole library.

    `unsaid` counts unverified references left out because the question is about what they say.
    """

    found: tuple[Reference, ...]
    verified: int
    total: int
    unsaid: int


def read(given: Mapping[str, str]) -> tuple[Asked, tuple[str, ...]]:
    """Return what an address asks for, and the names of the filters whose value means nothing here."""
    values = {name: given.get(name, "").strip() for name in (*CHOICES, "q")}
    unknown = tuple(name for name, known in CHOICES.items() if values[name] and values[name] not in known)
    return Asked(**{name: "" if name in unknown else value for name, value in values.items()}), unknown


def catalogue(references: Iterable[Reference], asked: Asked) -> Catalogue:
    """Return the references that fit, sorted by author and year; unverified ones follow, by title."""
    held = tuple(references)
    verified = [one for one in held if one.verified]
    unverified = [one for one in held if not one.verified]
    words = plain(asked.q).split()
    told = [one for one in verified if asked.verified != "no" and _fits(one, asked) and _says(one, words)]
    named = [one for one in unverified if asked.verified != "yes" and _is_called(one, words)]
    found = sorted(told, key=lambda one: (_filed(label(one)), one.key))
    if not asked.of_content:
        found += sorted(named, key=lambda one: (_filed(one.title), one.key))
    return Catalogue(tuple(found), len(verified), len(held), len(named) if asked.of_content else 0)


def _filed(name: str) -> str:
    """Return a name as it is sorted: a bracket before it counts for nothing."""
    return plain(name).lstrip("[(“\"'")


def _fits(reference: Reference, asked: Asked) -> bool:
    return (
        asked.design in ("", reference.design)
        and asked.population in ("", reference.population)
        and (not asked.organ or asked.organ in reference.organ_domains)
    )


def _says(reference: Reference, words: Iterable[str]) -> bool:
    text = plain(f"{reference.title} {reference.authors} {reference.key} {reference.year or ''}")
    return all(word in text for word in words)


def _is_called(reference: Reference, words: Iterable[str]) -> bool:
    """Say whether an unverified reference is asked for by what may be shown of it."""
    text = plain(f"{reference.title} {reference.key}")
    return all(word in text for word in words)
