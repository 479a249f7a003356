"""What an index holds of a document: three columns of words with a space between.

The stems come first, in their order, so that phrases can be found; after a word that begins with "=" and belongs to no
phrase follow other forms of the same words: as written (for those who are still typing) and joined. A text that says a
word often says so with "+" before it: it is then about that word. The last word is "=", so that no phrase goes on into
the next column.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from education.search.domain.folding import Chunk, chunks, compounds, exact, joins
from education.search.domain.query import OFTEN

END = "="
TIMES = 3  # that a text says a word which it says often


class Columns(NamedTuple):
    """The words of a title, of other names and of the text; `size` is how many words the title has."""

    titled: str
    called: str
    told: str
    size: int


def columns(title: str, names: Iterable[str], text: str) -> Columns:
    """Return what an index holds of a document."""
    titles, called = list(chunks(title)), [list(chunks(name)) for name in names]
    size = sum(len(chunk.parts) for chunk in titles)
    return Columns(_column([titles], named=True), _column(called, named=True), _column([list(chunks(text))]), size)


def _column(rows: Sequence[Sequence[Chunk]], *, named: bool = False) -> str:
    """Return one column; after each name stands the whole of it as one word."""
    words: list[str] = []
    for row in rows:
        words += [part.stem for chunk in row for part in chunk.parts]
        words.append(exact(row) if named else END)
    others = Counter(form for row in rows for form in _other_forms(row))
    said = Counter(words) + others
    often = [] if named else [f"{OFTEN}{word}" for word, times in said.items() if times >= TIMES and word != END]
    return " ".join([*words, *sorted(others.keys() - set(words)), *sorted(often), END])


def _other_forms(row: Sequence[Chunk]) -> Iterator[str]:
    """Yield the words as written, where that is not their stem, and the joined forms of compounds."""
    yield from (part.raw for chunk in row for part in chunk.parts if part.raw != part.stem)
    for group in compounds(row):
        yield from joins([part for chunk in group for part in chunk.parts])
