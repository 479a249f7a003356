"""The player as HTML, part by part. What many readers see alike is kept; what is one walk's own is filled in.

A part is drawn from what its key settles and from values that are filled in, and sees nothing else (core/kept.py,
docs/decisions/0024). So no key may be without something that the part's template reads.
"""

from dataclasses import dataclass, replace
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.middleware.csrf import get_token
from django.template import loader
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from education.core import context, kept
from education.learning import pieces
from education.learning.fixed import fixed_step
from education.learning.pieces import STEP
from education.pathways.domain.minimap import met, minimap, ticks_of
from education.pathways.domain.playable import Playable
from education.pathways.domain.screen import Screen, Visit

TRAIL_SHOWN = 10  # items; earlier ones fold into a link, so that a long walk does not make a heavy page


@dataclass(frozen=True)
class Standing:
    """How a walk stands: its visits, its edition, what is newer (player.Newer), and the error of a submit.

    `notices` are the overlays of the step. `moved_to_id`: the walk that this one was moved over to.
    """

    walk_id: UUID
    visits: tuple[Visit, ...]
    slug: str
    edition_number: int
    newer: Any = None
    closed: bool = False
    moved_to_id: UUID | None = None
    withdrawn: bool = False
    notices: tuple = ()
    error: str = ""
    token: str = ""


@dataclass(frozen=True)
class Preview:
    """The player over a draft: options are links, nothing is written and nothing is kept."""

    back_url: str
    here_url: str
    option_urls: dict[str, str]
    trail_urls: dict[int, str]
    lens_fields: dict[str, str]


class Drawing:
    """One screen of the player, for a walk or for a preview; `draw` gives its parts and its page."""

    def __init__(
        self,
        request,
        playable: Playable,
        screen: Screen,
        *,
        today: date,
        walk: Standing | None = None,
        preview: Preview | None = None,
        keep=kept.HTML.draw,
    ):
        self.request, self.playable, self.screen, self.walk, self.preview = request, playable, screen, walk, preview
        self.keep = keep if walk else kept.draw_anew
        self.walk_id = walk.walk_id if walk else None
        self.fixed = fixed_step(playable, screen, today)
        self.announce = _("Step %(number)d: %(title)s") % {"number": screen.here.number, "title": screen.step.title}
        self.title = f"{screen.step.title} · {screen.title}"
        if preview:
            self.title = _("Preview: %(title)s") % {"title": screen.step.title}

    def draw(self, name: str, *, oob: bool = False) -> str:
        """Return the part `name` of the template, or the whole page for "page"."""
        return getattr(self, f"_{name}")(oob)

    @cached_property
    def lensed(self) -> tuple:
        """Return what every key begins with: the edition, where "Start again" leads, lens and language."""
        return self.playable.serial, self.walk.slug if self.walk else "", self.screen.lens, get_language()

    @cached_property
    def state(self) -> dict:
        """Return whether choices can be taken."""
        walk = self.walk
        return {"closed": bool(walk and walk.closed), "withdrawn": bool(walk and walk.withdrawn)}

    def _part(self, name, oob, key, values, more, *, of_step=False):
        """Draw a part. `key`: what it depends on beside `lensed` and, where it sees its step, the step.

        `more(values)`: what it sees beside the screen as it is before anybody has walked to it.
        """
        values = {"walk_id": self.walk_id, "seq": self.screen.seq, **values}

        def render(values):
            seen = {"screen": self._screen(values["seq"], of_step), "oob": oob, "walk_id": values["walk_id"]}
            return loader.render_to_string(f"{STEP}#{name}", seen | self._addresses(values) | more(values))

        return self.keep((name, oob, *self.lensed, self.screen.step.key if of_step else "", *key), values, render)

    def _screen(self, seq, of_step):
        if of_step:
            view = self.playable.view(self.screen.step.key, self.screen.lens)
            return replace(self.screen, seq=seq, step=view, kept_checks=(), trail=(), feedback=None)
        names = ("organ", "title", "language", "lens", "lenses")
        return SimpleNamespace(seq=seq, **{name: getattr(self.screen, name) for name in names})

    def _addresses(self, values):
        if self.preview:
            return vars(self.preview) | {"preview": self.preview}
        return {
            "here_url": reverse("learning:step", args=[values["walk_id"], values["seq"]]),
            "restart_url": reverse("learning:cover", args=[self.walk.slug]),
        }

    def _page(self, oob):
        frame = context.page(self.request)
        label = frame.pop("user_label")
        values = {"title": self.title, "user_label": label, "player": self._player(oob)}
        about = {"sample": not self.screen.reviewed, "nav_current": "pathways", "preview": self.preview}

        def render(values):
            return loader.render_to_string(STEP, frame | about | values)

        return self.keep(("page", get_language(), bool(label), about["sample"], *frame.items()), values, render)

    def _player(self, oob):
        parts = {name: self.draw(name) for name in ("title_bar", "banners", "trail", "step", "side")}
        return self._part("player", oob, (), parts, dict)

    def _title_bar(self, oob):
        return self._part("title_bar", oob, (), {}, dict)

    def _status(self, oob):
        def render(values):
            return loader.render_to_string(f"{STEP}#status", values)

        return self.keep(("status",), {"announce": self.announce}, render)

    def _banners(self, oob):
        if not self.walk:
            return self._part("banners", oob, (), {}, dict)
        fixed = {"newer": self.walk.newer, "notices": self.walk.notices, **self.state}
        values = {"csrf_token": self._csrf}
        if self.walk.moved_to_id:
            values["moved_to_id"] = self.walk.moved_to_id
        return self._part("banners", oob, (*fixed.values(), len(values)), values, lambda values: fixed | values)

    def _csrf(self):
        return get_token(self.request)

    def _trail(self, oob):
        trail = self.screen.trail
        shown, folded = trail[-TRAIL_SHOWN:], trail[:-TRAIL_SHOWN]
        fixed = {"before": len(shown) - 1, "earlier": len(folded), "ahead": self.screen.ahead}
        values = {"number": self.screen.here.number, "items": self._items("learning/_trail_item.html", shown)}
        left = [seq for item in folded for seq, _label in item.left]
        if left:
            values["folded_branch"] = max(left)
        return self._part("trail", oob, (*fixed.values(), bool(left)), values, lambda values: fixed | values)

    def _items(self, template, items):
        asked = {"lens": self.screen.lens, "walk_id": self.walk_id, "at": self.screen.seq}
        urls = self.preview.trail_urls if self.preview else {}
        return pieces.joined(
            pieces.item(self.keep, template, item, **asked, url=urls.get(item.seq, "")) for item in items
        )

    def _step(self, oob):
        error, back = str(self.walk.error) if self.walk else "", self.screen.trail[-2:-1]
        fixed = {"form_error": error, **self.state}
        values = {"head": self.fixed.head, "choices": self._choices(), "route": self._route()}
        values |= {"feedback": self._feedback(), "gates": self._gates()}
        if self.walk:
            values |= {"csrf_token": self._csrf, "token": self.walk.token}
        if back:
            values["back"] = back[0].seq
        key = (*fixed.values(), bool(back))
        return self._part("step", oob, key, values, lambda values: fixed | values, of_step=True)

    def _feedback(self):
        said = self.screen.feedback
        return pieces.feedback(self.keep, self.playable, said) if said else ""

    def _gates(self):
        number = {item.seq: item.number for item in self.screen.trail}
        asked = {"lens": self.screen.lens, "walk_id": self.walk_id}
        return pieces.joined(
            pieces.gate(self.keep, block, number=number[block.seq], **asked) for block in self.screen.kept_checks
        )

    def _choices(self):
        key, urls = (*self.lensed, self.screen.step.key), self.preview.option_urls if self.preview else {}
        asked = {"lens": self.screen.lens, "walk_id": self.walk_id, "state": self.state | {"preview": self.preview}}
        return pieces.joined(
            pieces.choice(self.keep, key, one, inside=self.fixed.options[one.key], url=urls.get(one.key, ""), **asked)
            for one in self.screen.step.options
        )

    def _route(self):
        """Draw the way that led to an outcome; no other step shows it."""
        outcome = not self.screen.step.options and not self.screen.step.absent
        return self._items("learning/_route_item.html", self.screen.trail) if outcome else ""

    def _side(self, oob):
        screen, walk = self.screen, self.walk
        line = "" if screen.reviewed else _("Starter content, not yet reviewed by a clinician")
        fixed = {"edition_number": walk and walk.edition_number, "reviewed_line": line}
        if not walk:
            return self._part("side", oob, (), {}, lambda values: values | fixed, of_step=True)
        behind = len(screen.trail) - 1
        ticks = ticks_of(behind)
        names = [item.short for item in screen.trail[-len(ticks) - 1 : -1]]
        said = ngettext("%(n)d step behind you.", "%(n)d steps behind you.", behind) % {"n": behind}
        values = {"labels": pieces.tick_labels(self.keep, ticks, names), "behind": said}
        if behind > len(ticks):
            values["earlier"] = behind - len(ticks)

        def more(values):
            return fixed | values | {"minimap": minimap(self.playable, screen, walk.visits)}

        key = (*fixed.values(), ticks, met(self.playable, screen, walk.visits))
        return self._part("side", oob, key, values, more, of_step=True)
