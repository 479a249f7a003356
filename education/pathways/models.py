"""Drafts of pathways, as educators edit them. Learners never see these rows, only editions made from them."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from education.library.models import EvidenceStatement, Organ, Therapy
from education.pathways.domain import document as shape

KEY_HELP = _("Stable name in lower-case words joined by hyphens; walks and links point at it.")
CITED_HELP = _("Markdown. Cite with [@reference-key] in every paragraph; link a term with [[term-key]].")


def choices_of(literal):
    """Return Django choices for the values of a `Literal` type of the document."""
    return [(value, value.replace("-", " ")) for value in literal.__args__]


class Pathway(models.Model):
    """The draft of one pathway; its `start` step is where a walk begins."""

    slug = models.SlugField(_("slug"), max_length=100, unique=True, help_text=KEY_HELP)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), help_text=_("Two or three sentences for the cover."))
    objectives = models.TextField(_("objectives"), help_text=_("One a line, each beginning with a verb."))
    organ = models.ForeignKey(Organ, models.PROTECT, verbose_name=_("organ domain"), related_name="pathways")
    fits_adults = models.BooleanField(_("fits adults"), default=True, help_text=_("A walk may start with an adult."))
    fits_children = models.BooleanField(_("fits children"), default=False, help_text=_("A walk may start with a child."))
    audience = models.CharField(_("audience"), max_length=20, choices=choices_of(shape.Audience), default="any")
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=30)
    language = models.CharField(_("language"), max_length=10, default="en")
    translation_of = models.SlugField(_("translation of"), max_length=100, blank=True, help_text=_("Slug of the original."))
    disclosure = models.TextField(_("disclosure"), blank=True, help_text=_("Interests of the authors, in a sentence."))
    review_by = models.DateField(_("review by"))
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        ordering = ["title"]
        verbose_name = _("pathway")
        verbose_name_plural = _("pathways")

    def __str__(self):
        return self.title


class StepQuerySet(models.QuerySet):
    """Questions about drafts of steps."""

    def without_sources(self):
        """Return the steps an educator still has to give evidence statements."""
        return self.filter(statements__isnull=True)


class Step(models.Model):
    """One screen of a pathway's draft: what the clinician will read, then decide."""

    pathway = models.ForeignKey(Pathway, models.CASCADE, related_name="steps", verbose_name=_("pathway"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    key = models.SlugField(_("key"), max_length=100, help_text=KEY_HELP)
    kind = models.CharField(_("kind"), max_length=12, choices=choices_of(shape.StepKind))
    flavour = models.CharField(
        _("gate flavour"), max_length=24, blank=True, choices=choices_of(shape.Flavour), help_text=_("For gates only.")
    )
    title = models.CharField(_("question"), max_length=200)
    short = models.CharField(_("short name"), max_length=24, help_text=_("For the trail and the map."))
    vignette = models.TextField(_("vignette"), blank=True, help_text=_("The fictional case at this step; no citations needed."))
    body = models.TextField(_("text"), blank=True, help_text=CITED_HELP)
    why = models.TextField(_("why this step"), blank=True, help_text=CITED_HELP)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=1)
    roles = models.TextField(_("team"), blank=True, help_text=_("Roles of the team that this step needs, one a line."))
    statements = models.ManyToManyField(EvidenceStatement, through="StepStatement", blank=True, verbose_name=_("evidence"))
    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["pathway", "position", "pk"]
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [
            models.UniqueConstraint(fields=["pathway", "key"], name="pathways_one_step_a_key"),
            models.CheckConstraint(condition=Q(kind="gate") | Q(flavour=""), name="pathways_only_gates_have_a_flavour"),
        ]

    def __str__(self):
        return f"{self.short} ({self.key})"

    @property
    def place(self):
        """Return how problems name the step."""
        return self.key


class Choice(models.Model):
    """One way on from a step."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="choices", verbose_name=_("step"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    key = models.SlugField(_("key"), max_length=100, help_text=KEY_HELP)
    label = models.CharField(_("label"), max_length=120)
    line = models.CharField(_("one line"), max_length=240, blank=True, help_text=_("Under the label; no figures."))
    target = models.ForeignKey(Step, models.PROTECT, related_name="arrivals", verbose_name=_("leads to"))
    rationale = models.TextField(_("rationale"), blank=True, help_text=CITED_HELP)
    verdict = models.CharField(_("author's judgement"), max_length=12, choices=choices_of(shape.Verdict), default="reasonable")
    feedback = models.TextField(_("feedback"), blank=True, help_text=CITED_HELP)
    therapy = models.ForeignKey(Therapy, models.PROTECT, null=True, blank=True, verbose_name=_("therapy"))
    for_adults = models.BooleanField(_("exists for adults"), default=True)
    for_children = models.BooleanField(_("exists for children"), default=False)
    absent_adult = models.CharField(_("why not for adults"), max_length=300, blank=True)
    absent_child = models.CharField(_("why not for children"), max_length=300, blank=True)
    statements = models.ManyToManyField(EvidenceStatement, through="ChoiceStatement", blank=True, verbose_name=_("evidence"))

    class Meta:
        ordering = ["step", "position", "pk"]
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        constraints = [models.UniqueConstraint(fields=["step", "key"], name="pathways_one_choice_a_key")]

    def __str__(self):
        return self.label

    @property
    def place(self):
        """Return how problems name the choice."""
        return f"{self.step.key}/{self.key}"


class Wording(models.Model):
    """What one population's lens replaces; empty fields keep the text of everybody."""

    population = models.CharField(_("population"), max_length=8, choices=choices_of(shape.Lens))

    class Meta:
        abstract = True
        ordering = ["population"]

    def __str__(self):
        return self.population


class StepWording(Wording):
    """A step in one population's lens."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="wordings")
    difference = models.TextField(_("difference note"), help_text=_("One sentence: what is different for them here."))
    body = models.TextField(_("text"), blank=True, help_text=CITED_HELP)
    why = models.TextField(_("why this step"), blank=True, help_text=CITED_HELP)

    class Meta(Wording.Meta):
        verbose_name = _("wording for one population")
        constraints = [models.UniqueConstraint(fields=["step", "population"], name="pathways_one_step_wording")]


class ChoiceWording(Wording):
    """A choice in one population's lens."""

    choice = models.ForeignKey(Choice, models.CASCADE, related_name="wordings")
    label = models.CharField(_("label"), max_length=120, blank=True)
    line = models.CharField(_("one line"), max_length=240, blank=True)
    rationale = models.TextField(_("rationale"), blank=True, help_text=CITED_HELP)
    feedback = models.TextField(_("feedback"), blank=True, help_text=CITED_HELP)

    class Meta(Wording.Meta):
        verbose_name = _("wording for one population")
        constraints = [models.UniqueConstraint(fields=["choice", "population"], name="pathways_one_choice_wording")]


class Leaning(models.Model):
    """An evidence statement something leans on, in the author's order; the first leads."""

    statement = models.ForeignKey(EvidenceStatement, models.PROTECT, verbose_name=_("evidence statement"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self):
        return str(self.statement)


class StepStatement(Leaning):
    """Evidence of a step."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="leanings")

    class Meta(Leaning.Meta):
        verbose_name = _("evidence of the step")
        constraints = [models.UniqueConstraint(fields=["step", "statement"], name="pathways_step_leans_once")]


class ChoiceStatement(Leaning):
    """Evidence of a choice."""

    choice = models.ForeignKey(Choice, models.CASCADE, related_name="leanings")

    class Meta(Leaning.Meta):
        verbose_name = _("evidence of the choice")
        constraints = [models.UniqueConstraint(fields=["choice", "statement"], name="pathways_choice_leans_once")]


class GateCheck(models.Model):
    """One authored fact of the fictional vignette that a gate weighs; several may share a key."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="checks", verbose_name=_("step"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    key = models.CharField(_("check"), max_length=20, choices=choices_of(shape.CheckKey))
    state = models.CharField(_("state"), max_length=12, choices=choices_of(shape.CheckState))
    text = models.CharField(_("reason"), max_length=300)

    class Meta:
        ordering = ["step", "position", "pk"]
        verbose_name = _("gate check")
        verbose_name_plural = _("gate checks")

    def __str__(self):
        return f"{self.key}: {self.state}"


class SeriesPoint(models.Model):
    """One measured value of the vignette."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="series", verbose_name=_("step"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    measure = models.CharField(_("measure"), max_length=12, choices=choices_of(shape.Measure))
    unit = models.CharField(_("unit"), max_length=24)
    month = models.SmallIntegerField(_("month"))
    # Text, not a number: an edition keeps the digits as they were written ("62" and "62.0" are different claims).
    value = models.CharField(_("value"), max_length=12, validators=[RegexValidator(r"^-?\d+(\.\d+)?$")])

    class Meta:
        ordering = ["step", "position", "pk"]
        verbose_name = _("measured value")
        verbose_name_plural = _("measured values")

    def __str__(self):
        return f"{self.measure} {self.value} {self.unit}, month {self.month}"
