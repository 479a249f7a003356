"""What stays live on top of frozen editions: small remarks, keyed by stable keys, collected from their providers.

A provider is `(slot, keys, user) → list[Overlay]`, one query a request, and registers itself in `apps.ready()`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

SLOTS = ("home", "cover", "step", "header", "reference")


@dataclass(frozen=True)
class Overlay:
    """One remark shown in `slot` about `key` ("reference:senscis-2019"); `kind` chooses its looks and its word."""

    slot: str
    key: str
    kind: str
    title: str
    text: str
    at: datetime
    author: str = ""
    url: str = ""


Provider = Callable[[str, Sequence[str], object], Iterable[Overlay]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Add a provider once; registering it again changes nothing."""
    if provider not in _providers:
        _providers.append(provider)


def collect(slot: str, keys: Sequence[str], user: object) -> tuple[Overlay, ...]:
    """Return what every provider has for `keys` in `slot`, in the order of registration."""
    if slot not in SLOTS:
        raise ValueError(f"slot={slot!r}")
    return tuple(overlay for provider in _providers for overlay in provider(slot, keys, user))
