"""The part of a step's HTML that is the same for everybody, kept per process."""

from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache

from django.template import loader
from django.utils.translation import get_language

KEPT_STEPS = 2048  # a few tens of kilobytes each
_kept = OrderedDict()


@dataclass(frozen=True)
class FixedStep:
    """Rendered parts of a step: its `head`, and `options` by choice key (without radio buttons)."""

    head: str
    options: dict[str, str]


def fixed_step(playable, screen, today):
    """Return the step's unchanging HTML in the screen's lens and the current language.

    It changes at midnight, because what is overdue does. Playables are kept once per edition, so being the same object
    is being the same edition.
    """
    key = (playable, screen.step.key, screen.lens, get_language(), today)
    if key not in _kept:
        _kept[key] = _rendered(screen.step, screen.lens, term_names(playable))
        if len(_kept) > KEPT_STEPS:
            _kept.popitem(last=False)
    return _kept[key]


@lru_cache(maxsize=128)
def term_names(playable):
    """Return the names of the terms that an edition uses, by key."""
    return {term.key: term.name for term in playable.compiled.shelf.terms.values()}


def _rendered(step, lens, terms):
    common = {"lens": lens, "terms": terms}
    return FixedStep(
        head=loader.render_to_string("learning/_head.html", {"step": step, **common}),
        options={o.key: loader.render_to_string("learning/_option.html", {"option": o, **common}) for o in step.options},
    )
