"""HTML that is drawn once and kept, with blanks for the few values that differ from one answer to the next.

A template is rendered with a mark in place of each such value, and the result is cut at the marks; from then on values
are put between the pieces. So a template stays the only place that says what the HTML is.
"""

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from functools import cache
from threading import Lock
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.core.signals import setting_changed
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

Values = Mapping[str, Any]
Render = Callable[[dict[str, Any]], str]
OVERHEAD = 300  # characters that a form costs beside its own


class Form(NamedTuple):
    """Pieces of HTML with a blank between each two; `blanks` are their names in order."""

    pieces: list[str]
    blanks: tuple[str, ...]


class Kept:
    """Forms by key, at most `most` characters of them: those not used for longest are forgotten first."""

    def __init__(self, most: int) -> None:
        self.most, self.size = most, 0
        self._forms: OrderedDict[Hashable, Form] = OrderedDict()
        self._lock = Lock()

    def draw(self, key: Hashable, values: Values, render: Render) -> SafeString:
        """Return `render(values)`, from the form kept under `key` where there is one.

        `render` may depend on nothing but `key` and its argument, and may use a value only to show it. A value that is
        callable is called when it is shown. What is filled in is escaped as a template would.
        """
        form = self._forms.get(key)
        if form is None:
            marks = {name: _mark(name, _kind(value)) for name, value in values.items()}
            form = _cut(render(marks), marks)
            self._keep(key, form)
        else:
            self._used(key)
        return _filled(form, values)

    def forget(self, **kwargs: object) -> None:
        """Start with nothing kept, as a new process does."""
        with self._lock:
            self._forms.clear()
            self.size = 0

    def _used(self, key: Hashable) -> None:
        with self._lock:
            if key in self._forms:
                self._forms.move_to_end(key)

    def _keep(self, key: Hashable, form: Form) -> None:
        with self._lock:
            if key not in self._forms:
                self._forms[key] = form
                self.size += _size(form)
            while self.size > self.most and len(self._forms) > 1:
                self.size -= _size(self._forms.popitem(last=False)[1])


def draw_anew(key: Hashable, values: Values, render: Render) -> SafeString:
    """Return what `Kept.draw` does, without keeping anything."""
    return mark_safe(render({name: _now(value) for name, value in values.items()}))  # noqa: S308 - a template's


def _kind(value: Any) -> str:
    if isinstance(value, UUID):
        return "uuid"
    return "number" if isinstance(value, int) else "text"


@cache
def _mark(name: str, kind: str) -> Any:
    """Return what stands for a value: random, and told to nobody, so that no content can hold it.

    It is of the value's own kind, so that an address can be composed with it. Marks of texts need no escaping.
    """
    if kind == "uuid":
        return uuid4()
    if kind == "number":
        return 10**30 + secrets.randbelow(10**30)
    return mark_safe(secrets.token_hex(16))  # noqa: S308 - letters and digits


def _cut(html: str, marks: Values) -> Form:
    names = {str(mark): name for name, mark in marks.items()}
    pieces = re.split(f"({'|'.join(names)})", html) if names else [html]
    return Form(pieces, tuple(names[mark] for mark in pieces[1::2]))


def _filled(form: Form, values: Values) -> SafeString:
    pieces, blanks = form
    if not blanks:
        return mark_safe(pieces[0])  # noqa: S308 - rendered by a template
    texts = {name: conditional_escape(_now(values[name])) for name in set(blanks)}
    filled = pieces.copy()
    filled[1::2] = [texts[name] for name in blanks]
    return mark_safe("".join(filled))  # noqa: S308 - rendered by a template, and the values escaped


def _now(value: Any) -> Any:
    return value() if callable(value) else value


def _size(form: Form) -> int:
    return OVERHEAD + sum(map(len, form.pieces))


HTML = Kept(most=6_000_000)
"""What this process keeps: at two bytes a character, 12 MB when it is full."""

# Addresses of static files are part of what is kept; settings change only in tests.
setting_changed.connect(HTML.forget)
