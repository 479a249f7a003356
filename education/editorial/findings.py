"""How findings are written down: lines for people, plain values for programs."""

from collections.abc import Iterable
from typing import Any

from education.core.domain.problems import Level, Problem
from education.editorial.loading import Finding

LEVELS = {Level.ADVICE: "advice", Level.BLOCKS_PUBLISHING: "blocks-publishing", Level.BLOCKS_REVIEW: "blocks-review"}


def findings_of(problems: Iterable[Problem]) -> tuple[Finding, ...]:
    """Return problems met before there was a document they belong to."""
    return tuple(Finding("", "", problem) for problem in problems)


def as_lines(findings: Iterable[Finding]) -> list[str]:
    """Return one line for each finding, by file and line: where, what is wrong, what to do."""
    return [_line(finding) for finding in sorted(findings, key=_order)]


def as_values(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return one mapping of JSON values for each finding, in the same order."""
    return [_values(finding) for finding in sorted(findings, key=_order)]


def _order(finding: Finding) -> tuple[Any, ...]:
    problem = finding.problem
    return problem.file, problem.line, finding.kind, finding.slug, problem.place, problem.code, problem.message


def _line(finding: Finding) -> str:
    problem = finding.problem
    spot = ":".join(part for part in (problem.file, str(problem.line or "")) if part)
    owner = "" if problem.file else f"{finding.kind} {finding.slug}".strip()
    where = " ".join(part for part in (spot, owner, problem.place) if part)
    return f"{LEVELS[problem.level]}: {where}: {problem.message} {problem.fix} [{problem.code}]"


def _values(finding: Finding) -> dict[str, Any]:
    problem = finding.problem
    return {
        "kind": finding.kind,
        "slug": finding.slug,
        "code": problem.code,
        "level": LEVELS[problem.level],
        "blocks": finding.blocks,
        "place": problem.place,
        "file": problem.file,
        "line": problem.line,
        "message": problem.message,
        "fix": problem.fix,
    }
