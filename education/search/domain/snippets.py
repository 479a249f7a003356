"""An excerpt of a text around what was found in it, in pieces, so that a template escapes and marks them."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from education.search.domain.folding import CHUNK, Chunk, chunks_of, compounds, joins, parts_of
from education.search.domain.query import Phrase, Word

LENGTH = 190  # characters of an excerpt
BEFORE = 60  # of them before the first match
LOOKED_AT = 20_000  # characters of a text
ENOUGH = 40  # matches to choose an excerpt from
LONGEST_PHRASE = 12  # chunks
GAP = "…"


class Piece(NamedTuple):
    """Some of a text, and whether it is what was looked for."""

    text: str
    is_match: bool = False


class Met(NamedTuple):
    """A chunk that was met: which marks it bears, and whether with the chunks after it it may bear another."""

    places: tuple[int, ...]
    goes_on: bool


class Span(NamedTuple):
    """Where something was found, from `start` to before `end`; `mark` is what, by its place in the marks."""

    start: int
    end: int
    mark: int


class Marker:
    """Finds in texts what was looked for. One serves all answers of a search: it remembers each word it has met."""

    def __init__(self, marks: Sequence[Word | Phrase]) -> None:
        self._words = {
            mark.word: place for place, mark in enumerate(marks) if isinstance(mark, Word) and not mark.begins
        }
        self._begun = [(mark.word, place) for place, mark in enumerate(marks) if isinstance(mark, Word) and mark.begins]
        self._phrases = [(mark, place) for place, mark in enumerate(marks) if isinstance(mark, Phrase)]
        self._met: dict[str, Met] = {}

    def marked(self, text: str) -> tuple[Piece, ...]:
        """Return the whole text with what was looked for marked."""
        return tuple(_pieces(text, self.spans(text), 0, len(text)))

    def snippet(self, text: str) -> tuple[Piece, ...]:
        """Return the part of a text that holds most of what was looked for; its beginning when it holds nothing."""
        text = text[:LOOKED_AT]
        found = self.spans(text, most=ENOUGH)
        start, end = _window(text, found)
        pieces = list(_pieces(text, found, start, end))
        if start:
            pieces.insert(0, Piece(GAP))
        if end < len(text):
            pieces.append(Piece(GAP))
        return tuple(pieces)

    def spans(self, text: str, *, most: int = LOOKED_AT) -> list[Span]:
        """Return where something was found in a text, in order, once `most` are found no more; they may overlap."""
        row = list(CHUNK.finditer(text[:LOOKED_AT]))
        found: list[Span] = []
        for at, chunk in enumerate(row):
            if len(found) >= most:
                break
            met = self._met.get(chunk[0]) or self._meet(chunk[0])
            found += [Span(chunk.start(), chunk.end(), place) for place in met.places]
            if met.goes_on:
                found += self._further(list(chunks_of(row[at : at + LONGEST_PHRASE])))
        return sorted(found)

    def _meet(self, chunk: str) -> Met:
        """Remember of a chunk what it is, and whether with those after it it may be more."""
        parts, forms = parts_of(chunk), _forms(chunk)
        last = parts[-1].raw if parts else " "
        more = any(part.stem == mark.words[0] for part in parts for mark, _ in self._phrases)
        more = more or any(word.startswith(last) and len(word) > len(last) for word in self._words)
        met = self._met[chunk] = Met(tuple(self._places(forms)), more)
        return met

    def _places(self, forms: Set[str]) -> Iterator[int]:
        yield from (self._words[form] for form in forms & self._words.keys())
        yield from (place for word, place in self._begun if any(form.startswith(word) for form in forms))

    def _further(self, row: Sequence[Chunk]) -> Iterator[Span]:
        """Yield what begins with the first of these chunks and goes on: phrases, and compounds written apart."""
        group = next(compounds(row), ())
        if len(group) > 1:
            forms = joins([part for chunk in group for part in chunk.parts])
            yield from (Span(group[0].start, group[-1].end, place) for place in self._places(forms))
        for mark, place in self._phrases:
            end = _end_of_phrase(row, mark)
            if end:
                yield Span(row[0].start, end, place)


@lru_cache(maxsize=10_000)
def _forms(chunk: str) -> frozenset[str]:
    """Return every word under which an index holds a chunk."""
    parts = parts_of(chunk)
    return frozenset(joins(parts).union(*((part.stem, part.raw) for part in parts)))


def _end_of_phrase(row: Sequence[Chunk], mark: Phrase) -> int:
    """Return where a phrase ends that begins in the first of these chunks; 0 when none does."""
    stems = [(part.stem, chunk) for chunk in row for part in chunk.parts]
    size = len(mark.words)
    for at in range(len(row[0].parts) if row else 0):
        *firsts, last = run = stems[at : at + size]
        ends = last[0].startswith(mark.words[-1]) if mark.begins else last[0] == mark.words[-1]
        if len(run) == size and ends and all(one[0] == word for one, word in zip(firsts, mark.words, strict=False)):
            return last[1].end
    return 0


def _window(text: str, found: Sequence[Span]) -> tuple[int, int]:
    """Return from where to where the excerpt goes: where most different marks stand, then most of all, then first."""
    best, first = (0, 0), 0
    for span in found:
        inside = [one for one in found if span.start <= one.start and one.end <= span.start + LENGTH - BEFORE]
        worth = (len({one.mark for one in inside}), len(inside))
        if worth > best:
            best, first = worth, span.start
    start = _opening(text, max(0, first - BEFORE), first)
    end = min(len(text), start + LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + LENGTH // 2)
    return start, end


def _opening(text: str, earliest: int, first: int) -> int:
    """Return where to begin: with the sentence when it begins near, else with a word."""
    if not earliest:
        return 0
    sentence = max(text.rfind(mark, earliest, first) for mark in (". ", "? ", "! "))
    if sentence >= 0:
        return sentence + 2
    space = text.find(" ", earliest, first)
    return space + 1 if space >= 0 else first


def _pieces(text: str, found: Sequence[Span], start: int, end: int) -> Iterator[Piece]:
    """Yield the text between two places; marks that touch or overlap are one."""
    at = start
    for one_start, one_end in _merged(found, start, end):
        if at < one_start:
            yield Piece(text[at:one_start])
        yield Piece(text[one_start:one_end], is_match=True)
        at = one_end
    if at < end:
        yield Piece(text[at:end])


def _merged(found: Sequence[Span], start: int, end: int) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for span in found[bisect_right(found, (start, start, -1)) :] if start else found:
        if span.end > end:
            continue
        if merged and span.start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], span.end))
        else:
            merged.append((span.start, span.end))
    return merged
