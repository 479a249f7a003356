"""Teaching claims: predicted first, weighed afterwards; by strangers, with an account, and with nonsense."""

import re
from datetime import date
from typing import get_args
from unittest import TestCase as PlainTestCase

from django.conf import settings
from django.db import connection
from django.test import Client, TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from education.editorial import memory
from education.editorial.models import Notice
from education.learning.forms import ANSWERS
from education.learning.models import Prediction
from education.library import releases
from education.library.domain.library import ClaimVerdict
from education.library.domain.weighing import next_to_weigh, nodes_of, reasons_of, standing_claims, weighed
from education.library.models import ClaimPart, TeachingClaim
from tests import builders
from tests.builders import claim, reference, shelf
from tests.library.released import PARTS, release
from tests.published import somebody
from tests.query_budget import BUDGET

LIST = "/claims/"
SCAR = "/claims/scar/"
HELD = (
    "Few trials compared early with late disease.",
    "Say it with care.",
    "Silva 2020",
    "RCT",
    "qualifies",
    "Held here",
)
PART = {"key": "part", "claim": "One half of it", "verdict": "not-shown", "explanation": "Nobody looked at that half."}
SPRITE = settings.ROOT / "static" / "icons.svg"


def scar(**changes):
    """Return a claim with everything a claim can have."""
    return claim(
        "scar", claim="Scars keep themselves going", safer_wording="Say it with care.", parts=[PART], **changes
    )


def words(response):
    """Return the text of a page without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@override_settings(SCLERO_OPEN_READING=True)
class ClaimsTestCase(TestCase):
    """Three claims, one of them unverified, of which "scar" is the last."""

    def setUp(self):
        memory.forget_all()
        release(scar(), claim("early", claim="Early disease answers better"), claim("unseen", verified=False))

    def sign_in(self):
        """Sign somebody in and return them."""
        user = somebody()
        self.client.force_login(user)
        return user

    def says(self, answer, url=SCAR, **headers):
        """Post an answer."""
        return self.client.post(url, {"said": answer}, **headers)


class BeforehandTests(ClaimsTestCase):
    def test_the_page_asks_with_five_answers_and_says_nothing_of_what_is_held(self):
        for sign_in in (False, True):
            if sign_in:
                self.sign_in()
            page = self.client.get(SCAR)
            self.assertContains(page, '<h1 class="s-question s-claim-said">Scars keep themselves going</h1>', html=True)
            self.assertEqual(page.content.count(b'type="radio"'), len(ANSWERS))
            for held in (*HELD, PART["claim"], PART["explanation"]):
                self.assertNotContains(page, held)

    def test_the_page_is_the_same_to_the_letter_whatever_the_verdict(self):
        pages = set()
        for verdict in get_args(ClaimVerdict):
            release(scar(verdict=verdict, evidence_population="child"))
            pages |= {self.client.get(url).content for url in (SCAR, f"{SCAR}?said=dogs")}
            pages.add(self.client.get(LIST).content)
        self.assertEqual(len(pages), 3)

    def test_a_strangers_form_is_a_get_and_a_readers_a_post(self):
        self.assertContains(self.client.get(SCAR), 'method="get"')
        self.assertContains(self.client.get(SCAR), "is not stored")
        self.assertNotContains(self.client.get(SCAR), "csrfmiddlewaretoken")
        self.sign_in()
        self.assertContains(self.client.get(SCAR), 'method="post"')
        self.assertContains(self.client.get(SCAR), "csrfmiddlewaretoken")

    def test_a_claim_that_is_unknown_or_unverified_is_not_found(self):
        for key in ("gone", "unseen"):
            url = reverse("learning:claim", args=[key])
            self.assertEqual(self.client.get(url).status_code, 404)
            self.assertEqual(self.client.get(f"{url}?said=supported").status_code, 404)
        self.sign_in()
        for key in ("gone", "unseen"):
            self.assertEqual(self.says("supported", reverse("learning:claim", args=[key])).status_code, 404)
        self.assertEqual(Prediction.objects.count(), 0)

    def test_where_reading_is_closed_a_stranger_signs_in_first(self):
        with override_settings(SCLERO_OPEN_READING=False):
            for url in (LIST, SCAR, f"{SCAR}?said=qualified"):
                self.assertRedirects(
                    self.client.get(url), f"/accounts/login/?next={url}", fetch_redirect_response=False
                )
            self.assertEqual(self.says("qualified").status_code, 302)

    def test_a_notice_and_an_overdue_review_are_said_beforehand(self):
        release(scar(review_by=date(2020, 1, 1)))
        Notice.objects.create(kind="correction", subject="claim:scar", text="We reword it.")
        for said in ("We reword it.", "Review overdue"):
            self.assertContains(self.client.get(SCAR), said)


class StrangerTests(ClaimsTestCase):
    def test_an_answer_in_the_address_shows_what_is_held_and_stores_nothing(self):
        page = self.client.get(f"{SCAR}?said=supported")
        self.assertContains(page, "You said “Supported”. This library holds “Qualified”.")
        for held in (*HELD[:4], PART["claim"], PART["explanation"], "Not stored"):
            self.assertContains(page, held)
        self.assertNotContains(page, 'type="radio"')
        self.assertEqual(Prediction.objects.count(), 0)
        self.assertNotIn("sessionid", page.cookies)
        self.assertNotIn("Cookie", page["Vary"])

    def test_the_same_answer_and_none_are_worded_as_such(self):
        same = self.client.get(f"{SCAR}?said=qualified")
        self.assertContains(same, "You said “Qualified”, and so does this library.")
        unsure = self.client.get(f"{SCAR}?said=unsure")
        self.assertContains(unsure, "You could not say. This library holds “Qualified”.")

    def test_an_answer_that_is_none_is_said_and_shows_nothing(self):
        for nonsense in ("dogs", "", "Supported", "supported'--", "x" * 5000, "\u202e"):
            page = self.client.get(SCAR, {"said": nonsense})
            self.assertContains(page, "There is no such answer. Choose one of the five.")
            self.assertNotContains(page, HELD[0])

    def test_the_next_claim_is_the_one_behind_it_and_after_the_last_the_first(self):
        self.assertContains(self.client.get(f"{SCAR}?said=unsure"), 'href="/claims/early/"')
        self.assertContains(self.client.get("/claims/early/?said=unsure"), 'href="/claims/scar/"')

    def test_htmx_gets_the_answer_alone_with_its_heading_to_focus(self):
        part = self.client.get(f"{SCAR}?said=supported", headers=PARTS)
        self.assertTrue(part.content.startswith(b"<title>Scars keep themselves going</title>"), part.content[:80])
        self.assertContains(part, 'id="held" tabindex="-1" data-focus')
        self.assertNotContains(part, "<html")
        self.assertEqual(part["Cache-Control"], "no-store")
        back = self.client.get(f"{SCAR}?said=supported", headers=PARTS | {"HX-History-Restore-Request": "true"})
        self.assertContains(back, "<html")

    def test_a_title_never_tells_the_verdict(self):
        for url in (SCAR, f"{SCAR}?said=supported"):
            title = re.search(r"<title>(.*?)</title>", self.client.get(url).content.decode())[1]
            self.assertEqual(title, "Scars keep themselves going")

    def test_a_stranger_who_posts_is_led_to_the_address_that_stores_nothing(self):
        self.assertRedirects(self.says("supported"), f"{SCAR}?said=supported")
        self.assertEqual(self.says("dogs").status_code, 422)
        self.assertEqual(Prediction.objects.count(), 0)

    def test_whole_pages_have_an_etag_of_their_own(self):
        urls = (LIST, SCAR, f"{SCAR}?said=supported")
        etags = {self.client.get(url)["ETag"] for url in urls}
        self.assertEqual(len(etags), len(urls))
        again = self.client.get(SCAR, headers={"If-None-Match": self.client.get(SCAR)["ETag"]})
        self.assertEqual(again.status_code, 304)


class ReaderTests(ClaimsTestCase):
    def setUp(self):
        super().setUp()
        self.user = self.sign_in()

    def test_an_answer_is_kept_and_the_browser_sent_to_what_is_held(self):
        self.assertRedirects(self.says("supported"), SCAR)
        kept = Prediction.objects.get()
        self.assertEqual((kept.owner, kept.kind, kept.key, kept.answer), (self.user, "claim", "scar", "supported"))
        self.assertEqual(kept.release, self.client.get(SCAR).context["release"])
        self.assertContains(self.client.get(SCAR), "You said “Supported”. This library holds “Qualified”.")

    def test_htmx_gets_what_is_held_at_once(self):
        part = self.says("supported", headers=PARTS)
        self.assertContains(part, "This library holds “Qualified”.")
        self.assertContains(part, "data-focus", count=1)
        self.assertNotContains(part, "<html")
        self.assertEqual(Prediction.objects.count(), 1)

    def test_the_first_answer_stands(self):
        self.says("supported")
        self.says("supported")
        self.says("qualified")
        self.assertEqual(Prediction.objects.get().answer, "supported")
        page = self.client.get(f"{SCAR}?said=qualified")
        self.assertContains(page, "You said “Supported”")
        self.assertContains(page, "Your first answer is the one that counts.")
        self.assertContains(page, f"{Prediction.objects.get().at:%-d %b %Y}")

    def test_an_answer_in_the_address_is_never_stored_and_shows_nothing(self):
        page = self.client.get(f"{SCAR}?said=supported")
        self.assertEqual(Prediction.objects.count(), 0)
        self.assertNotContains(page, HELD[0])
        self.assertContains(page, 'value="supported" aria-describedby="means-supported" checked')
        self.assertEqual(page.content.count(b" checked"), 1)
        self.assertContains(page, "Commit it, or another one, and it is kept.")

    def test_an_answer_that_is_none_is_422_and_changes_nothing(self):
        for data in ({}, {"said": ""}, {"said": "dogs"}, {"said": "x" * 5000}, {"said": ["dogs", ""]}):
            for headers in ({}, PARTS):
                page = self.client.post(SCAR, data, headers=headers)
                self.assertContains(page, "Choose one of the five answers first.", status_code=422)
                self.assertNotContains(page, HELD[0], status_code=422)
                self.assertContains(page, 'role="alert"', status_code=422)
        self.assertEqual(Prediction.objects.count(), 0)

    def test_a_new_release_does_not_ask_again(self):
        self.says("supported")
        release(scar(explanation="We looked again."))
        page = self.client.get(SCAR)
        self.assertNotContains(page, 'type="radio"')
        self.assertContains(page, "You said “Supported”")
        self.assertContains(page, "We looked again.")
        self.says("qualified")  # from a page that was open for a long time
        self.assertContains(self.client.get(SCAR), "You said “Supported”")

    def test_another_reader_has_predicted_nothing(self):
        self.says("supported")
        self.client.force_login(somebody("other@example.org"))
        self.assertNotContains(self.client.get(SCAR), HELD[0])
        self.assertNotContains(self.client.get(LIST), "Held here")

    def test_a_post_without_proof_of_where_it_came_from_is_refused(self):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(self.user)
        self.assertEqual(strict.post(SCAR, {"said": "supported"}).status_code, 403)
        self.assertEqual(Prediction.objects.count(), 0)

    def test_pages_of_somebody_signed_in_are_kept_by_nobody(self):
        for url in (LIST, SCAR):
            self.assertEqual(self.client.get(url)["Cache-Control"], "private, no-store")

    def test_after_the_last_claim_there_is_no_next_one(self):
        self.says("supported")
        self.says("unsure", "/claims/early/")
        self.assertContains(self.client.get(SCAR), "You have weighed every claim of this release.")
        self.assertContains(self.client.get(LIST), "You have weighed all 2 claims of this release.")


class HeldTests(ClaimsTestCase):
    def held(self, *records):
        """Return what a stranger sees who has said."""
        release(*records)
        return self.client.get(f"{SCAR}?said=unsure")

    def test_sources_stand_by_side_with_design_number_and_population(self):
        text = words(self.held(scar(supports=["kids"]), reference("kids", design="cohort", n=9, population="child")))
        self.assertRegex(text, r"Supports it Silva 2020 Cohort, 9 people Children Qualifies it Silva 2020 RCT, n = 60")
        self.assertRegex(text, r"Contradicts it Nothing held here")

    def test_what_is_rested_on_without_taking_a_side_is_listed_too(self):
        page = self.held(scar(references=["trial", "plain"]), reference("plain", authors="Plain A"))
        self.assertRegex(words(page), r"Rests on Plain 2020")

    def test_the_reasons_that_lean_on_it_are_linked_and_their_place_on_the_map(self):
        node = builders.node()
        page = self.held(
            scar(), node, builders.reason(claims=["scar"], nodes=["b_cell"]), builders.reason("other", position=2)
        )
        self.assertContains(page, '<a href="/why/timing/">Treatment may come too late</a>', html=True)
        self.assertContains(page, "/mechanisms/#node-b_cell")
        self.assertNotContains(page, "/why/other/")

    def test_a_reason_that_may_not_be_shown_is_not_named(self):
        page = self.held(scar(), builders.reason(claims=["scar"], verified=False))
        self.assertNotContains(page, "/why/timing/")

    def test_a_source_retracted_since_is_said_to_those_who_see_the_sources(self):
        Notice.objects.create(kind="retraction", subject="reference:trial", text="The journal took it back.")
        self.assertContains(self.held(scar()), "The journal took it back.")
        self.assertNotContains(self.client.get(SCAR), "The journal took it back.")


class DraftTests(ClaimsTestCase):
    def test_an_edit_that_was_not_released_is_on_no_page(self):
        for model, fields in (
            (TeachingClaim, ("claim", "explanation", "safer_wording")),
            (ClaimPart, ("claim", "explanation")),
        ):
            self.assertTrue(model.objects.update(verdict="contradicted", **dict.fromkeys(fields, "zqxjkv")))
        for url in (LIST, SCAR, f"{SCAR}?said=qualified", "/"):
            self.assertNotContains(self.client.get(url), "zqxjkv")
        self.assertContains(self.client.get(f"{SCAR}?said=qualified"), "and so does this library")


class ListTests(ClaimsTestCase):
    def test_every_verified_claim_is_a_sentence_and_no_verdict_is_shown(self):
        page = self.client.get(LIST)
        for sentence in ("Early disease answers better", "Scars keep themselves going"):
            self.assertContains(page, sentence)
        self.assertEqual([one.key for one in page.context["claims"]], ["early", "scar"])
        self.assertNotContains(page, "Held here")

    def test_what_the_reader_said_and_what_is_held_stand_side_by_side(self):
        self.sign_in()
        self.says("supported")
        self.assertRegex(words(self.client.get(LIST)), r"You said: Supported Held here: Qualified")
        self.assertContains(self.client.get(LIST), "You have weighed 1 of 2.")
        self.assertContains(self.client.get(LIST), 'class="btn btn-primary" href="/claims/early/"')

    def test_without_claims_it_says_so(self):
        release(*(claim(key, verified=False) for key in ("scar", "early")))
        self.assertContains(self.client.get(LIST), "No teaching claims are published yet.")


@override_settings(SESSION_ENGINE="django.contrib.sessions.backends.db")
class BudgetTests(ClaimsTestCase):
    def costs(self, *urls):
        """Return how many queries each page runs once the process is warm."""
        found = []
        for url in urls:
            self.client.get(url)
            with CaptureQueriesContext(connection) as queries:
                self.assertEqual(self.client.get(url).status_code, 200)
            found.append(len(queries))
        return found

    def test_a_page_costs_the_same_with_many_claims_and_predictions(self):
        user = self.sign_in()
        few = self.costs(LIST, SCAR)
        self.assertEqual(few, [BUDGET["claims"], BUDGET["claim"]])
        release(*(claim(f"c-{n}", claim=f"Claim {n}") for n in range(60)))
        number = releases.current_release().number
        Prediction.objects.bulk_create(
            Prediction(owner=user, kind="claim", key=f"c-{n}", answer="unsure", release=number, at=user.date_joined)
            for n in range(0, 60, 2)
        )
        self.assertEqual(self.costs(LIST, "/claims/c-1/"), few)
        self.assertEqual(self.costs(LIST, "/claims/c-2/"), few)


class WeighingTests(PlainTestCase):
    def test_claims_come_in_the_order_of_their_keys_without_those_that_may_not_be_shown(self):
        held = shelf(claim("b"), claim("a"), claim("c", verified=False), claim("d", references=[], qualifies=[]))
        self.assertEqual([one.key for one in standing_claims(held)], ["a", "b"])

    def test_the_next_ones_are_those_not_done_behind_it_and_then_from_the_beginning(self):
        claims = [claim(key) for key in "abcd"]

        def following(done, after, most=9):
            return "".join(one.key for one in next_to_weigh(claims, done, after=after, most=most))

        drawn = "abcd||9|; |b|9|cda; c|b|9|da; abcd|b|9|; acd|b|9|; |d|1|a; |gone|2|ab; ||2|ab"
        for done, after, most, then in (row.strip().split("|") for row in drawn.split(";")):
            with self.subTest(done=done, after=after):
                self.assertEqual(following(done, after, int(most)), then)

    def test_a_source_that_is_not_verified_is_named_and_no_more(self):
        odd = reference("odd", verified=False, authors="Odd A", n=777)
        source = weighed(scar(supports=["odd"]), shelf(scar(), odd)).sides[0].sources[0]
        self.assertEqual((source.label.label, source.label.live), ("Odd 2020", False))
        self.assertEqual((source.design, source.population), ("", ""))

    def test_a_claim_whose_sources_are_retracted_may_not_be_shown(self):
        self.assertEqual(standing_claims(shelf(scar(), reference(retraction="retracted"))), ())

    def test_a_part_without_sources_has_no_sides_and_the_whole_has_all_three(self):
        told = weighed(scar(), shelf(scar()))
        self.assertEqual([side.role for side in told.sides], ["supports", "qualifies", "contradicts"])
        self.assertEqual(told.parts[0].sides, ())

    def test_nodes_are_named_once_and_only_where_they_may_be_shown(self):
        reasons = [builders.reason(key, claims=["scar"], nodes=["b_cell", "off", "gone"]) for key in ("one", "two")]
        held = shelf(scar(), builders.node(), builders.node("off", verified=False), *reasons)
        self.assertEqual([one.key for one in nodes_of(reasons_of(scar(), held), held)], ["b_cell"])


class MarkTests(PlainTestCase):
    def test_every_answer_has_a_mark_and_no_two_are_alike(self):
        drawn = dict(
            re.findall(r'<symbol id="verdict-([^"]+)"[^>]*>(.*?)</symbol>', SPRITE.read_text(encoding="utf-8"))
        )
        self.assertEqual(set(drawn), set(ANSWERS))
        self.assertEqual(len(set(drawn.values())), len(ANSWERS))
