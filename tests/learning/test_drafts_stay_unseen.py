"""An edit that was not published is on no learner's page."""

from django.apps import apps
from django.db import models
from django.test import TestCase, override_settings
from django.urls import reverse

from education.editorial import kinds
from education.learning.models import Walk, WalkEvent
from tests.builders import drawn_pathway
from tests.published import publish, somebody

MARKER = "zqxjkv"
DRAFTS = ("library", "pathways")
FORMED = {"doi", "pmid", "value", "low", "high"}  # the database itself refuses words there
FULL = {
    "begin": {
        "why": "Why [@trial]. [[fvc]]",
        "roles": ["Nurse"],
        "series": [{"measure": "FVC", "unit": "%", "month": 0, "value": "70"}],
    },
    "only": {"wordings": {"child": {"difference": "It differs.", "body": "Other words [@trial].", "why": ""}}},
}


def editable_texts(model):
    """Return the free-text fields of a model: those an editor could put any word into."""
    texts = (models.CharField, models.TextField)
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, texts)
        and not isinstance(field, models.SlugField)
        and not field.choices
        and not field.unique
        and field.editable
        and field.name not in FORMED
    ]


@override_settings(SCLERO_OPEN_READING=True)
class DraftsStayUnseenTests(TestCase):
    def setUp(self):
        self.edition = publish(drawn_pathway(child=True, steps=FULL))
        self.client.force_login(somebody())
        self.client.post(reverse("learning:start", args=[self.edition.slug]), {"token": "a-token-of-a-page"})
        self.walk = Walk.objects.get()

    def pages(self):
        """Yield every learner page, each step of the pathway in both lenses."""
        yield from ("/", "/pathways/", reverse("learning:cover", args=[self.edition.slug]))
        yield from ("/references/trial/", "/terms/", "/terms/fvc/")
        playable = kinds.get("pathway").open(self.edition.document)
        for seq, step in enumerate(playable.compiled.pathway.steps, start=2):
            WalkEvent.objects.get_or_create(
                walk=self.walk, seq=seq, parent_seq=1, step=step.key, choice="to-call", lens="adult", outcome=False,
                token=f"t{seq}", at=self.walk.started_at,
            )  # fmt: skip
            for lens in ("adult", "child"):
                yield reverse("learning:step", args=[self.walk.pk, seq]) + f"?lens={lens}"

    def test_an_edit_of_any_model_is_on_no_page_until_it_is_published(self):
        edited = 0
        for label in DRAFTS:
            for model in apps.get_app_config(label).get_models():
                for name in editable_texts(model):
                    limit = model._meta.get_field(name).max_length or 100
                    edited += model.objects.update(**{name: f"{MARKER} {name}"[:limit]})
        self.assertGreater(edited, 50)
        for url in self.pages():
            with self.subTest(url=url):
                page = self.client.get(url)
                self.assertEqual(page.status_code, 200)
                self.assertNotContains(page, MARKER)
