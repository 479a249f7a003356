"""Editions opened in this process, kept by fingerprint: never invalidated, because an edition never changes."""

from collections import OrderedDict
from threading import Lock
from typing import Any

from education.editorial import kinds
from education.editorial.models import Edition

KEPT = 128  # about 1 MB each; a clinic has some dozens of current editions

_opened: OrderedDict[tuple[str, str], Any] = OrderedDict()
_lock = Lock()


def opened(edition: Edition) -> Any:
    """Return the edition in its kind's in-memory form; reads `document` only when it is not kept yet.

    Load the edition with `.defer("document")`: then a kept one costs no query here, and another costs one.
    """
    key = (edition.kind, edition.sha256)
    with _lock:
        if key in _opened:
            _opened.move_to_end(key)
            return _opened[key]
    # Opened outside the lock: two threads may do it twice, but nobody waits for somebody else's edition.
    form = kinds.get(edition.kind).open(edition.document)
    with _lock:
        _opened[key] = form
        while len(_opened) > KEPT:
            _opened.popitem(last=False)
    return form


def forget_all() -> None:
    """Start cold, as a new process does."""
    with _lock:
        _opened.clear()
