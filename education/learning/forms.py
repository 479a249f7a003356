"""The forms behind starting a walk, taking a choice, and predicting."""

from django import forms
from django.utils.translation import gettext_lazy as _

from education.library.words import CLAIM_VERDICTS
from education.pathways.domain.document import LENSES

TOKEN = {"min_length": 8, "max_length": 64}
POPULATION_WORDS = {"adult": _("Adult"), "child": _("Child")}
ANSWERS = CLAIM_VERDICTS | {"unsure": _("I cannot say")}


class StartForm(forms.Form):
    """Where a walk starts: a population that the vignette fits; none named takes the first."""

    population = forms.ChoiceField(label=_("Start with"), required=False, widget=forms.RadioSelect)
    token = forms.CharField(widget=forms.HiddenInput, **TOKEN)

    def __init__(self, *args, populations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["population"].choices = [(name, POPULATION_WORDS[name]) for name in populations]
        self.populations = populations

    def clean_population(self):
        """Return the population chosen, or the first that the vignette fits."""
        return self.cleaned_data["population"] or self.populations[0]


class PredictionForm(forms.Form):
    """What somebody says of a claim before they are shown what is held of it."""

    CHOOSE_ONE = _("Choose one of the five answers first. Nothing was kept.")

    said = forms.ChoiceField(
        choices=list(ANSWERS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE_ONE, "invalid_choice": CHOOSE_ONE},
    )


class ChoiceForm(forms.Form):
    """A choice taken at a visit; only the choice itself is a person's to fill in."""

    choice = forms.SlugField(max_length=100)
    lens = forms.ChoiceField(choices=[(name, POPULATION_WORDS[name]) for name in LENSES])
    token = forms.CharField(**TOKEN)


# `from` is a Python keyword, so the field cannot be declared in the class body.
ChoiceForm.base_fields["from"] = forms.IntegerField(min_value=1, max_value=1_000_000)
