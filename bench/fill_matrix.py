"""Publish a library of so many times the records: `python bench/fill_matrix.py dense 10` or `wide 10`.

Dense: statements and references grow, therapies and organs stay. Wide: therapies grow with them.
"""

import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402

from education.editorial import publishing  # noqa: E402
from education.editorial.domain.by import By  # noqa: E402
from education.library import releases  # noqa: E402
from education.library.domain.release import Release  # noqa: E402


def unchanged(one, n):
    """Change nothing but the key."""
    return {}


def more(records, times, change=unchanged):
    """Return every record `times` over, the copies under new keys, each `change`d."""
    copies = {
        f"{key}-{n}": one.model_copy(update={"key": f"{key}-{n}"} | change(one, n))
        for key, one in records.items()
        for n in range(1, times)
    }
    return {**records, **copies}


def main():
    """Read the live release, multiply it, publish it."""
    kind, times = sys.argv[1], int(sys.argv[2])
    library = releases.current_shelf()

    def statement(one, n):
        wide = {"therapy": f"{one.therapy}-{n}"} if kind == "wide" else {}
        return {"references": tuple(f"{key}-{n}" for key in one.references)} | wide

    parts = {
        "references": more(library.references, times),
        "statements": more(library.statements, times, statement),
    }
    if kind == "wide":
        parts["therapies"] = more(library.therapies, times, lambda one, n: {"name": f"{one.name} {n}"})
    grown = library.model_copy(update=parts)
    publishing.issue(
        releases.KIND, releases.SLUG, Release(shelf=grown), by=By("Bench", "bench"), note="", now=timezone.now()
    )
    print({name: len(getattr(grown, name)) for name in ("references", "statements", "therapies")})


main()
