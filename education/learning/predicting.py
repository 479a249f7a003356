"""Predictions: what a reader with an account said before the answer was shown to them."""

from collections.abc import Iterable
from datetime import datetime

from education.learning.models import Prediction


def predict(user, *, kind: str, key: str, answer: str, release: int, now: datetime) -> Prediction:
    """Keep an answer and return what stands: the first answer to a question in a release, however often it is posted.

    One row, written whole or not at all. `kind` is "claim" or "map"; the caller has made sure that `key` and `answer`
    are possible in `release`.
    """
    question = {"owner": user, "kind": kind, "key": key, "release": release}
    return Prediction.objects.get_or_create(**question, defaults={"answer": answer, "at": now})[0]


def predictions(user, *, kind: str, keys: Iterable[str], release: int | None = None) -> dict[str, Prediction]:
    """Return what somebody predicted, by key: one query, none for strangers.

    `release`: only what was asked in that release; by default in any, and then the first answer stands.
    """
    if user is None or not user.is_authenticated:
        return {}
    found = Prediction.objects.filter(owner=user, kind=kind, key__in=list(keys))
    if release is not None:
        found = found.filter(release=release)
    return {one.key: one for one in found.order_by("-release")}


def predicted(user, *, kind: str, keys: Iterable[str], release: int | None = None) -> dict[str, str]:
    """Return the answers of `predictions`, by key: one query, none for strangers."""
    return {key: one.answer for key, one in predictions(user, kind=kind, keys=keys, release=release).items()}
