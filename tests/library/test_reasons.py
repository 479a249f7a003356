"""Why treatment fails: the index of the reasons, and the page of each."""

from datetime import date
from unittest import TestCase as PlainTestCase

from django.test import TestCase, override_settings

from education.editorial import memory, publishing
from education.editorial.models import Notice
from education.library.domain.leaning import leaning
from education.library.domain.reasons import in_order, index, tell
from education.library.domain.standing import rests_on, stands
from tests import builders
from tests.builders import TODAY, drawn_pathway, reason
from tests.library.released import PARTS, many, release
from tests.published import TESTS, publish, somebody
from tests.query_budget import BUDGET

INDEX, TIMING = "/why/", "/why/timing/"
LINKED = {
    "claims": ["1"],
    "facts": ["1"],
    "questions": ["target-of-the-drug"],
    "thresholds": ["decline"],
    "nodes": ["b_cell"],
    "pathways": ["lungs-getting-worse"],
}


@override_settings(SCLERO_OPEN_READING=True)
class IndexTests(TestCase):
    def setUp(self):
        memory.forget_all()

    def page(self, *records):
        release(*records)
        return self.client.get(INDEX)

    def test_what_comes_first_stands_above_the_groups_in_their_order(self):
        response = self.page(
            reason("growth", group="children", title="Children grow"),
            reason("late", position=2, title="Late"),
            reason(),
            reason("markers", group="following", title="Markers"),
            reason("no-definition", group="definition", title="Nobody agrees what it is"),
        )
        html = response.content.decode()
        titles = ("Nobody agrees what it is", "Treatment may come too late", "Late<", "Children grow", "Markers")
        places = [html.index(f"/{title}" if title.startswith("/") else title) for title in titles]
        self.assertEqual(places, sorted(places))
        for said in ("Why treatment fails", "What differs in children", "Following it", 'href="/why/growth/"'):
            self.assertContains(response, said)
        self.assertContains(response, 'data-lens="child"', count=1)

    def test_each_has_its_lead_with_its_source_and_the_page_says_that_nobody_reviewed_it(self):
        response = self.page(reason())
        self.assertContains(response, "Scars answer less than inflammation")
        self.assertContains(response, '<a class="s-cite" href="/references/trial/">Silva 2020</a>')
        self.assertContains(response, "Starter content, not yet reviewed by a clinician.")

    def test_one_that_does_not_stand_is_only_counted(self):
        response = self.page(
            reason(verified=False, title="Never", lead="Unsaid."),
            reason("doubted", position=2, verified=False, lead="Unsaid [@doubted].", title="Never"),
            builders.reference("doubted", verified=False),
        )
        for unsaid in ("Never", "Unsaid"):
            self.assertNotContains(response, unsaid)
        self.assertContains(response, "2 entries not yet verified")

    def test_it_leads_on_to_claims_map_and_the_pathways_now_live(self):
        publish(drawn_pathway())
        response = self.page(*builders.one_of_each(), reason(**LINKED), builders.claim("no", verified=False))
        self.assertContains(response, "1 sentence often taught.")
        for address in ("/claims/", "/mechanisms/", "/pathways/lungs-getting-worse/"):
            self.assertContains(response, f'href="{address}"')
        publishing.withdraw("pathway", "lungs-getting-worse", why="It is out of date.", by=TESTS)
        self.assertNotContains(self.client.get(INDEX), "/pathways/lungs-getting-worse/")

    def test_notices_about_its_records_stand_on_it(self):
        release(reason())
        Notice.objects.create(kind="correction", subject="reason:timing", text="It was misprinted.")
        Notice.objects.create(kind="retraction", subject="reference:trial", text="It was retracted.")
        response = self.client.get(INDEX)
        self.assertContains(response, "Treatment may come too late: Correction")
        self.assertContains(response, "Silva 2020: Retraction")

    def test_an_empty_library_says_so(self):
        self.assertContains(self.page(), "No reasons are published yet.")

    def test_the_header_and_the_nav_say_where_one_is(self):
        response = self.page(reason())
        self.assertContains(response, '<a href="/why/" aria-current="page">', count=3)  # header, menu, nav of the part


@override_settings(SCLERO_OPEN_READING=True)
class ReasonPageTests(TestCase):
    def setUp(self):
        memory.forget_all()

    def page(self, *records, **changes):
        release(*builders.one_of_each(), *records, reason(**LINKED | changes))
        return self.client.get(TIMING)

    def test_the_sections_stand_under_their_names_in_their_order(self):
        html = self.page().content.decode()
        names = (
            "How it is thought to work", "Shown in patients", "Shown only in the laboratory", "How it shows in clinic",
            "What to do about it", "What is not known",
        )  # fmt: skip
        places = [html.index(f"{name}</h2>") for name in names]
        self.assertEqual(places, sorted(places))
        self.assertIn("Decline slowed by 41.0 mL a year", html)
        self.assertIn("Practice prompt, not a finding", html)
        self.assertIn('href="#in_clinic"', html)

    def test_what_is_shown_in_the_laboratory_alone_is_set_apart_and_says_so(self):
        response = self.page()
        self.assertContains(response, "s-laboratory")
        self.assertContains(response, "In cells, animals or samples of tissue; not shown in the care of people.")
        self.assertNotContains(
            self.page(in_laboratory=""), "In cells, animals or samples of tissue; not shown in the care of people."
        )

    def test_it_leads_on_to_what_belongs_to_it(self):
        publish(drawn_pathway())
        response = self.page()
        for said in (
            "Right dose of the drug", "Not known.", "Guidance for children is consensus.",
            "A fall of breath by a tenth.", "Lungs getting worse on treatment", 'href="/thresholds/#decline"',
            'href="/mechanisms/#node-b_cell"', 'href="/pathways/lungs-getting-worse/"',
        ):  # fmt: skip
            self.assertContains(response, said)

    def test_a_claim_is_named_without_how_it_was_weighed(self):
        response = self.page()
        self.assertContains(response, '<a href="/claims/1/">Early disease answers better.</a>')
        for unsaid in ("Qualified", "Few trials compared early with late disease."):
            self.assertNotContains(response, unsaid)

    def test_what_it_leads_on_to_and_nobody_verified_is_only_counted(self):
        response = self.page(
            builders.claim(verified=False, claim="Unsaid."), builders.fact(verified=False, fact="Unsaid."),
            builders.threshold(verified=False, definition="Unsaid."), builders.node(verified=False, name="Unsaid"),
        )  # fmt: skip
        self.assertNotContains(response, "Unsaid")
        self.assertContains(response, "4 entries not yet verified")

    def test_an_open_question_links_only_sources_that_may_carry_a_fact(self):
        doubted = builders.reference("doubted", authors="Weiss O", verified=False)
        response = self.page(doubted, builders.question(references=["trial", "doubted"]))
        self.assertContains(response, "Weiss 2020")
        self.assertNotContains(response, "/references/doubted/")

    def test_the_reasons_before_and_after_are_one_link_away(self):
        response = self.page(
            reason("first", group="definition", title="What comes before"),
            reason("growth", group="children", title="What comes after"),
            reason("hidden", group="children", position=2, verified=False, title="Never"),
        )
        self.assertContains(response, 'href="/why/first/" rel="prev"')
        self.assertContains(response, 'href="/why/growth/" rel="next"')
        last = self.client.get("/why/growth/")
        self.assertNotContains(last, 'rel="next"')
        self.assertContains(last, "s-figure-child")

    def test_one_that_is_not_verified_keeps_its_title_alone(self):
        response = self.page(verified=False)
        self.assertContains(response, "Treatment may come too late")
        self.assertContains(response, "not yet verified")
        for unsaid in ("Scars answer less", "41.0", "Right dose of the drug", "/claims/1/", 'rel="prev"'):
            self.assertNotContains(response, unsaid)

    def test_late_reviews_and_notices_are_shown(self):
        self.page(review_by=date(2020, 1, 1))
        Notice.objects.create(kind="safety", subject="reason:timing", text="Look again.")
        Notice.objects.create(kind="correction", subject="threshold:decline", text="It was misprinted.")
        response = self.client.get(TIMING)
        for said in ("Review overdue", "Look again.", "Decline of lung function: Correction"):
            self.assertContains(response, said)

    def test_abbreviations_are_spelt_out_once(self):
        term = builders.term(expansion="forced vital capacity")
        response = self.page(term, in_clinic="FVC fell, and FVC again [@trial].")
        self.assertContains(response, "(forced vital capacity)", count=1)

    def test_it_says_that_nobody_reviewed_it_and_when_that_is_due(self):
        response = self.page()
        self.assertContains(response, "Starter content, not yet reviewed by a clinician.")
        self.assertContains(response, "Next due 22 Nov 2027 · Release 1")

    def test_htmx_gets_the_page_too_and_an_unknown_one_is_not_found(self):
        self.page()
        self.assertContains(self.client.get(TIMING, headers=PARTS), "<html")
        self.assertEqual(self.client.get("/why/gone/").status_code, 404)
        self.assertEqual(self.client.post(TIMING).status_code, 405)

    def test_a_reference_lists_the_reasons_that_lean_on_it(self):
        self.page()
        response = self.client.get("/references/trial/")
        self.assertContains(response, '<a href="/why/timing/">Treatment may come too late</a>')

    @override_settings(SCLERO_OPEN_READING=False)
    def test_strangers_are_sent_to_sign_in_where_reading_is_closed(self):
        self.page()
        self.assertEqual(self.client.get(TIMING).status_code, 302)
        self.assertEqual(self.client.get(INDEX).status_code, 302)

    def test_a_stranger_who_has_it_already_gets_a_304(self):
        first = self.page()
        again = self.client.get(TIMING, headers={"If-None-Match": first["ETag"]})
        self.assertEqual(again.status_code, 304)

    @override_settings(SESSION_ENGINE="django.contrib.sessions.backends.db")
    def test_the_number_of_queries_does_not_grow_with_the_library(self):
        publish(drawn_pathway())
        self.page()
        self.client.force_login(somebody())
        for more in ((), (*many(6), *(reason(f"r-{n}", position=n + 2, **LINKED) for n in range(6)))):
            release(*builders.one_of_each(), reason(**LINKED), *more)
            self.client.get(INDEX)
            for name, url in (("reasons", INDEX), ("reason", TIMING)):
                with self.subTest(name, more=len(more)), self.assertNumQueries(BUDGET[name]):
                    self.client.get(url)


class ReasonsTests(PlainTestCase):
    def told(self, *records, **changes):
        shelf = builders.shelf(*records, reason(**changes))
        return tell(shelf.reasons["timing"], shelf, today=TODAY)

    def test_a_section_whose_sources_all_fell_away_keeps_its_name_and_loses_its_text(self):
        doubted = builders.reference("doubted", verified=False)
        told = self.told(doubted, in_clinic="So [@doubted].", in_laboratory="")
        sections = {section.name: section.text for section in told.sections}
        self.assertEqual(sections["in_clinic"], "")
        self.assertNotIn("in_laboratory", sections)
        self.assertTrue(sections["mechanism"])

    def test_a_lead_whose_sources_fell_away_is_in_no_index(self):
        shelf = builders.shelf(builders.reference("doubted", verified=False), reason(lead="So [@doubted]."))
        (group,) = index(shelf).groups
        self.assertEqual([entry.lead for entry in group.entries], [""])

    def test_keys_that_the_release_does_not_hold_are_counted(self):
        told = self.told(claims=["gone"], nodes=["gone"], questions=["gone"])
        self.assertEqual((told.claims, told.nodes, told.questions, told.unverified), ((), (), (), 2))

    def test_a_reason_rests_on_what_its_texts_cite(self):
        one = reason(in_clinic="So [@other] [@trial].")
        self.assertEqual(rests_on(one), ("trial", "other"))
        self.assertTrue(stands(one, builders.shelf()))
        self.assertFalse(stands(one, builders.shelf(builders.reference(retraction="retracted"))))

    def test_the_order_goes_group_by_group(self):
        shelf = builders.shelf(
            reason("d", group="following"), reason("c", group="children"), reason("b", position=2), reason("a"),
            reason("z", group="definition"), reason("no", group="definition", position=2, verified=False),
        )  # fmt: skip
        self.assertEqual([one.key for one in in_order(shelf)], ["z", "a", "b", "c", "d"])

    def test_one_that_is_not_verified_leans_uncounted_among_the_shown(self):
        (group,) = (one for one in leaning("trial", builders.shelf(reason(verified=False))) if one.kind == "reason")
        self.assertEqual((group.shown, group.unverified), ((), 1))
