"""The mechanism map: as page, as parts, in words, with predictions, under bad addresses, and what it costs."""

import re
from html import unescape
from itertools import combinations

from django.test import TestCase, override_settings
from django.urls import reverse

from education.editorial import memory
from education.learning.mechanism_words import mid_sentence, sentences
from education.learning.models import Prediction
from education.library import drafts, releases
from education.library.domain.library import MapNotes
from education.library.domain.routes import END
from tests import builders
from tests.library.released import release
from tests.library.test_releases import ANNA, stored
from tests.library.test_unverified import SECRET, texts
from tests.published import somebody
from tests.query_budget import BUDGET
from tests.starter.pages import every, plain, text_of, tree

MAP = "/mechanisms/"
PARTS = {"HX-Request": "true", "HX-Target": "mechanisms"}
NOTES = MapNotes(notice="drawn from skin; not a lung map", not_in_map=("the heart", "the kidney"))


def records(*more):
    """Return a map of four routes: a relay, what goes through it, a way round it, and one by itself."""
    return (
        builders.node(END, name="Myofibroblast"),
        builders.node("relay", name="Relay", kind="signalling"),
        builders.node("through", name="Through", kind="cytokine"),
        builders.node("round", name="Round", kind="process"),
        builders.node("alone", name="Alone", kind="cytokine"),
        builders.node("b_cell", name="Upstream", kind="cell"),
        builders.node("vessels", name="Vessels", kind="outcome", description="Narrow vessels."),
        builders.edge("relay--m", source="relay", target=END),
        builders.edge("through--relay", source="through", target="relay"),
        builders.edge("alone--m", source="alone", target=END),
        builders.edge("round--m", source="round", target=END),
        builders.edge("round--relay", source="round", target="relay", effect="compensates-for",
                      statement="It goes on without the relay.", note="In a dish."),
        builders.edge("b_cell--alone", target="alone", statement="It makes it."),
        builders.edge("vessels--m", source="vessels", target=END, verified=False, **texts("statement")),
        target("blocker", "relay", trial_signal="The trial missed its endpoint."),
        target("softener", "alone", "reduces", trial_signal="A small trial."),
        target("depleter", "b_cell", "depletes"),
        target("helper", "vessels", "supports"),
        target("maybe", "alone", verified=False, note="The source is incomplete.", **texts("trial_signal")),
        *more,
    )  # fmt: skip


def target(drug, node, effect="blocks", **fields):
    """Return what a drug does to a node."""
    closes = effect in ("blocks", "depletes")
    return builders.target(f"{drug}--{node}", name=drug.title(), node=node, effect=effect, closes=closes, **fields)


class MapTestCase(TestCase):
    """A published map, read by anybody."""

    @classmethod
    def setUpTestData(cls):
        memory.forget_all()
        shelf = builders.shelf(*records(), map_notes=NOTES)
        drafts.store(shelf)
        drafts.vouch(shelf, by="Anna Field")
        releases.release_ready(by=ANNA)

    def setUp(self):
        opened = override_settings(SCLERO_OPEN_READING=True)
        opened.enable()
        self.addCleanup(opened.disable)

    def ask(self, query="", **headers):
        return self.client.get(f"{MAP}?{query}", headers=headers)

    def row(self, page, key):
        """Return the words of one row of the route table."""
        found = every(tree(page.content.decode()), "tr", id=f"node-{key}")
        return text_of(found[0])


class PageTests(MapTestCase):
    def test_with_nothing_chosen_every_route_is_open(self):
        page = self.ask()
        self.assertContains(page, "Routes to fibrosis still open: 4 of 4")
        self.assertContains(page, "With no therapy chosen")
        self.assertEqual(self.row(page, "alone"), "Open Alone Acts on the myofibroblast itself. Fed by upstream.")

    def test_what_is_closed_what_stops_behind_it_and_what_goes_round_it_are_said_in_words(self):
        page = self.ask("with=blocker")
        self.assertContains(page, "Routes to fibrosis still open: 2 of 4")
        self.assertContains(page, "With blocker")
        self.assertTrue(self.row(page, "relay").startswith("Closed Relay Blocker blocks it."))
        self.assertIn("Its way on is closed at relay (closed by blocker).", self.row(page, "through"))
        around = self.row(page, "round")
        self.assertTrue(around.startswith("Open, a way round Round"))
        for said in (
            "A way round relay (closed by blocker). It goes on without the relay.",
            "In a dish.",
            "Silva 2020",
        ):
            self.assertIn(said, around)

    def test_reducing_dampens_and_supporting_does_neither(self):
        page = self.ask("with=softener&with=helper")
        self.assertContains(page, "Routes to fibrosis still open: 4 of 4")
        self.assertTrue(
            self.row(page, "alone").startswith("Dampened, still open Alone Softener reduces it and does not close it.")
        )
        self.assertContains(page, "Not routes, but acted on: vessels (supported by helper).")
        self.assertContains(page, "Supports vessels: neither closed nor dampened on this map")

    def test_closing_what_feeds_a_route_does_not_close_it_and_says_so(self):
        row = self.row(self.ask("with=depleter"), "alone")
        self.assertIn("All that feeds it here is closed; it is not itself blocked, so it counts as open.", row)
        self.assertIn("Fed by upstream (closed by depleter).", row)

    def test_bars_boxes_lines_and_rungs_show_the_same_states(self):
        page = tree(self.ask("with=blocker&with=softener").content.decode())
        for look, number in (("round", 1), ("dampened", 1), ("closed", 2), ("open", 0)):
            self.assertEqual(len(every(page, "rect", f"s-bar-{look}")), number, look)
            self.assertEqual(len(every(page, "div", f"s-rung-{look}")), number, look)
            self.assertEqual(len(every(page, "td", f"s-look-{look}")), number, look)
        [closed] = every(page, "g", "s-box-closed")
        self.assertEqual(text_of(closed), "Through Relay")
        [image] = every(page, "svg", "s-net")
        self.assertIn("Open, a way round: 1; Dampened, still open: 1; Closed: 2", text_of(image))

    def test_a_hypothesis_is_named_and_never_said_or_counted(self):
        page = self.ask("with=maybe")
        self.assertContains(page, "Routes to fibrosis still open: 4 of 4")
        self.assertContains(page, "that it acts on alone is not verified here.")
        self.assertContains(page, "The source is incomplete.")
        self.assertContains(page, "hypothesis, not counted")
        self.assertNotContains(page, SECRET)

    def test_what_trials_showed_stands_beside_each_chosen_therapy_with_its_source_and_its_page(self):
        page = self.ask("with=blocker")
        [trials] = every(tree(page.content.decode()), "section", "s-trials")
        said = text_of(trials)
        for words in ("A mechanism is not an effect.", "Blocker", "The trial missed its endpoint.", "Silva 2020"):
            self.assertIn(words, said)
        self.assertContains(page, 'href="/therapies/drug/"')
        self.assertNotContains(self.ask("with=softener"), "The trial missed its endpoint.")
        self.assertNotContains(self.ask(), "What trials showed")

    def test_a_signal_is_told_once_and_an_action_without_one_has_its_own_sources(self):
        said = "Two trials were mixed."
        stored(
            *records(
                target("both", "relay", trial_signal=said), target("both", "alone", trial_signal=said),
                target("both", "b_cell", references=["other"]), builders.reference("other", authors="Okoro B"),
            )
        )  # fmt: skip
        releases.release_ready(by=ANNA)
        page = self.ask("with=both")
        self.assertContains(page, said, count=1)
        [trials] = every(tree(page.content.decode()), "section", "s-trials")
        self.assertIn("Two trials were mixed. Sources of this evidence: Silva 2020 Blocks", text_of(trials))
        self.assertIn("Blocks upstream: closed on this map Sources of this evidence: Okoro 2020", text_of(trials))
        self.assertContains(self.ask("with=depleter"), "No trial signal is held here.")

    def test_every_link_is_listed_with_its_level_of_evidence_and_sources(self):
        page = self.ask()
        links = every(tree(page.content.decode()), "details", "s-links")
        [item] = every(links[0], "li", id="link-b_cell--alone")
        self.assertEqual(
            text_of(item),
            "Upstream Activates Alone It makes it. Evidence: laboratory Sources of this evidence: Silva 2020",
        )

    def test_each_node_has_a_place_that_other_pages_can_link_to(self):
        for key in (END, "relay", "through", "round", "alone", "b_cell", "vessels"):
            self.assertContains(self.ask(), f'id="node-{key}"', count=1)

    def test_the_standing_notice_is_there_whatever_is_chosen(self):
        for query in ("", "with=blocker"):
            page = self.ask(query)
            self.assertContains(page, "It counts routes, not their size, and does not predict response")
            self.assertContains(page, "Drawn from skin. Not a lung map.")
            self.assertContains(page, "Not in this map: the heart; the kidney.")

    def test_a_draft_is_on_no_page_before_its_release(self):
        before = self.ask("with=blocker").content
        stored(builders.edge("b_cell--alone", target="alone", statement="Half-finished."), ready=False)
        self.assertEqual(self.ask("with=blocker").content, before)


class PartsTests(MapTestCase):
    def test_htmx_gets_the_parts_the_canonical_address_and_one_sentence_for_the_status(self):
        parts = self.ask("with=softener&with=blocker&with=softener", **PARTS)
        self.assertTrue(parts.content.decode().startswith("<title>Why one drug"))
        self.assertEqual(parts["HX-Push-Url"], f"{MAP}?with=blocker&with=softener")
        self.assertContains(parts, "Routes to fibrosis still open: 2 of 4. With blocker and softener.")
        self.assertContains(parts, 'id="with-blocker" checked')
        self.assertNotContains(parts, "<html")
        self.assertNotContains(parts, "Every link and its source")

    def test_a_history_restore_gets_the_whole_page(self):
        page = self.ask("with=blocker", **{**PARTS, "HX-History-Restore-Request": "true"})
        self.assertContains(page, "<html")

    def test_a_stranger_may_keep_the_page_and_a_reader_may_not(self):
        page = self.ask("with=blocker")
        self.assertEqual(page["Cache-Control"], "no-cache")
        again = self.ask("with=blocker", **{"If-None-Match": page["ETag"]})
        self.assertEqual(again.status_code, 304)
        self.client.force_login(somebody())
        self.assertIn("no-store", self.ask("with=blocker")["Cache-Control"])


class AddressTests(MapTestCase):
    def test_unknown_therapies_are_named_and_dropped(self):
        page = self.ask("with=<b>x</b>&with=blocker")
        self.assertContains(page, "“&lt;b&gt;x&lt;/b&gt;” is no therapy of this map and was left out.")
        self.assertContains(page, "Routes to fibrosis still open: 2 of 4")

    def test_junk_of_any_length_and_number_is_safe_and_cut(self):
        for junk in ("x" * 10_000, "%01", "%F0%9F%92%8A", "blocker%0d%0aSet-Cookie:a", "'; DROP TABLE"):
            with self.subTest(junk[:20]):
                page = self.ask(f"with={junk}")
                self.assertEqual(page.status_code, 200)
                self.assertNotContains(page, "x" * 50)
        page = self.ask("&".join(f"with=no-{n}" for n in range(100)))
        self.assertContains(page, "is no therapy of this map", count=5)
        self.assertContains(page, "95 more names are no therapies of this map and were left out.")

    def test_the_order_and_number_of_names_make_no_difference(self):
        one, other = self.ask("with=blocker&with=softener"), self.ask("with=softener&with=blocker&with=blocker")
        self.assertEqual(one.content, other.content)


class EmptyTests(TestCase):
    @override_settings(SCLERO_OPEN_READING=True)
    def test_before_the_first_release_nothing_is_claimed(self):
        memory.forget_all()
        page = self.client.get(MAP, {"with": "blocker", "add": "x", "said": "1"})
        self.assertContains(page, "No mechanism map is published yet.")
        self.assertNotContains(page, "still open")

    @override_settings(SCLERO_OPEN_READING=True)
    def test_a_release_without_a_map_says_so_too(self):
        memory.forget_all()
        release()
        self.assertContains(self.client.get(MAP, headers=PARTS), "No mechanism map is published yet.")

    def test_a_stranger_is_sent_to_sign_in_where_reading_is_closed(self):
        for answer in (self.client.get(MAP), self.client.post(MAP)):
            self.assertRedirects(answer, f"{reverse('account_login')}?next={MAP}", fetch_redirect_response=False)


class PredictionTests(MapTestCase):
    QUESTION = "If you added blocker, how many routes would stay open?"
    GIVEN = {"add": "blocker", "said": "3"}

    def test_a_stranger_answers_with_a_link_and_nothing_is_kept(self):
        page = self.ask()
        self.assertContains(page, self.QUESTION)
        self.assertContains(page, 'href="/mechanisms/?add=blocker&amp;said=4#predict"')
        told = self.ask("add=blocker&said=3")
        self.assertContains(told, "You said 3. In the model, with blocker too, 2 of 4 would stay open.")
        self.assertContains(told, "Blocker closes relay and through.")
        self.assertContains(told, 'href="/mechanisms/?with=blocker"')
        self.assertContains(self.ask("add=blocker&said=2"), "You said 2, and so does the model")
        self.assertFalse(Prediction.objects.exists())

    def test_with_htmx_the_answer_of_a_stranger_stands_in_the_address(self):
        parts = self.ask("with=softener&add=blocker&said=3", **PARTS)
        self.assertEqual(parts["HX-Push-Url"], f"{MAP}?with=softener&add=blocker&said=3")

    def test_the_answer_is_in_no_page_before_it_is_asked_for(self):
        self.assertNotContains(self.ask(), "In the model, with")
        self.assertNotContains(self.ask(), "Blocker closes")

    def test_a_wrong_question_or_number_is_left_out_with_a_note(self):
        for query in ("add=softener&said=3", "add=blocker&said=77", "add=blocker&said=x", "said=3", "add=blocker",
                      "add=blocker&said=%C2%B2", f"add=blocker&said={'9' * 5000}"):  # fmt: skip
            with self.subTest(query[:40]):
                page = self.ask(query)
                self.assertEqual(page.status_code, 200)
                self.assertContains(page, "That is not one of the answers offered")
                self.assertContains(page, self.QUESTION)

    def test_where_nothing_more_would_change_a_route_nothing_is_asked(self):
        page = self.ask("with=blocker&with=softener")
        self.assertContains(page, "No further therapy of this map would change a route.")

    def test_with_an_account_the_first_answer_of_a_release_is_kept(self):
        user = somebody()
        self.client.force_login(user)
        self.assertContains(self.ask(), 'name="said" value="3"')
        for said in ("3", "3", "2"):
            answer = self.client.post(MAP, {"add": "blocker", "said": said})
            self.assertRedirects(answer, f"{MAP}#predict", fetch_redirect_response=False)
        kept = Prediction.objects.get()
        self.assertEqual((kept.owner, kept.kind, kept.key, kept.answer), (user, "map", ">blocker", "3"))
        self.assertContains(self.ask(), "You said 3. In the model, with blocker too, 2 of 4 would stay open.")

    def test_the_key_names_what_was_chosen_in_the_order_of_names(self):
        self.client.force_login(somebody())
        self.client.post(MAP, {"with": ["softener", "depleter"], **self.GIVEN})
        self.assertEqual(Prediction.objects.get().key, "depleter+softener>blocker")

    def test_htmx_gets_the_answer_at_once(self):
        self.client.force_login(somebody())
        parts = self.client.post(MAP, self.GIVEN, headers=PARTS)
        self.assertContains(parts, "You said 3.")
        self.assertEqual(parts["HX-Push-Url"], MAP)
        self.assertNotContains(parts, "<html")

    def test_a_bad_post_is_refused_and_writes_nothing(self):
        self.client.force_login(somebody())
        for given in ({}, {"add": "blocker"}, {"add": "blocker", "said": "77"}, {"add": "gone", "said": "3"}):
            for headers in ({}, PARTS):
                answer = self.client.post(MAP, given, headers=headers)
                self.assertContains(answer, "That is not one of the answers offered", status_code=422)
        self.assertFalse(Prediction.objects.exists())

    def test_an_answer_in_the_address_is_not_kept_for_an_account_and_shows_nothing(self):
        self.client.force_login(somebody())
        page = self.ask("add=blocker&said=3")
        self.assertContains(page, "Choose it, or another one, and it is kept.")
        self.assertNotContains(page, "In the model, with")
        self.assertFalse(Prediction.objects.exists())

    def test_a_stranger_who_posts_gets_the_answer_of_a_stranger(self):
        answer = self.client.post(MAP, {"with": "softener", **self.GIVEN})
        expected = f"{MAP}?with=softener&add=blocker&said=3"
        self.assertRedirects(answer, expected, fetch_redirect_response=False)
        self.assertFalse(Prediction.objects.exists())

    def test_what_one_said_is_nobody_elses(self):
        self.client.force_login(somebody())
        self.client.post(MAP, self.GIVEN)
        self.client.force_login(somebody("other@example.org"))
        self.assertContains(self.ask(), self.QUESTION)


class NoteTests(TestCase):
    def test_the_notice_is_told_in_sentences(self):
        self.assertEqual(sentences("drawn from skin; not a lung map."), ["Drawn from skin.", "Not a lung map."])
        self.assertEqual(sentences(" ; "), [])

    def test_a_name_within_a_sentence_keeps_its_capitals_where_it_is_an_abbreviation(self):
        names = {"Nintedanib": "nintedanib", "IVIG": "IVIG", "B cell": "B cell", "JAK inhibitors": "JAK inhibitors"}
        self.assertEqual({name: mid_sentence(name) for name in names}, names)


@override_settings(SESSION_ENGINE="django.contrib.sessions.backends.db")
class CostTests(MapTestCase):
    """Signed in, with a session in the database."""

    THERAPIES = ("blocker", "softener", "depleter", "helper", "maybe")

    def test_every_selection_costs_the_same_few_queries(self):
        self.client.force_login(somebody())
        self.ask()
        for size in range(len(self.THERAPIES) + 1):
            for chosen in combinations(self.THERAPIES, size):
                query = "&".join(f"with={key}" for key in chosen)
                with self.subTest(query), self.assertNumQueries(self.expected(chosen)):
                    self.assertEqual(self.ask(query).status_code, 200)

    def expected(self, chosen):
        """Return the budget; where nothing is asked no prediction is looked for."""
        asked = not {"blocker", "softener"} <= set(chosen)
        return BUDGET["mechanisms"] - (not asked)

    def test_a_stranger_costs_the_release_the_other_editions_and_the_notices(self):
        self.ask()
        with self.assertNumQueries(3):
            self.ask("with=blocker")


class WholePageTests(MapTestCase):
    def test_tags_nest_and_no_id_comes_twice(self):
        for query in ("", "with=blocker&with=softener&with=maybe&with=gone", "add=blocker&said=3"):
            html = self.ask(query).content.decode()
            tree(html)
            ids = re.findall(r'\sid="([^"]+)"', html)
            self.assertEqual(sorted(ids), sorted(set(ids)))
            self.assertNotIn("style=", html)
            self.assertIn("Why one drug is rarely enough", plain(unescape(html)))
