"""The words of what is live: which names stand for one another, and which words a misspelt one may be meant for.

Kept in memory for the editions now live; another publication makes another vocabulary.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

from education.editorial import kinds
from education.search.domain.spelling import words_of
from education.search.domain.thesaurus import NONE, Thesaurus
from education.search.finding import Live
from education.search.models import SearchDocument

KEPT = 2  # the present one, and that of an edition about to go live
EXAMPLES = 3  # of each heading


@dataclass(frozen=True)
class Vocabulary:
    """`examples`: a few titles of each vocabulary heading, for those who do not know what to look for."""

    thesaurus: Thesaurus = NONE
    words: frozenset[str] = field(default_factory=frozenset)
    examples: tuple[str, ...] = ()


_kept: OrderedDict[tuple[Live, ...], Vocabulary] = OrderedDict()
_lock = Lock()


def vocabulary(live: Sequence[Live]) -> Vocabulary:
    """Return the vocabulary of these editions; one query when it is not kept yet."""
    key = tuple(live)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = _read([one.edition for one in live])
    if made.words:  # nothing is known before the first rebuild, which is no publication
        with _lock:
            _kept[key] = made
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
    return made


def forget() -> None:
    """Start cold, as a new process does."""
    with _lock:
        _kept.clear()


def _read(editions: Sequence[int]) -> Vocabulary:
    groups = [group.name for kind in kinds.all_kinds() for group in kind.search_groups if group.vocabulary]
    rows = SearchDocument.objects.filter(edition__in=editions, group__in=groups).order_by("edition", "place")
    entries = [
        (group, (title, *names.splitlines())) for group, title, names in rows.values_list("group", "title", "names")
    ]
    every = [names for _group, names in entries]
    titles = [[names[0] for group, names in entries if group == name] for name in groups]
    examples = dict.fromkeys(title for some in titles for title in some[:: -(-len(some) // EXAMPLES) or 1])
    words = words_of(name for names in every for name in names)
    return Vocabulary(Thesaurus(every), words, tuple(examples))
