"""Of the starter's own unverified records nothing is rendered as fact on any page."""

from html import unescape

from django.test import Client, override_settings
from django.urls import reverse

from education.library import releases
from education.library.domain.routes import network_of
from education.library.domain.weighing import standing_claims
from tests.starter.starter import SLUGS, StarterTestCase


def unsaid(library):
    """Yield (record, text) of what an unverified record says: findings, caveats, wordings, statements of effect."""
    for reference in library.references.values():
        if not reference.verified:
            yield from ((reference.key, text) for text in (*reference.key_findings, *reference.caveats, reference.note))
    for shelf, field in (
        ("recommendations", "note"), ("nodes", "description"), ("edges", "statement"), ("targets", "trial_signal"),
    ):  # fmt: skip
        for record in getattr(library, shelf).values():
            if not record.verified:
                yield record.key, getattr(record, field)


def addresses(library):
    """Yield the address of every page that shows records of the library, the whole pathways on paper among them."""
    lists = ("evidence", "evidence_csv", "evidence_json", "thresholds", "reasons")
    yield from (reverse(f"library:{name}") for name in lists)
    yield from (reverse("library:reason", args=[key]) for key in library.reasons)
    for key in library.therapies:
        yield from (reverse("library:therapy", args=[key]) + f"?lens={lens}" for lens in ("adult", "child"))
    yield from (reverse("library:reference", args=[key]) for key in library.references)
    yield from (reverse("library:references") + f"?page={page}" for page in range(1, len(library.references) // 50 + 2))
    yield from (reverse("learning:print_pathway", args=[slug]) for slug in SLUGS)
    every = "&".join(f"with={key}" for key in network_of(library).therapies)
    yield from (f"{reverse('learning:mechanisms')}?{query}" for query in ("", every))
    yield reverse("learning:claims")
    yield from (reverse("learning:claim", args=[one.key]) + "?said=unsure" for one in standing_claims(library))
    for therapy, organ in {(one.therapy, one.organ) for one in library.statements.values()}:
        yield reverse("library:cell", args=[therapy, organ])


@override_settings(SCLERO_OPEN_READING=True)
class UnverifiedTests(StarterTestCase):
    def test_nothing_an_unverified_record_says_is_on_any_page(self):
        library = releases.current_shelf()
        said = [(key, text) for key, text in unsaid(library) if len(text) > 30]
        self.assertGreater(len(said), 40)
        stranger = Client()
        for address in addresses(library):
            answer = stranger.get(address)
            self.assertEqual(answer.status_code, 200, address)
            page = " ".join(unescape(answer.content.decode()).split())
            found = [key for key, text in said if text in page]
            self.assertEqual(found, [], address)

    def test_each_unverified_source_has_a_page_with_its_title_and_that_it_is_not_verified(self):
        library = releases.current_shelf()
        for key in (key for key, one in library.references.items() if not one.verified):
            with self.subTest(key):
                answer = Client().get(reverse("library:reference", args=[key]))
                self.assertContains(answer, "ot yet verified")
