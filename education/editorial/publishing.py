"""Publishing: a checked draft becomes a frozen edition, live now or later, and may be withdrawn."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from pydantic import BaseModel

from education.core.domain.canonical import canonical, fingerprint
from education.core.domain.problems import Level, Problem
from education.editorial import kinds
from education.editorial.domain.by import By
from education.editorial.domain.package import AllowedFigure
from education.editorial.models import (
    Allowance,
    AuditEntry,
    Citation,
    Edition,
    Notice,
    Numbering,
    Publication,
    SignOff,
)
from education.editorial.notices import subject

Writer = Callable[[Edition, kinds.Kind], None]
_writers: list[Writer] = []


class Blocked(Exception):
    """The draft may not be published yet; `problems` holds everything found, advice too."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        stops = [p for p in self.problems if p.level >= Level.BLOCKS_PUBLISHING]
        super().__init__("; ".join(f"{p.where}: {p.message} {p.fix}".strip(" :") for p in stops))


class NothingPublished(LookupError):
    """There is no standing edition to withdraw."""


def register_writer(writer: Writer) -> None:
    """Have `writer(edition, kind)` called in the transaction of every new edition; twice is once."""
    if writer not in _writers:
        _writers.append(writer)


def publish(
    kind: str,
    slug: str,
    *,
    by: By,
    note: str = "",
    safety: bool = False,
    live_from: datetime | None = None,
    now: datetime | None = None,
) -> Edition:
    """Publish a draft and return its edition; an unchanged draft returns the edition it already has.

    `live_from`: when learners get it, now unless later. Raises `Blocked` or `kinds.UnknownDraft`, having written
    nothing.
    """
    now = now or timezone.now()
    publisher = kinds.get(kind)
    with transaction.atomic():
        # What the draft stands on comes first, so that locks are always taken in the order of the kinds.
        publisher.before_publish(slug, by=by, now=now)
        lock(kind, slug)
        refuse_blocked(problems_of(kind, slug, now=now))
        compiled = publisher.compile(slug)
        return issue(kind, slug, compiled, by=by, note=note, safety=safety, live_from=live_from, now=now)


def lock(kind: str, slug: str) -> None:
    """Hold every other publication of this slug back until the transaction ends."""
    # The insert comes before the read: on SQLite it takes the write lock, elsewhere it waits for a rival's insert.
    Numbering.objects.bulk_create([Numbering(kind=kind, slug=slug)], ignore_conflicts=True)
    Numbering.objects.select_for_update().get(kind=kind, slug=slug)


def problems_of(kind: str, slug: str, *, now: datetime) -> tuple[Problem, ...]:
    """Return everything the check finds in a draft, with the sign-offs that are required and missing."""
    found = kinds.get(kind).check(slug, today=timezone.localdate(now), allowed=allowed_figures())
    return (*found, *_missing_sign_offs(kind, slug, found))


def refuse_blocked(problems: Iterable[Problem]) -> None:
    """Raise `Blocked` when any of `problems` stops publishing."""
    problems = tuple(problems)
    if any(problem.level >= Level.BLOCKS_PUBLISHING for problem in problems):
        raise Blocked(problems)


def issue(
    kind: str,
    slug: str,
    compiled: BaseModel,
    *,
    by: By,
    note: str = "",
    safety: bool = False,
    live_from: datetime | None = None,
    now: datetime,
) -> Edition:
    """Write a compiled document that passed its check as the next edition; the caller holds `lock`."""
    goes_live = max(live_from or now, now)
    text = canonical(compiled)
    latest = Edition.objects.standing(kind, slug).select_related("publication").first()
    if latest and latest.sha256 == fingerprint(text):
        _bring_forward(latest, goes_live)
        return latest
    edition = _write(kind, slug, compiled, text, by=by, note=note, safety=safety, now=now)
    _go_live(edition, goes_live)
    cites = sorted(set(kinds.get(kind).citations(compiled)))
    Citation.objects.bulk_create(Citation(edition=edition, kind=c.kind, key=c.key, place=c.place) for c in cites)
    _note(by, "publish", kind, slug, f"Edition {edition.number}" + (f": {note}" if note else ""), now)
    for writer in _writers:
        writer(edition, kinds.get(kind))
    return edition


def withdraw(kind: str, slug: str, *, why: str, by: By, now: datetime | None = None) -> int:
    """Take every standing edition of a slug out of sight and say so on top of it; return how many.

    Walks on it stay readable and show the notice. Raises `NothingPublished`, and ValueError without a reason.
    """
    if not why.strip():
        raise ValueError("A withdrawal needs a reason, which readers will see.")
    now = now or timezone.now()
    with transaction.atomic():
        lock(kind, slug)
        standing = Publication.objects.filter(edition__kind=kind, edition__slug=slug, withdrawn_at=None)
        count = standing.update(withdrawn_at=now, withdrawn_why=why)
        if not count:
            raise NothingPublished(f"There is no published edition of {kind} {slug} to withdraw.")
        Notice.objects.create(kind=Notice.Kind.WITHDRAWAL, subject=subject(kind, slug), text=why, since=now)
        _note(by, "withdraw", kind, slug, why, now)
    return count


def sign_off(kind: str, slug: str, *, role: str, disclosure: str, by: By, now: datetime | None = None) -> SignOff:
    """Keep a reviewer's signature on the draft exactly as it stands; signing twice keeps the first.

    Raises ValueError without a disclosure or an account: only an account's own name may appear.
    """
    if not disclosure.strip() or not by.account_key:
        raise ValueError("A sign-off needs an account and a disclosure, even if it says that there are no interests.")
    now = now or timezone.now()
    with transaction.atomic():
        lock(kind, slug)
        signature, is_new = SignOff.objects.get_or_create(
            kind=kind,
            slug=slug,
            sha256=fingerprint(canonical(kinds.get(kind).draft(slug))),
            role=role,
            account_key=by.account_key,
            defaults={"name": by.name, "disclosure": disclosure, "signed_at": now},
        )
        if is_new:
            _note(by, "sign-off", kind, slug, role, now)
    return signature


def sign_offs(kind: str, slug: str) -> tuple[SignOff, ...]:
    """Return the signatures on the draft exactly as it stands, oldest first."""
    sha256 = fingerprint(canonical(kinds.get(kind).draft(slug)))
    return tuple(SignOff.objects.filter(kind=kind, slug=slug, sha256=sha256))


def required_roles(kind: str) -> frozenset[str]:
    """Return the roles that have to sign before a draft of this kind is published."""
    return frozenset(settings.SCLERO_REQUIRED_SIGN_OFFS.get(kind, ()))


def allowed_figures() -> tuple[AllowedFigure, ...]:
    """Return the figures that loaded packages let pass."""
    rows = Allowance.objects.values_list("place", "figure", "reason").distinct()
    return tuple(AllowedFigure(place=place, figure=figure, reason=reason) for place, figure, reason in rows)


def _missing_sign_offs(kind: str, slug: str, found: Iterable[Problem]) -> list[Problem]:
    """Return a problem for each required role that has not signed, unless the kind's own check said so."""
    required = required_roles(kind)
    said = any(p.code == "missing-sign-off" and p.level >= Level.BLOCKS_PUBLISHING for p in found)
    unreadable = any(p.level >= Level.BLOCKS_REVIEW for p in found)
    if not required or said or unreadable:
        return []
    missing = required - {signature.role for signature in sign_offs(kind, slug)}
    return [
        Problem(
            code="missing-sign-off",
            level=Level.BLOCKS_PUBLISHING,
            place="",
            message=f"Nobody has signed this text as {role}.",
            fix="Ask a reviewer to sign the draft as it stands.",
        )
        for role in sorted(missing)
    ]


def _write(
    kind: str, slug: str, compiled: BaseModel, text: str, *, by: By, note: str, safety: bool, now: datetime
) -> Edition:
    """Insert the frozen row under the next number."""
    head = dict(kinds.get(kind).head(compiled))
    last = Edition.objects.filter(kind=kind, slug=slug).order_by("-number").values_list("number", flat=True).first()
    return Edition.objects.create(
        kind=kind,
        slug=slug,
        number=(last or 0) + 1,
        schema=compiled.schema_version,  # type: ignore[attr-defined]
        language=head["language"],
        title=head["title"],
        head=json.dumps(head, ensure_ascii=False, sort_keys=True),
        document=text,
        sha256=fingerprint(text),
        safety=safety,
        note=note,
        published_at=now,
        published_by=by.name,
        account_key=by.account_key,
    )


def _go_live(edition: Edition, at: datetime) -> None:
    """Start the publication; whatever else would be live at `at` or later ends there, and so does a withdrawal."""
    Publication.objects.create(edition=edition, live_from=at)
    _end_earlier(edition, at)


def _bring_forward(edition: Edition, at: datetime) -> None:
    """Let an edition scheduled for later go live at `at` already."""
    if at < edition.publication.live_from:
        Publication.objects.filter(edition=edition).update(live_from=at)
        _end_earlier(edition, at)


def _end_earlier(edition: Edition, at: datetime) -> None:
    """End the earlier editions, and the notice of a withdrawal, when `edition` goes live."""
    earlier = Publication.objects.filter(
        Q(superseded_at=None) | Q(superseded_at__gt=at),
        edition__kind=edition.kind,
        edition__slug=edition.slug,
        edition__number__lt=edition.number,
    )
    earlier.update(superseded_at=at)
    gone = Notice.objects.filter(
        kind=Notice.Kind.WITHDRAWAL, subject=subject(edition.kind, edition.slug), since__lte=at
    )
    gone.filter(Q(until=None) | Q(until__gt=at)).update(until=at)


def _note(by: By, action: str, kind: str, slug: str, detail: str, now: datetime) -> None:
    """Write the audit line."""
    AuditEntry.objects.create(at=now, account_key=by.account_key, action=action, kind=kind, slug=slug, detail=detail)
