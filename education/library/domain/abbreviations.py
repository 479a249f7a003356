"""Abbreviations spelt out where a page first uses them, in HTML that is already rendered."""

import re
from collections.abc import Mapping
from html import escape

# A tag whole: a quoted attribute may hold ">".
PIECE = re.compile(r"""(<(?:[^<>"']|"[^"]*"|'[^']*')*>)""")
TAG = re.compile(r"</?([a-z][a-z0-9]*)", re.I)
# Nothing may stand inside these, or a spelt-out word would break them: names, controls, drawings.
CLOSED = frozenset(
    "a abbr button caption code dt h1 h2 h3 h4 h5 h6 label legend nav option script select style summary svg textarea "
    "th title".split()
)
SPELT = '<abbr title="{words}">{name}</abbr>'
WITH_WORDS = SPELT + ' <span class="s-spelt">({words})</span>'


def spell_out(html: str, expansions: Mapping[str, str]) -> str:
    """Return the HTML with the first use of each abbreviation in running text as `<abbr>`, its words behind it.

    `expansions`: "FVC" → "forced vital capacity", as plain text. Where the words stand before it already, as in
    "forced vital capacity (FVC)", they are not said again.
    """
    if not expansions:
        return html
    known = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, _longest_first(expansions))) + r")(?![\w-])")
    waiting = {escape(name): escape(words) for name, words in expansions.items()}
    pieces, inside = PIECE.split(html), 0
    for place, piece in enumerate(pieces):
        if place % 2:
            inside = max(0, inside + _step(piece))
        elif not inside and waiting:
            pieces[place] = known.sub(lambda found: _spelt(found, waiting), piece)
    return "".join(pieces)


def _longest_first(expansions: Mapping[str, str]) -> list[str]:
    """Return the names as HTML writes them; "SSc-ILD" is looked for before "SSc"."""
    return sorted(map(escape, expansions), key=len, reverse=True)


def _step(tag: str) -> int:
    """Return 1 where a closed element begins, -1 where it ends, else 0."""
    name = TAG.match(tag)
    if not name or name[1].lower() not in CLOSED or tag.endswith("/>"):
        return 0
    return -1 if tag.startswith("</") else 1


def _spelt(found: re.Match[str], waiting: dict[str, str]) -> str:
    words = waiting.pop(found[0], None)
    if words is None:
        return found[0]
    said = found.string[: found.start()].casefold().endswith(f"{words.casefold()} (")
    return (SPELT if said else WITH_WORDS).format(name=found[0], words=words)
