"""The small pieces that parts of the player are put together from: steps of a trail, options, gates.

Each is kept by what its template reads, with blanks for what is one walk's own. So what is kept grows with the content,
and not with the many ways through it. `keep` is `Kept.draw` or `draw_anew` of core/kept.py; `walk_id` is None in a
preview, whose `url` a piece gets instead.
"""

from dataclasses import replace
from types import SimpleNamespace

from django.template import loader
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from education.learning.fixed import term_names
from education.pathways.domain.minimap import label

STEP = "learning/step.html"
LABEL = "learning/_minimap_label.html"


def joined(pieces):
    """Return pieces as one."""
    return mark_safe("".join(pieces))  # noqa: S308 - each was rendered by a template


def item(keep, template, it, *, lens, walk_id, at, url=""):
    """Draw one step of the trail as seen from visit `at`."""
    labels = tuple(said for _seq, said in it.left)
    plain = replace(it, number=0, seq=0, left=labels, lens=lens)
    values = {f"left{n}": seq for n, (seq, _said) in enumerate(it.left)}
    values |= {"number": it.number, "seq": it.seq, "at": at, "walk_id": walk_id}

    def render(values):
        left = tuple((values[f"left{n}"], said) for n, said in enumerate(labels))
        filled = replace(plain, number=values["number"], seq=values["seq"], left=left)
        return loader.render_to_string(template, values | {"item": filled, "lens": lens, "url": url})

    return keep((template, get_language(), plain, walk_id is None), values, render)


def gate(keep, block, *, number, lens, walk_id):
    """Draw the checks of an earlier gate that stay in sight; it was step `number` of the way."""
    plain = replace(block, seq=None)
    values = {"walk_id": walk_id, "seq": block.seq, "number": number}

    def render(values):
        return loader.render_to_string(f"{STEP}#gate", values | {"block": plain, "lens": lens})

    return keep(("gate", get_language(), plain, lens), values, render)


def feedback(keep, playable, said):
    """Draw what the author holds of the choice that led here."""

    def render(values):
        return loader.render_to_string(f"{STEP}#feedback", {"feedback": said, "terms": term_names(playable)})

    return keep(("feedback", get_language(), playable.serial, said), {}, render)


def choice(keep, key, option, *, lens, inside, walk_id, state, url=""):
    """Draw one option; `inside` is its HTML that is the same for everybody, `key` settles that and the option."""
    values = {f"taken{n}": seq for n, seq in enumerate(option.taken)}
    values |= {"inside": inside, "walk_id": walk_id}

    def render(values):
        taken = tuple(values[f"taken{n}"] for n in range(len(option.taken)))
        shown = SimpleNamespace(key=option.key, letter=option.letter, label=option.label, taken=taken)
        seen = {"option": shown, "screen": {"lens": lens}, "option_url": url}
        return loader.render_to_string("learning/_choice.html", values | state | seen)

    return keep(("choice", *key, option.key, len(option.taken), *state.values()), values, render)


def tick_labels(keep, ticks, names):
    """Draw what stands beside the ticks of the small map."""

    def drawn(at):
        def render(values):
            return loader.render_to_string(LABEL, values | {"label": label(*at)})

        return keep((LABEL, at), {}, render)

    return joined(drawn(at) for at in zip(ticks, names, strict=True))
