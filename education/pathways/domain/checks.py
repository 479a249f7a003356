"""The checks that gate publishing: everything that can be known to be wrong with a draft, and what to do about it."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import get_args

from education.core.domain.problems import Level, Problem
from education.editorial.domain.sign_off import SignOffRecord
from education.library.domain.audit import AuditException
from education.library.domain.checks_cited import cited_problems
from education.library.domain.records import Shelf
from education.pathways.domain.checks_graph import graph_problems
from education.pathways.domain.checks_text import text_problems
from education.pathways.domain.compiling import all_citations
from education.pathways.domain.document import LENSES, Flavour, Lens, Pathway, Step
from education.pathways.domain.graph import choices_without_word, closed_reason


def check(
    pathway: Pathway,
    shelf: Shelf,
    *,
    today: date,
    exceptions: Iterable[AuditException] = (),
    required_roles: Collection[str] = frozenset(),
    sign_offs: Iterable[SignOffRecord] = (),
) -> tuple[Problem, ...]:
    """Return every problem of a draft, worst first, then by place; the same draft gives the same answer.

    `shelf`: the release the pathway would be published against. `exceptions`: figures excused from the number audit.
    `required_roles`: roles whose signature publishing needs; `sign_offs`: signatures under exactly this text.
    """
    cites = all_citations(pathway, shelf)
    found = {
        *graph_problems(pathway),
        *_form_problems(pathway),
        *cited_problems(cites, shelf, slug=pathway.slug, review_by=pathway.review_by, today=today),
        *text_problems(pathway, shelf, exceptions=tuple(exceptions)),
        *_sign_off_problems(pathway, required_roles, tuple(sign_offs)),
    }
    return tuple(sorted(found, key=lambda problem: (-problem.level, problem.place, problem.code, problem)))


def _form_problems(pathway: Pathway) -> Iterator[Problem]:
    """Yield what is incomplete in gates and in whom things are for."""
    if not pathway.populations:
        yield _blocks("populations-empty", "", "The pathway fits nobody.", "Name the populations its vignette fits.")
    for step in pathway.steps:
        yield from _gate_problems(step)
        for choice in step.choices:
            if not choice.populations:
                said = f"The choice “{choice.label}” exists for nobody."
                fix = "Name the populations it exists for, or remove it."
                yield _blocks("populations-empty", f"{step.key}/{choice.key}", said, fix)
    for lens in LENSES:
        yield from _lens_problems(pathway, lens)


def _gate_problems(step: Step) -> Iterator[Problem]:
    """Yield what a gate lacks, and what only a gate may have."""
    if step.kind == "gate" and step.flavour is None:
        fix = f"Say which question it asks: {', '.join(get_args(Flavour))}."
        yield _blocks("gate-without-flavour", step.key, f"The gate “{step.short}” has no flavour.", fix)
    if step.kind == "gate" and not step.checks:
        fix = "Write at least one check: a fact of the vignette, and whether it is settled."
        yield _blocks("gate-without-checks", step.key, f"The gate “{step.short}” weighs nothing.", fix)
    if step.kind != "gate" and (step.flavour or step.checks):
        what = "a flavour" if step.flavour else "checks"
        fix = "Remove it, or make the step a gate."
        yield _blocks("flavour-without-gate", step.key, f"“{step.short}” has {what} but is no gate.", fix)


def _lens_problems(pathway: Pathway, lens: Lens) -> Iterator[Problem]:
    """Yield choices that keep silent about a lens the pathway fits, and why a half-written lens stays closed."""
    if lens in pathway.populations:
        for step, choice in choices_without_word(pathway, lens):
            if choice.populations:
                said = f"The choice “{choice.label}” is not offered in the lens “{lens}” and does not say why."
                fix = f"Add the population {lens}, or write the reason under absent."
                yield _blocks("absence-unexplained", f"{step.key}/{choice.key}", said, fix)
    elif closed_reason(pathway, lens) and any(lens in step.wordings for step in pathway.steps):
        said = f"The lens “{lens}” stays closed. {closed_reason(pathway, lens)}"
        fix = "Complete the difference notes and say of every choice for whom it exists, or leave the lens closed."
        yield Problem("lens-closed", Level.ADVICE, "", said, fix)


def _sign_off_problems(
    pathway: Pathway, required_roles: Collection[str], sign_offs: tuple[SignOffRecord, ...]
) -> Iterator[Problem]:
    """Yield missing signatures and disclosures: they block where a role is required, else one advice is enough."""
    signed = {sign_off.role for sign_off in sign_offs}
    for role in sorted(set(required_roles) - signed):
        fix = f"Ask somebody with the role “{role}” to review and sign this text."
        yield _blocks("missing-sign-off", "", f"No {role} has signed this text.", fix)
    if not sign_offs and not required_roles:
        said = "No clinician has signed this text; every page of the edition will say so."
        fix = "Ask a reviewer to sign it."
        yield Problem("missing-sign-off", Level.ADVICE, "", said, fix)
    silent = [f"The {sign_off.role} who signed" for sign_off in sign_offs if not sign_off.disclosure.strip()]
    silent += [] if pathway.disclosure.strip() or not (required_roles or sign_offs) else ["The author"]
    if silent:
        level = Level.BLOCKS_PUBLISHING if required_roles else Level.ADVICE
        said = f"{' and '.join(silent)} did not disclose interests."
        yield Problem("missing-disclosure", level, "", said, "Write the interests down, or “None.”.")


def _blocks(code: str, place: str, message: str, fix: str) -> Problem:
    """Return a problem that blocks publishing."""
    return Problem(code, Level.BLOCKS_PUBLISHING, place, message, fix)
