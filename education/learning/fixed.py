"""The HTML of a step that is the same for everybody who sees it in one lens on one day."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from django.template import loader
from django.utils.translation import get_language

# A playable is kept once per edition, so its being the same object is its being the same edition; what is kept of it
# goes when it goes.
_kept = WeakKeyDictionary()


@dataclass(frozen=True)
class FixedStep:
    """Rendered parts of a step: its `head`, and the inside of `options` by choice key.

    `subjects` is what notices may be about here: the pathway, and every source and statement the step shows.
    """

    head: str
    options: dict[str, str]
    subjects: tuple[str, ...]


def fixed_step(playable, screen, today):
    """Return the step's unchanging HTML in the screen's lens and the current language.

    It changes at midnight, because what is overdue does: then all of the day before is forgotten.
    """
    day, steps = _kept.get(playable, (None, {}))
    if day != today:
        day, steps = _kept[playable] = (today, {})
    key = (screen.step.key, screen.lens, get_language())
    if key not in steps:
        steps[key] = _rendered(screen, term_names(playable))
    return steps[key]


def term_names(playable):
    """Return the names of the terms that an edition uses, by key."""
    return {term.key: term.name for term in playable.compiled.shelf.terms.values()}


def _rendered(screen, terms):
    step = screen.step
    common = {"lens": screen.lens, "terms": terms}
    render = loader.render_to_string
    options = {o.key: render("learning/_option.html", {"option": o, **common}) for o in step.options}
    head = render("learning/_head.html", {"step": step, **common})
    return FixedStep(head=head, options=options, subjects=_subjects(screen.slug, step))


def _subjects(slug, step):
    strips = [*step.strips, *(strip for option in step.options for strip in (*option.strips, *option.more))]
    cited = [
        step.sources,
        *(cites for o in step.options for cites in (o.sources, o.further)),
        *(x.sources for x in strips),
    ]
    sources = {f"reference:{source.key}" for cites in cited for source in cites}
    return tuple(sorted({f"pathway:{slug}"} | sources | {f"statement:{x.key}" for x in strips}))
