"""Words as search compares them: without case, accents, endings or the many ways to write one compound.

A text is a row of *chunks* (what stands between spaces: "TGF-β1", "anti-Scl-70"), and a chunk of *parts* ("tgf",
"beta", "1"). Parts in their order make phrases; *joined* they make one word however a compound is written: "tgfb1".
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from snowballstemmer.english_stemmer import EnglishStemmer

LONGEST = 64  # characters of a word that count
MOST_PARTS = 6  # of one compound; a longer one is joined two by two
GREEK = {
    "α": ("alpha", "a"), "β": ("beta", "b"), "γ": ("gamma", "g"), "δ": ("delta", "d"), "ε": ("epsilon", "e"),
    "ζ": ("zeta", "z"), "η": ("eta", "h"), "θ": ("theta", "th"), "ι": ("iota", "i"), "κ": ("kappa", "k"),
    "λ": ("lambda", "l"), "μ": ("mu", "m"), "ν": ("nu", "n"), "ξ": ("xi", "x"), "ο": ("omicron", "o"),
    "π": ("pi", "p"), "ρ": ("rho", "r"), "σ": ("sigma", "s"), "τ": ("tau", "t"), "υ": ("upsilon", "u"),
    "φ": ("phi", "ph"), "χ": ("chi", "ch"), "ψ": ("psi", "ps"), "ω": ("omega", "o"),
}  # fmt: skip
LETTER_OF = dict(GREEK.values())
"""Greek names to the Latin letter that is written in their place: TGFb."""

_UNDECOMPOSED = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_WORD = r"[^\W_][\w\u0300-\u036f]*"
# What holds a compound together: hyphens and dashes, slashes, apostrophes; a point only between digits.
CHUNK = re.compile(rf"{_WORD}(?:(?:[-/'’⁄\u2010-\u2015\u2212]|(?<=\d)[.·](?=\d)){_WORD})*")
_BETWEEN = re.compile(r"[\W_]+")
_GREEK_RUN = re.compile(r"([α-ω]+)")
# "tgfbeta", "ifngamma1" and "kappab": a Greek name spelled out against its neighbour.
_SPELLED = "alpha|beta|gamma|delta|epsilon|kappa|lambda"
_GLUED = re.compile(rf"([a-z]{{2,4}})({_SPELLED})([0-9]*)|({_SPELLED})([a-z]|[0-9]+)")
_SUBTYPE = re.compile(r"([a-z]{3,5}[abg])[0-9]")
# British and American, which our words meet half-way. Only in words of five letters and more: "does" stays.
_ALIKE = (
    (re.compile("ae|oe"), "e"),
    (re.compile("(?<=[a-z]{3})our(?=s?$|ed$|ing$|able$|al$)"), "or"),
    (re.compile("(?<=[iy])z(?=e|ation|ing)"), "s"),
    (re.compile("(?<=[bt])re(?=s?$)"), "er"),
)


class Part(NamedTuple):
    """A part of a chunk: as it is folded (Greek by name), and its stem."""

    raw: str
    stem: str

    @property
    def letter(self) -> str:
        """The Latin letter that is written in the place of a Greek name; "" for any other word."""
        return LETTER_OF.get(self.raw, "")


class Chunk(NamedTuple):
    """A word or compound of a text: where it stands, and its parts."""

    start: int
    end: int
    parts: tuple[Part, ...]


def chunks(text: str) -> Iterator[Chunk]:
    """Return the chunks of a text in their order."""
    return chunks_of(CHUNK.finditer(text))


def chunks_of(found: Iterable[re.Match[str]]) -> Iterator[Chunk]:
    """Yield the chunks that CHUNK found."""
    for one in found:
        parts = parts_of(one[0])
        if parts:
            yield Chunk(one.start(), one.end(), parts)


@lru_cache(maxsize=10_000)
def parts_of(chunk: str) -> tuple[Part, ...]:
    """Return the parts of one chunk, which has no space in it."""
    split = (piece for part in _BETWEEN.split(folded(chunk)) for piece in _pieces(part))
    words = [word[:LONGEST] for word in split if word]
    if len(words) > 1 and words[-1] == "s":  # "Raynaud's"
        words.pop()
    return tuple(Part(word, stem(word)) for word in words)


def folded(text: str) -> str:
    """Return a text without case, accents and typographic variants."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return plain.casefold().replace("ς", "σ").translate(_UNDECOMPOSED)


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """Return a folded word without its ending, spelled the one way for both sides of the Atlantic."""
    if not (word.isascii() and word.isalpha()):
        return word
    if len(word) > 4:
        for pattern, letters in _ALIKE:
            word = pattern.sub(letters, word)
    stemmed: str = EnglishStemmer().stemWord(word)  # one for each word: it keeps what it works on, and threads share
    return stemmed


def joined(parts: Sequence[Part]) -> str:
    """Return the parts as one word: "tgfb", "il6", "antitopoisomeras"; "" when figures would run into each other."""
    if any(one.raw.isdigit() and two.raw.isdigit() for one, two in pairwise(parts)):
        return ""
    return stem("".join(part.letter or part.raw for part in parts)[:LONGEST])


def joins(parts: Sequence[Part]) -> set[str]:
    """Return every word that neighbouring parts of a compound make: of "anti-Scl-70" also "scl70"."""
    most = len(parts) if len(parts) <= MOST_PARTS else 2
    runs = (parts[at : at + size] for size in range(2, most + 1) for at in range(len(parts) - size + 1))
    found = {joined(run) for run in runs}
    found |= {subtype for part in parts if (subtype := without_number(part.raw))}
    return found - {""}


def without_number(word: str) -> str:
    """Return "tgfb" for "tgfb1", and "" for a word that names no numbered kind."""
    found = _SUBTYPE.fullmatch(word)
    return found[1] if found else ""


def belongs(one: Chunk, two: Chunk) -> bool:
    """Tell whether two chunks are one compound written apart: "TGF beta", "IL 6", "Scl 70"."""
    if len(two.parts) != 1 or not one.parts[-1].raw.isascii() or not one.parts[-1].raw.isalpha():
        return False
    short, second = len(one.parts[-1].raw) <= 5, two.parts[0].raw
    return short and (second in LETTER_OF or (second.isdigit() and len(second) <= 3))


def compounds(row: Sequence[Chunk]) -> Iterator[tuple[Chunk, ...]]:
    """Yield the chunks in groups: those written apart that belong together, and each of the others by itself."""
    group: list[Chunk] = []
    for chunk in row:
        if group and not (belongs(group[-1], chunk) or _numbers(group, chunk)):
            yield tuple(group)
            group = []
        group.append(chunk)
    if group:
        yield tuple(group)


def exact(row: Iterable[Chunk]) -> str:
    """Return a whole text as one word, however its compounds are written; "=" begins no other word."""
    return exact_of(part for chunk in row for part in chunk.parts)


def exact_of(parts: Iterable[Part]) -> str:
    """Return parts as that one word."""
    return "=" + "".join(part.letter or part.stem for part in parts)[:LONGEST]


def _numbers(group: Sequence[Chunk], chunk: Chunk) -> bool:
    """Tell whether the chunk is the number after a Greek name: the 1 of "TGF beta 1"."""
    before, parts = group[-1].parts[-1].raw, chunk.parts
    return before in LETTER_OF and len(parts) == 1 and parts[0].raw.isdigit() and len(parts[0].raw) == 1


def _pieces(part: str) -> Iterator[str]:
    """Yield a part without Greek letters: one or two of them by name, a Greek word as it is."""
    for piece in _GREEK_RUN.split(part):
        if len(piece) <= 2 and piece and piece[0] in GREEK:
            yield from (GREEK[letter][0] for letter in piece)
        elif found := _GLUED.fullmatch(piece):
            yield from (one for one in found.groups() if one)
        else:
            yield piece
