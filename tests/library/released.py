"""A library published for tests, with one of everything, and its pages."""

from django.urls import reverse

from education.library import releases
from tests import builders
from tests.library.test_releases import ANNA, stored

PARTS = {"HX-Request": "true"}


def release(*records):
    """Publish the drawn library with `records` on top, and return it."""
    stored(*records)
    return releases.release_ready(by=ANNA).shelf


def pages(library, *, lenses=("adult", "child")):
    """Yield the address of every page of the library: each record's own, each list, each cell of the matrix."""
    for key in library.therapies:
        yield from (f"{reverse('library:therapy', args=[key])}?lens={lens}" for lens in lenses)
        yield from (reverse("library:cell", args=[key, organ]) for organ in library.organs)
    yield from (reverse("library:reference", args=[key]) for key in library.references)
    yield from (reverse("library:term", args=[key]) for key in library.terms)
    yield from (reverse("library:reason", args=[key]) for key in library.reasons)
    yield from (reverse(f"library:{name}") for name in ("evidence", "thresholds", "terms", "reasons"))
    yield from (reverse("library:evidence_csv"), reverse("library:evidence_json"))
    listed = reverse("library:references")
    yield from (f"{listed}?page={number}" for number in range(1, len(library.references) // 50 + 2))


def many(times):
    """Return `times` more of everything that the pages list, all about the one drug."""
    numbers = range(times)
    return (
        builders.reference("guide", title="A guideline", design="guideline"),
        *(builders.reference(f"trial-{n}", title=f"Trial {n}") for n in numbers),
        *(
            builders.statement(f"drug-lung-{n}", references=["trial", f"trial-{n}"], outcome=f"Outcome {n}")
            for n in numbers
        ),
        *(builders.recommendation(f"guide--lung-ild--drug-{n}") for n in numbers),
        *(builders.threshold(f"decline-{n}", name=f"Decline {n}") for n in numbers),
        *(builders.term(f"term-{n}", name=f"Term {n}") for n in numbers),
    )
