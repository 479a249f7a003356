"""An edit of any record of the library is on no page until it is released."""

from itertools import product

from django.apps import apps
from django.db import models
from django.test import TestCase, override_settings
from django.urls import reverse

from education.editorial import memory
from education.library import drafts, releases
from education.library.domain.library import MapNotes
from education.library.models import StatusCheck
from education.library.urls import urlpatterns
from tests import builders, full
from tests.every_page import EveryPage, quiet
from tests.library.test_releases import ANNA

MARKER = "zqxjkv"
LIVE = {StatusCheck}  # what registers said last: no draft, nothing of it is released
OURS = {"key", "ready_sha", "ready_by", "role"}
EFFECT = {"reference": "trial", "measure": "FVC", "contrast": "difference", "better": "higher", "value": "41.0"}


def texts_of(model):
    """Return the fields of a model into which an editor could put any word: texts, and lists of texts."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, kinds) and not field.choices and field.name not in OURS
    ]


def edited(field):
    """Return words that show which field they were put into, in the form that the field holds."""
    words = f"{MARKER} {field.model.__name__}.{field.name}"
    if isinstance(field, models.JSONField):
        return [words]
    return f"10.{words}"[: field.max_length] if field.name == "doi" else words[: field.max_length]


def addresses(shelf):
    """Yield every address of the library: the page of every record that has one, and every list."""
    slugs = {"therapy": shelf.therapies, "term": shelf.terms, "reason": shelf.reasons}
    for pattern in urlpatterns:
        names = pattern.pattern.converters
        keys = {"key": shelf.references, "therapy": shelf.therapies, "organ": shelf.organs}
        if "slug" in names:
            keys["slug"] = slugs[pattern.name]
        for chosen in product(*(keys[name] for name in names)):
            yield reverse(f"library:{pattern.name}", kwargs=dict(zip(names, chosen, strict=True)))


@override_settings(SCLERO_OPEN_READING=True)
class DraftsStayUnseenTests(TestCase):
    def setUp(self):
        memory.forget_all()
        self.pages = EveryPage()
        self.pages.edition = self.pages.publish(full.pathway())
        parts = builders.claim(parts=[{"key": "1a", "claim": "A part.", "verdict": "qualified", "explanation": "So."}])
        records = (*full.records(), *builders.one_of_each(), builders.statement(effects=[EFFECT]), parts)
        shelf = builders.shelf(*records, map_notes=MapNotes(notice="Not a map of lungs.", not_in_map=["The heart"]))
        drafts.store(shelf)
        drafts.vouch(shelf, by="Tests")
        self.shelf = releases.release_ready(by=ANNA, now=full.PUBLISHED).shelf

    def seen(self):
        """Yield (what it is, text) of every page of the library, and of the pages that show parts of it."""
        with quiet():
            for address in addresses(self.shelf):
                yield address, self.client.get(address)
            yield from self.pages.lists("a stranger's")
            yield from self.pages.records()

    def test_an_edit_of_any_record_is_on_no_page_until_it_is_released(self):
        count = 0
        for model in set(apps.get_app_config("library").get_models()) - LIVE:
            for field in texts_of(model):
                self.assertTrue(model.objects.update(**{field.name: edited(field)}), field)
                count += 1
        self.assertGreater(count, 70)
        statuses = set()
        for what, response in self.seen():
            body = b"".join(response) if response.streaming else response.content
            statuses.add(response.status_code)
            with self.subTest(what=what):
                self.assertNotIn(MARKER, body.decode(errors="replace"))
        self.assertLessEqual(statuses, {200, 302, 404})  # 302: a page for educators alone

    def test_the_same_words_are_there_once_released(self):
        drafts.store(builders.shelf(builders.term(plain=f"{MARKER} in plain words.")))
        drafts.vouch(drafts.shelf_of_drafts(), by="Tests")
        releases.release_ready(by=ANNA)
        self.assertContains(self.client.get(reverse("library:term", args=["fvc"])), MARKER)
