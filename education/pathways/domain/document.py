"""The shape of a pathway: the same in a content package, in draft rows and inside an edition."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from education.core.domain.strict import Key, Line, Strict
from education.editorial.domain.sign_off import SignOffRecord
from education.library.domain.records import Domain, Shelf

Lens = Literal["adult", "child"]
LENSES: tuple[Lens, ...] = ("adult", "child")


def _in_order(lenses: tuple[Lens, ...]) -> tuple[Lens, ...]:
    """Return each lens once, in the order of LENSES: "child, adult" says the same as "adult, child"."""
    return tuple(lens for lens in LENSES if lens in lenses)


Lenses = Annotated[tuple[Lens, ...], AfterValidator(_in_order)]

StepKind = Literal[
    "start", "urgent", "support", "gate", "assess", "decision", "equipoise", "therapy", "trial", "refer", "monitor",
    "outcome",
]  # fmt: skip
Flavour = Literal["right-disease", "really-worse", "only-apparent", "wanted-safe-available"]
CheckState = Literal["settled", "not-settled", "not-known"]
CheckKey = Literal[
    "disease-confirmed", "overlap-or-mimic", "measurement", "definition", "same-assessor", "own-report", "other-cause",
    "adherence", "dose", "duration", "absorption", "intolerance", "infection", "growth", "activity-or-damage",
    "goals", "assent", "pregnancy", "fertility", "infection-screen", "vaccines", "immunoglobulins", "organ-safety",
    "cancer", "bones-teeth", "steroid-exposure", "access",
]  # fmt: skip
Verdict = Literal["preferred", "reasonable", "weak", "unsafe"]
Audience = Literal["trainee", "specialist", "nurse", "any"]
Measure = Literal["FVC", "DLCO", "mRSS", "NT-proBNP", "CRP", "weight", "BMI"]
CompareKey = Literal[
    "aim", "works-on", "evidence-after-failure", "time-to-effect", "given-how", "main-harm", "before-starting",
    "monitoring", "fertility-pregnancy", "children", "access", "stopping-rule",
]  # fmt: skip
Short = Annotated[str, StringConstraints(min_length=1, max_length=24)]


class GateCheck(Strict):
    """One authored fact of the fictional vignette that a gate weighs; never an input about anybody."""

    key: CheckKey
    state: CheckState
    text: Line


class SeriesPoint(Strict):
    """One measured value of the vignette; `value` keeps the digits it was written with."""

    measure: Measure
    unit: Line
    month: int
    value: Decimal


class StepWording(Strict):
    """What one population's lens changes in a step: a sentence saying so, and texts that replace the step's own."""

    difference: Line
    body: str = ""
    why: str = ""


class ChoiceWording(Strict):
    """Texts of a choice that one population's lens replaces; empty keeps the choice's own."""

    label: str = ""
    line: str = ""
    rationale: str = ""
    feedback: str = ""


class CompareRow(Strict):
    """What a choice is like in one respect, in plain words without Markdown, for setting it beside another choice.

    `key_difference`: the author holds that this respect decides between the choices. The words are for both lenses.
    """

    row: CompareKey
    text: Annotated[str, StringConstraints(min_length=1, max_length=160)]
    key_difference: bool = False


class Choice(Strict):
    """One way on from a step.

    `populations`: the lenses in which it exists; for every other lens `absent` says why it does not.
    `verdict` and `feedback` are the author's teaching judgement, shown after choosing.
    """

    key: Key
    label: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    line: str = ""
    target: Key
    rationale: str = ""
    verdict: Verdict = "reasonable"
    feedback: str = ""
    therapy: Key | None = None
    populations: Lenses = ()
    absent: dict[Lens, str] = {}
    statements: tuple[Key, ...] = ()
    compare: tuple[CompareRow, ...] = ()
    wordings: dict[Lens, ChoiceWording] = {}


class Step(Strict):
    """One screen of a pathway: what the clinician reads, then decides."""

    key: Key
    kind: StepKind
    flavour: Flavour | None = None
    title: Line
    short: Short
    vignette: str = ""
    body: str = ""
    why: str = ""
    minutes: int = Field(default=1, ge=0, le=60)
    roles: tuple[str, ...] = ()
    statements: tuple[Key, ...] = ()
    checks: tuple[GateCheck, ...] = ()
    series: tuple[SeriesPoint, ...] = ()
    wordings: dict[Lens, StepWording] = {}
    choices: tuple[Choice, ...] = ()


class Pathway(Strict):
    """A pathway as its authors wrote it; the step of kind `start` is where it begins.

    `populations`: whom the vignette fits, so where a walk may start.
    """

    slug: Key
    title: Line
    summary: Line
    objectives: tuple[Line, ...]
    organ: Domain
    populations: Lenses
    audience: Audience = "any"
    minutes: int = Field(ge=1, le=240)
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Za-z]+)?$")] = "en"
    translation_of: Key | None = None
    disclosure: str = ""
    review_by: date
    steps: tuple[Step, ...]


class CompiledPathway(Strict):
    """A pathway with everything it cites, as an edition holds it; self-contained for ever."""

    schema_version: Literal[2] = 2
    kind: Literal["pathway"] = "pathway"
    pathway: Pathway
    release: int
    shelf: Shelf
    sign_offs: tuple[SignOffRecord, ...] = ()
