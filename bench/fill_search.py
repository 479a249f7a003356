"""Give search so many documents: `python bench/fill_search.py 10000`. Prints how many there are.

Copies of what it knows already, under new keys, heading by heading in turn; drugs and terms stay as they are.
"""

import sys
from itertools import count, cycle, islice

import django

django.setup()

from education.search.models import SearchDocument  # noqa: E402
from education.search.writing import AT_ONCE  # noqa: E402


def copies(originals):
    """Yield copies of the originals, again and again."""
    for number, one in zip(count(1), cycle(originals), strict=False):
        fields = {f.attname: getattr(one, f.attname) for f in one._meta.concrete_fields if f.name != "id"}
        yield SearchDocument(**fields | {"key": f"{one.key}-copy-{number}"[-300:], "at": one.at or one.key})


def main():
    """Add what is missing."""
    wanted = int(sys.argv[1])
    originals = list(SearchDocument.objects.exclude(group__in=("therapy", "term")))
    missing = wanted - SearchDocument.objects.count()
    SearchDocument.objects.bulk_create(islice(copies(originals), max(0, missing)), batch_size=AT_ONCE)
    print(SearchDocument.objects.count())


main()
