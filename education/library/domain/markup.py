"""Markdown with our three additions, as checks read it.

The additions are `[@reference]`, `[[term]]` or `[[term|words]]`, and practice prompts (`::: prompt` … `:::`, each on a
line of its own).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

CITATION = re.compile(r"\[@([^\]\n]*)\]")
TERM = re.compile(r"\[\[([^\]|\n]+)(?:\|([^\]\n]*))?\]\]")
LIST_ITEM = re.compile(r"[ \t]*(?:[-*+]|[0-9]{1,3}[.)])[ \t]")
PROMPT_OPENS = re.compile(r":::[ \t]*prompt[ \t]*$")
PROMPT_CLOSES = re.compile(r":::[ \t]*$")
LINE_MARK = re.compile(r"(?m)^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+|\[\^[^\]\n]+\]:|[ \t|:-]*-{3}[ \t|:-]*$)")
LINK = re.compile(r"!?\[([^\]\n]*)\]\([^()\n]*\)")
NOTE_MARK = re.compile(r"\[\^[^\]\n]+\]")
EMPHASIS = re.compile(r"(\*\*|\*|~~|`+|(?<!\w)__?)(?=\S)(.+?)(?<=\S)\1(?![*`])")


@dataclass(frozen=True)
class Paragraph:
    """A block of a text; a whole list, with the line that leads into it, is one. `prompt` marks a practice prompt."""

    text: str
    prompt: bool = False


def citations(text: str) -> tuple[str, ...]:
    """Return the keys of the references a text cites, each once, in order."""
    return tuple(dict.fromkeys(key.strip() for key in CITATION.findall(text)))


def terms(text: str) -> tuple[str, ...]:
    """Return the keys of the terms a text links, each once, in order."""
    return tuple(dict.fromkeys(key.strip() for key, _ in TERM.findall(text)))


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Return the blocks of a text that say something: headings and rules are left out, lists are kept whole."""
    found: list[Paragraph] = []
    for block, prompt in _blocks(text):
        joins = found and not prompt and not found[-1].prompt and _goes_on(found[-1].text, block)
        if joins:
            found[-1] = Paragraph(f"{found[-1].text}\n{block}")
        elif prompt or _says_something(block):
            found.append(Paragraph(block, prompt))
    return tuple(found)


def prompt_left_open(text: str) -> bool:
    """Say whether a practice prompt is begun and never ended; what follows it is then no prompt."""
    inside = False
    for line in text.split("\n"):
        if PROMPT_OPENS.match(line):
            inside = True
        elif PROMPT_CLOSES.match(line):
            inside = False
    return inside


def beginning(text: str) -> str:
    """Return the first words of a text."""
    words = " ".join(prose(text).split())
    return words if len(words) <= 60 else f"{words[:60].rstrip()}…"


def prose(text: str, names: Mapping[str, str] | None = None) -> str:
    """Return a text without citations, fences and keys of terms; a linked term without words goes by its name.

    `names`: term key → name; a key that is not in it stands for itself.
    """
    known = names or {}
    said = TERM.sub(lambda link: link[2] or known.get(link[1], link[1]), text)
    return re.sub(r"(?m)^:::.*$", "", CITATION.sub("", said))


def plain_text(text: str, names: Mapping[str, str] | None = None) -> str:
    """Return a text on one line as it is read aloud, without any Markdown; `names` as in `prose`."""
    said = LINK.sub(r"\1", NOTE_MARK.sub("", LINE_MARK.sub("", prose(text, names))))
    while said != (said := EMPHASIS.sub(r"\2", said)):
        pass
    words = " ".join(said.replace("|", " ").split())
    return re.sub(r" ([.,;:)])(?= |$)", r"\1", words)  # a citation stood before the full stop


def _blocks(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the blocks between blank lines, and each prompt, as (text, is a prompt)."""
    lines = text.split("\n")
    block: list[str] = []
    at = 0
    while at < len(lines):
        end = _prompt_end(lines, at)
        if end or not lines[at].strip():
            if block:
                yield "\n".join(block), False
            block = []
        else:
            block.append(lines[at])
        if end:
            yield "\n".join(lines[at + 1 : end]), True
        at = max(at, end) + 1
    if block:
        yield "\n".join(block), False


def _prompt_end(lines: list[str], at: int) -> int:
    """Return the line that ends the prompt beginning at `at`; 0 when none begins there or it never ends."""
    if not PROMPT_OPENS.match(lines[at]):
        return 0
    return next((end for end in range(at + 1, len(lines)) if PROMPT_CLOSES.match(lines[end])), 0)


def _goes_on(before: str, block: str) -> bool:
    """Say whether a block belongs to the one before: the next item of a list, or the list a colon leads into."""
    lines = before.split("\n")
    in_list = any(LIST_ITEM.match(line) for line in lines)
    is_item = bool(LIST_ITEM.match(block))
    return (in_list and (is_item or block[0] in " \t")) or (is_item and lines[-1].rstrip().endswith(":"))


def _says_something(block: str) -> bool:
    """Say whether a block is more than a heading or a rule."""
    said = [line for line in block.split("\n") if not re.match(r"#{1,6}[ \t]", line)]
    return any(letter.isalnum() for line in said for letter in line)
