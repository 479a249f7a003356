"""Help with a misspelt name: the nearest words of the vocabulary."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache

from education.search.domain.folding import chunks

SHORTEST = 5  # letters; a shorter word has too many neighbours
# Spellings that sound alike: "cyclofosfamide" is no slip of the pen.
_SOUNDS = (
    (re.compile("ph"), "f"), (re.compile("ck|qu|[cq](?![eiyh])|ch(?=[lr])"), "k"), (re.compile("c(?=[eiy])|z"), "s"),
    (re.compile("y"), "i"), (re.compile("th"), "t"), (re.compile("x"), "ks"), (re.compile("rh"), "r"),
    (re.compile(r"(.)\1"), r"\1"),
)  # fmt: skip


def words_of(names: Iterable[str]) -> frozenset[str]:
    """Return the words of some names that a misspelt word may be meant for."""
    parts = (part.raw for name in names for chunk in chunks(name) for part in chunk.parts)
    return frozenset(word for word in parts if word.isalpha() and len(word) >= SHORTEST)


def nearest(word: str, words: Collection[str]) -> str:
    """Return the word that is most likely meant, "" when none is near: one slip in six letters, two in more.

    Slips are counted in the spelling and in the sound, and the fewer count. Of words as near as one another, the one
    that begins alike, then the first by alphabet.
    """
    if len(word) < SHORTEST:
        return ""
    most, sound = 1 if len(word) <= 6 else 2, sounded(word)
    slips = ((min(distance(word, one, most), distance(sound, sounded(one), most)), one) for one in words)
    near = [(count, one[0] != word[0], one) for count, one in slips if count <= most]
    return min(near)[2] if near else ""


@lru_cache(maxsize=10_000)
def sounded(word: str) -> str:
    """Return a word as it sounds, roughly."""
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return word


def distance(one: str, two: str, most: int) -> int:
    """Return how many slips of the pen lie between two words: a letter wrong, missing, too many, or two exchanged.

    That is their optimal string alignment. A distance beyond `most` is told as `most` + 1.
    """
    if abs(len(one) - len(two)) > most or _letters_apart(one, two) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(two) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, other in enumerate(two, start=1):
            slips = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == two[j - 2] and one[i - 2] == other:
                slips = min(slips, earlier[j - 2] + 1)
            row.append(slips)
        if min(row) > most + 1:  # an exchange of two letters may still take one back
            return most + 1
    return min(row[-1], most + 1)


def _letters_apart(one: str, two: str) -> int:
    """Return how many letters the one has that the other has not, or the reverse: never more than the distance."""
    first, second = Counter(one), Counter(two)
    return max((first - second).total(), (second - first).total())
