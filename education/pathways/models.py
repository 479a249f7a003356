"""Drafts of pathways, as educators edit them. Learners never see these rows, only editions made from them."""

from typing import get_args

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from education.library.models import EvidenceStatement, Organ, Therapy, stable_key
from education.pathways import words
from education.pathways.domain import document as shape

KEY_HELP = _("Stable name in lower-case words joined by hyphens; walks and links point at it, so change it rarely.")
CITED_HELP = _(
    "Markdown. Cite with [@reference-key] in every paragraph; link a term with [[term-key]]. What only says what to "
    "ask or do, and states no fact, stands between a line “::: prompt” and a line “:::”."
)
EMPTY_KEEPS = _("Empty keeps the text of everybody.")


class Placed(models.Model):
    """A row with a place among the rows of its owner, the field named by `inside`; without a place it goes last."""

    inside = "step"
    position = models.PositiveSmallIntegerField(
        _("position"), blank=True, help_text=_("The lowest comes first; empty goes last.")
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.position is None:
            beside = type(self)._default_manager.filter(**{self.inside: getattr(self, self.inside)})
            self.position = (beside.aggregate(last=Max("position"))["last"] or 0) + 1
        super().save(*args, **kwargs)


class Pathway(models.Model):
    """The draft of one pathway; its `start` step is where a walk begins."""

    slug = models.SlugField(
        _("slug"),
        max_length=100,
        unique=True,
        validators=[stable_key],
        help_text=_("Its name in addresses: lower-case words joined by hyphens. It cannot be changed later."),
    )
    title = models.TextField(_("title"))
    summary = models.TextField(_("summary"), help_text=_("Two or three sentences for the cover."))
    objectives = models.TextField(
        _("objectives"), help_text=_("What a learner can do afterwards: one a line, each beginning with a verb.")
    )
    organ = models.ForeignKey(Organ, models.PROTECT, verbose_name=_("organ domain"), related_name="pathways")
    fits_adults = models.BooleanField(_("fits adults"), default=True, help_text=_("A walk may start with an adult."))
    fits_children = models.BooleanField(
        _("fits children"), default=False, help_text=_("A walk may start with a child.")
    )
    audience = models.CharField(_("audience"), max_length=20, choices=list(words.AUDIENCES.items()), default="any")
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text=_("How long the whole pathway takes."),
    )
    language = models.CharField(
        _("language"),
        max_length=20,
        default="en",
        validators=[RegexValidator(r"^[a-z]{2}(-[A-Za-z]+)?\Z", _("Use a code such as en or pt-BR."))],
        help_text=_("Code of the language it is written in, such as en."),
    )
    translation_of = models.SlugField(
        _("translation of"),
        max_length=100,
        blank=True,
        validators=[stable_key],
        help_text=_("Slug of the pathway it was translated from; else empty."),
    )
    disclosure = models.TextField(
        _("disclosure"), blank=True, help_text=_("Interests of the authors, in a sentence; “None.” if there are none.")
    )
    review_by = models.DateField(
        _("review by"), help_text=_("After this day it cannot be published before it is reviewed.")
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        ordering = ["title"]
        verbose_name = _("pathway")
        verbose_name_plural = _("pathways")

    def __str__(self):
        return self.title

    def touch(self):
        """Note that something in the draft was changed just now."""
        self.save(update_fields=["changed_at"])


class StepQuerySet(models.QuerySet):
    """Questions about drafts of steps."""

    def without_sources(self):
        """Return the steps an educator still has to give evidence statements."""
        return self.filter(statements__isnull=True)


class Step(Placed):
    """One screen of a pathway's draft: what the clinician will read, then decide."""

    inside = "pathway"
    pathway = models.ForeignKey(Pathway, models.CASCADE, related_name="steps", verbose_name=_("pathway"))
    key = models.SlugField(_("key"), max_length=100, validators=[stable_key], help_text=KEY_HELP)
    kind = models.CharField(
        _("kind"),
        max_length=12,
        choices=list(words.KINDS.items()),
        help_text=_("The checks and the page follow from it."),
    )
    flavour = models.CharField(
        _("question of the gate"),
        max_length=24,
        blank=True,
        choices=list(words.FLAVOURS.items()),
        help_text=_("For gates, and only for them."),
    )
    title = models.TextField(_("question"), help_text=_("The heading of the step."))
    short = models.CharField(
        _("short name"), max_length=24, help_text=_("For the trail and the map; at most 24 characters.")
    )
    vignette = models.TextField(
        _("vignette"), blank=True, help_text=_("The fictional case at this step; no citations needed.")
    )
    body = models.TextField(_("text"), blank=True, help_text=CITED_HELP)
    why = models.TextField(_("why this step"), blank=True, help_text=CITED_HELP)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=1, validators=[MaxValueValidator(60)])
    roles = models.TextField(_("team"), blank=True, help_text=_("Roles of the team that this step needs, one a line."))
    statements = models.ManyToManyField(
        EvidenceStatement, through="StepStatement", blank=True, verbose_name=_("evidence")
    )
    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["pathway", "position", "pk"]
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [
            models.UniqueConstraint(
                fields=["pathway", "key"],
                name="pathways_one_step_a_key",
                violation_error_message=_("Another step of this pathway has this key: choose another."),
            ),
            models.CheckConstraint(
                condition=Q(kind="gate") | Q(flavour=""),
                name="pathways_only_gates_have_a_flavour",
                violation_error_message=_(
                    "Only a gate asks the question of a gate: leave it empty, or make this a gate."
                ),
            ),
        ]

    def __str__(self):
        return self.short

    @property
    def place(self):
        """Return how problems name the step."""
        return self.key


class Choice(Placed):
    """One way on from a step."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="choices", verbose_name=_("step"))
    key = models.SlugField(_("key"), max_length=100, validators=[stable_key], help_text=KEY_HELP)
    label = models.CharField(_("label"), max_length=120, help_text=_("What the learner chooses, in a few words."))
    line = models.TextField(_("one line"), blank=True, help_text=_("Under the label; no figures."))
    # Not PROTECT: a pathway can then be deleted whole, while a step that others lead to stays.
    target = models.ForeignKey(
        Step,
        models.RESTRICT,
        related_name="arrivals",
        verbose_name=_("leads to"),
        help_text=_("The step that comes next; add that step first."),
    )
    rationale = models.TextField(_("rationale"), blank=True, help_text=CITED_HELP)
    verdict = models.CharField(
        _("author’s judgement"),
        max_length=12,
        choices=list(words.VERDICTS.items()),
        default="reasonable",
        help_text=_("Shown only after the choice was made."),
    )
    feedback = models.TextField(_("feedback"), blank=True, help_text=CITED_HELP)
    therapy = models.ForeignKey(
        Therapy,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("therapy"),
        help_text=_("If the choice is a treatment of the library; else empty."),
    )
    for_adults = models.BooleanField(_("exists for adults"), default=True)
    for_children = models.BooleanField(_("exists for children"), default=False)
    absent_adult = models.TextField(
        _("why not for adults"),
        blank=True,
        help_text=_("Shown instead of the choice in the adult lens."),
    )
    absent_child = models.TextField(
        _("why not for children"),
        blank=True,
        help_text=_("Shown instead of the choice in the child lens."),
    )
    statements = models.ManyToManyField(
        EvidenceStatement, through="ChoiceStatement", blank=True, verbose_name=_("evidence")
    )

    class Meta:
        ordering = ["step", "position", "pk"]
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        constraints = [
            models.UniqueConstraint(
                fields=["step", "key"],
                name="pathways_one_choice_a_key",
                violation_error_message=_("Another choice of this step has this key: choose another."),
            )
        ]

    def __str__(self):
        return self.label

    def clean(self):
        if self.step_id and self.target_id and self.step.pathway_id != self.target.pathway_id:
            raise ValidationError(_("The choice leads to a step of another pathway: choose one of this pathway."))

    @property
    def place(self):
        """Return how problems name the choice."""
        return f"{self.step.key}/{self.key}"


class CompareRow(Placed):
    """What a choice is like in one respect, for setting it beside another choice."""

    inside = "choice"
    choice = models.ForeignKey(Choice, models.CASCADE, related_name="compare", verbose_name=_("choice"))
    row = models.CharField(_("respect"), max_length=24, choices=list(words.COMPARED.items()))
    text = models.TextField(_("in a few words"), max_length=160, help_text=_("Plain words; no figures, no Markdown."))
    key_difference = models.BooleanField(
        _("key difference"),
        default=False,
        help_text=_("It decides between the choices; one to three of a choice’s rows do."),
    )

    class Meta:
        ordering = ["choice", "position", "pk"]
        verbose_name = _("row for comparing")
        verbose_name_plural = _("rows for comparing")
        constraints = [
            models.UniqueConstraint(
                fields=["choice", "row"],
                name="pathways_one_compare_row",
                violation_error_message=_("This choice has a row of this kind already: change that one."),
            )
        ]

    def __str__(self):
        return self.get_row_display()


class Wording(models.Model):
    """What one population's lens replaces; empty fields keep the text of everybody."""

    population = models.CharField(_("population"), max_length=8, choices=list(words.LENSES.items()))

    class Meta:
        abstract = True
        ordering = ["population"]

    def __str__(self):
        return self.get_population_display()


class StepWording(Wording):
    """A step in one population's lens."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="wordings")
    difference = models.TextField(_("difference note"), help_text=_("One sentence: what is different for them here."))
    body = models.TextField(_("text"), blank=True, help_text=EMPTY_KEEPS)
    why = models.TextField(_("why this step"), blank=True, help_text=EMPTY_KEEPS)

    class Meta(Wording.Meta):
        verbose_name = _("wording for one lens")
        verbose_name_plural = _("other words for one lens")
        constraints = [models.UniqueConstraint(fields=["step", "population"], name="pathways_one_step_wording")]


class ChoiceWording(Wording):
    """A choice in one population's lens."""

    choice = models.ForeignKey(Choice, models.CASCADE, related_name="wordings")
    label = models.CharField(_("label"), max_length=120, blank=True, help_text=EMPTY_KEEPS)
    line = models.TextField(_("one line"), blank=True, help_text=EMPTY_KEEPS)
    rationale = models.TextField(_("rationale"), blank=True, help_text=EMPTY_KEEPS)
    feedback = models.TextField(_("feedback"), blank=True, help_text=EMPTY_KEEPS)

    class Meta(Wording.Meta):
        verbose_name = _("wording for one lens")
        verbose_name_plural = _("other words for one lens")
        constraints = [models.UniqueConstraint(fields=["choice", "population"], name="pathways_one_choice_wording")]


class Leaning(Placed):
    """An evidence statement something leans on, in the author's order; the first leads."""

    statement = models.ForeignKey(EvidenceStatement, models.PROTECT, verbose_name=_("evidence statement"))

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self):
        return str(self.statement)


class StepStatement(Leaning):
    """Evidence of a step."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="leanings")

    class Meta(Leaning.Meta):
        verbose_name = _("evidence statement")
        verbose_name_plural = _("evidence of the step")
        constraints = [models.UniqueConstraint(fields=["step", "statement"], name="pathways_step_leans_once")]


class ChoiceStatement(Leaning):
    """Evidence of a choice."""

    inside = "choice"
    choice = models.ForeignKey(Choice, models.CASCADE, related_name="leanings")

    class Meta(Leaning.Meta):
        verbose_name = _("evidence statement")
        verbose_name_plural = _("evidence of the choice")
        constraints = [models.UniqueConstraint(fields=["choice", "statement"], name="pathways_choice_leans_once")]


class GateCheck(Placed):
    """One authored fact of the fictional vignette that a gate weighs; several may share a key."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="checks", verbose_name=_("step"))
    key = models.CharField(_("check"), max_length=20, choices=list(words.CHECKS.items()))
    state = models.CharField(_("state"), max_length=12, choices=list(words.STATES.items()))
    text = models.TextField(_("reason"))

    class Meta:
        ordering = ["step", "position", "pk"]
        verbose_name = _("gate check")
        verbose_name_plural = _("gate checks")

    def __str__(self):
        return f"{self.get_key_display()}: {self.get_state_display()}"


decimal_point = RegexValidator(r"^-?\d+(\.\d+)?\Z", _("Write a number with a decimal point, such as 62 or 62.5."))


class SeriesPoint(Placed):
    """One measured value of the vignette."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="series", verbose_name=_("step"))
    measure = models.CharField(_("measure"), max_length=12, choices=[(name, name) for name in get_args(shape.Measure)])
    unit = models.TextField(_("unit"))
    month = models.IntegerField(_("month"), help_text=_("Counted from the start of the vignette."))
    # Text, not a number: an edition keeps the digits as they were written ("62" and "62.0" are different claims).
    value = models.TextField(_("value"), validators=[decimal_point])

    class Meta:
        ordering = ["step", "position", "pk"]
        verbose_name = _("measured value")
        verbose_name_plural = _("measured values")

    def __str__(self):
        return f"{self.measure} {self.value} {self.unit}, month {self.month}"
