"""Pages cost a few queries, however much content there is."""

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from education.learning.models import Walk
from education.library import releases
from tests.builders import claim, drawn_pathway
from tests.published import TESTS, publish, somebody
from tests.query_budget import BUDGET, HIGHEST

TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
TOKEN = "a-token-of-a-page"
MANY = 1000
CLAIMS = 30


def multiply(edition, times):
    """Make `times` more live pathways: published rows like those of `edition`."""
    from education.editorial.models import Edition, Publication

    fields = {
        f.attname: getattr(edition, f.attname) for f in Edition._meta.concrete_fields if f.name not in {"id", "slug"}
    }
    rows = Edition.objects.bulk_create(Edition(slug=f"{edition.slug}-{n}", **fields) for n in range(times))
    Publication.objects.bulk_create(Publication(edition=row, live_from=edition.published_at) for row in rows)


class QueryBudgetTests(TestCase):
    def setUp(self):
        self.edition = publish(drawn_pathway(child=True), *(claim(f"claim-{n}") for n in range(CLAIMS)))
        releases.release_ready(by=TESTS)
        self.client.force_login(somebody())
        self.client.post(reverse("learning:start", args=[self.edition.slug]), {"token": TOKEN})
        self.walk = Walk.objects.get()
        self.token = 0

    def costs(self, ask):
        """Return how many queries `ask` runs once the process is warm, without transaction statements."""
        ask()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = ask()
        self.assertLess(answer.status_code, 400)
        return [q["sql"] for q in queries if not q["sql"].startswith(TRANSACTION)]

    def pages(self):
        step = reverse("learning:step", args=[self.walk.pk, 1])
        cover = reverse("learning:cover", args=[self.edition.slug])
        return {
            "step": lambda: self.client.get(step),
            "submit": self.submit,
            "home": lambda: self.client.get("/"),
            "pathways": lambda: self.client.get("/pathways/"),
            "cover": lambda: self.client.get(cover),
            "cover for a step": lambda: self.client.get(cover, {"step": "begin"}),
            "start": self.start,
            "resume": lambda: self.client.get(reverse("learning:walk", args=[self.walk.pk])),
            "reference": lambda: self.client.get("/references/trial/"),
            "therapy": lambda: self.client.get("/therapies/drug/"),
            "terms": lambda: self.client.get("/terms/"),
            "claims": lambda: self.client.get("/claims/"),
            "claim": lambda: self.client.get("/claims/claim-0/"),
            "predict": self.predict,
        }

    def start(self):
        self.token += 1
        data = {"token": f"start-token-{self.token}"}
        return self.client.post(reverse("learning:start", args=[self.edition.slug]), data)

    def predict(self):
        self.token += 1
        return self.client.post(f"/claims/claim-{self.token}/", {"said": "unsure"}, HTTP_HX_REQUEST="true")

    def submit(self):
        self.token += 1
        data = {"from": 1, "choice": "to-ease", "lens": "adult", "token": f"token-{self.token:05}"}
        return self.client.post(reverse("learning:choose", args=[self.walk.pk]), data, HTTP_HX_REQUEST="true")

    def assert_within_budget(self):
        for name, ask in self.pages().items():
            with self.subTest(page=name):
                queries = self.costs(ask)
                self.assertLessEqual(len(queries), BUDGET[name], "\n".join(queries))

    def test_no_page_is_allowed_more_than_the_highest(self):
        self.assertLessEqual(max(BUDGET.values()), HIGHEST)

    def test_every_page_keeps_to_its_budget(self):
        self.assert_within_budget()

    def test_a_newer_edition_costs_nothing_more(self):
        publish(drawn_pathway(child=True, steps={"ease": {"body": "New words [@trial]."}}), note="New words.")
        self.assert_within_budget()

    def test_a_thousand_pathways_cost_the_same(self):
        multiply(self.edition, MANY)
        self.assert_within_budget()
