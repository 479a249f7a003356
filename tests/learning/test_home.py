"""Home: where the reader was, pathways with the step they are at, claims to predict, what changed since."""

import re
from datetime import timedelta

from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext

from education.editorial import memory, publishing
from education.editorial.models import Edition
from education.learning import listing, walking
from education.learning.changed import TOLD, changed_since, to_tell
from education.learning.models import Prediction, Walk
from education.learning.own import OwnWalks, visits_by_walk, visits_of
from education.learning.readers import Reader
from education.library import releases
from tests.builders import CLEAN, claim, drawn_pathway
from tests.published import TESTS, now, publish, somebody
from tests.query_budget import BUDGET

ADDRESSES = ("today", "yesterday")
TO_THE_END = ("ease", "ask", "done")
CHANGED_STEP = {"ease": {"body": "New words [@trial].", "why": "A reason [@trial]."}}


def walked(reader, edition, *targets, token="a-token-of-a-walk"):
    """Start a walk and take the choices that lead to `targets`, one after the other."""
    walk = walking.start(reader, edition, population="adult", token=token, addresses=ADDRESSES, now=now())
    for seq, target in enumerate(targets, start=1):
        submit = walking.Submit(seq, f"to-{target}", "adult", f"token-of-visit-{seq}")
        walking.choose(OwnWalks(reader, now()), walk.pk, submit, now=now())
    return walk


def pathway(slug, **changes):
    """Return a drawn pathway of that slug, named after it."""
    return drawn_pathway(slug=slug, title=f"Pathway {slug}", child=True, **changes)


def words(response):
    """Return the text of a page without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@override_settings(SCLERO_OPEN_READING=True)
class HomeTestCase(TestCase):
    """Somebody signed in, and one published pathway."""

    def setUp(self):
        memory.forget_all()
        self.edition = publish(pathway("lungs"))
        self.user = somebody()
        self.reader = Reader(self.user)
        self.client.force_login(self.user)

    def home(self, **query):
        """Return the text of the home page."""
        return words(self.client.get("/", query))

    def rows(self, url="/"):
        """Return (title, state, its words) of the rows, top to bottom."""
        groups = self.client.get(url).context["groups"]
        return [(row.title, row.state, row.state_text) for group in groups for row in group.rows]


class RowTests(HomeTestCase):
    def test_a_pathway_never_walked_is_not_started(self):
        self.assertEqual(self.rows(), [("Pathway lungs", "not-started", "Not started")])

    def test_a_walk_under_way_tells_its_step_and_about_how_many_there_are(self):
        walked(self.reader, self.edition, "ease", "right")
        self.assertEqual(self.rows(), [("Pathway lungs", "going", "Step 3 of about 4")])
        self.assertEqual(self.rows("/pathways/"), self.rows())

    def test_a_step_is_counted_on_the_way_to_it_and_not_by_visits(self):
        walk = walked(self.reader, self.edition, "ease", "right")
        submit = walking.Submit(1, "to-call", "adult", "token-of-another-branch")
        walking.choose(OwnWalks(self.reader, now()), walk.pk, submit, now=now())
        self.assertEqual(self.rows(), [("Pathway lungs", "going", "Step 2 of about 5")])

    def test_only_the_walks_opened_last_tell_their_step(self):
        for number in range(listing.PLACED + 1):
            walked(self.reader, publish(pathway(f"other-{number}")), token=f"token-{number:05}")
        told = [text for _title, _state, text in self.rows()]
        self.assertEqual(sum(text.startswith("Step 1") for text in told), listing.PLACED)
        self.assertEqual(told.count("Under way"), 1)

    def test_a_walk_at_an_outcome_is_finished(self):
        walked(self.reader, self.edition, *TO_THE_END)
        self.assertEqual(self.rows(), [("Pathway lungs", "finished", "Finished")])

    def test_a_pathway_published_lately_is_new_beside_older_ones_until_it_is_walked(self):
        publish(pathway("skin"), now=now() - timedelta(days=31))
        self.assertEqual([state for _title, state, _text in self.rows()], ["new", "not-started"])
        walked(self.reader, self.edition)
        self.assertEqual([state for _title, state, _text in self.rows()], ["going", "not-started"])

    def test_where_all_are_new_none_is_said_to_be_and_a_second_edition_is_not_new(self):
        publish(pathway("skin"))
        self.assertEqual([state for _title, state, _text in self.rows()], ["not-started"] * 2)
        publish(pathway("skin", steps=CHANGED_STEP), note="New words.")
        self.assertEqual([state for _title, state, _text in self.rows()], ["new", "not-started"])


class SwitchTests(HomeTestCase):
    def test_the_list_is_narrowed_by_links_with_the_chosen_one_marked(self):
        publish(drawn_pathway(slug="adults", title="Pathway adults"))
        for asked, titles in (("", 2), ("adult", 2), ("child", 1), ("dogs", 2)):
            page = self.client.get("/", {"population": asked})
            self.assertEqual(sum(len(group.rows) for group in page.context["groups"]), titles, asked)
            self.assertContains(page, 'aria-current="true"', count=1)


class ClaimsTests(HomeTestCase):
    def setUp(self):
        super().setUp()
        publish(pathway("lungs"), *(claim(key, claim=f"Claim {key}") for key in "abcde"))
        releases.release_ready(by=TESTS)

    def predict(self, *keys):
        for key in keys:
            self.client.post(f"/claims/{key}/", {"said": "supported"})

    def shown(self):
        """Return the claims shown and how many are said to be weighed."""
        page = self.client.get("/")
        counted = re.search(r"Claims to predict (.*?(?:weighed|claims))", words(page))
        return re.findall(r'href="/claims/(\w)/">Claim', page.content.decode()), counted and counted[1]

    def test_a_stranger_gets_the_first_three_and_how_many_there_are(self):
        self.client.logout()
        self.assertEqual(self.shown(), (["a", "b", "c"], "5 claims"))

    def test_a_reader_gets_the_next_three_not_yet_weighed(self):
        self.predict("a", "c")
        self.assertEqual(self.shown(), (["b", "d", "e"], "2 of 5 weighed"))

    def test_when_all_are_weighed_it_says_so(self):
        self.predict(*"abcde")
        self.assertIn("You have weighed every claim of this release.", self.home())

    def test_no_verdict_is_on_the_page(self):
        self.predict("a")
        self.assertNotIn("Qualified", self.home())

    def test_without_claims_it_says_so(self):
        memory.forget_all()
        publish(pathway("lungs"), *(claim(key, verified=False) for key in "abcde"))
        releases.release_ready(by=TESTS)
        self.assertIn("No teaching claims are published yet.", self.home())


class ChangedTests(HomeTestCase):
    def renew(self, slug="lungs", **own):
        """Publish a next edition of a pathway with one step reworded."""
        changes = own.pop("steps", CHANGED_STEP)
        return publish(pathway(slug, steps=changes), **({"note": "We reworded a step."} | own))

    def test_a_finished_walk_on_an_older_edition_tells_what_changed_on_its_way(self):
        walk = walked(self.reader, self.edition, *TO_THE_END)
        self.assertNotIn("Changed since you finished it", self.home())
        self.renew()
        text = self.home()
        self.assertIn("Changed since you finished it Pathway lungs We reworded a step.", text)
        self.assertIn("1 of the 4 steps you took has changed. Step 2, “ease”: Text; Why this step.", text)
        self.assertRegex(text, r"Edition 2, \d+ \w+ \d{4}")
        self.assertContains(self.client.get("/"), f'href="/walks/{walk.pk}/changes/"')
        self.assertEqual(self.client.get(f"/walks/{walk.pk}/changes/").status_code, 200)

    def test_a_change_beside_the_way_is_said_to_be_none_of_it(self):
        walked(self.reader, self.edition, *TO_THE_END)
        self.renew(steps={"call": {"body": "New words [@trial]."}})
        self.assertIn("None of the steps you took has changed.", self.home())

    def test_a_step_that_is_gone_is_said_to_be(self):
        walked(self.reader, self.edition, *TO_THE_END)
        publish(pathway("lungs", drawing=CLEAN.replace("begin=", "opening=")), note="It begins elsewhere.")
        self.assertIn("Step 1, “begin”, is no longer there.", self.home())
        shorter = CLEAN.replace("right ask;", "right done;").replace("ask=refer > right done;", "")
        publish(pathway("lungs", drawing=shorter.replace("drug study ask", "drug study")), note="A step went.")
        self.assertIn("2 of the 4 steps you took have changed. Step 2, “ease”: New option;", self.home())

    def test_a_safety_correction_says_so_even_when_a_later_edition_is_none(self):
        walked(self.reader, self.edition, *TO_THE_END)
        self.renew(safety=True)
        self.assertIn("Safety correction.", self.home())
        self.renew(steps={"ease": {"body": "Newer words [@trial]."}})
        self.assertIn("Edition 3", self.home())
        self.assertIn("Safety correction.", self.home())

    def test_nothing_is_told_of_walks_under_way_begun_anew_moved_or_of_a_withdrawn_pathway(self):
        walk = walked(self.reader, self.edition, *TO_THE_END)
        newer = self.renew()
        title = "Changed since you finished it"
        self.assertIn(title, self.home())
        begun = walked(self.reader, newer, token="begun-on-the-new-one")
        self.assertNotIn(title, self.home())
        Walk.objects.filter(pk=begun.pk).delete()
        walking.move_over(OwnWalks(self.reader, now()), walk.pk, now=now())
        self.assertNotIn(title, self.home())
        Walk.objects.all().delete()
        walked(self.reader, self.edition, *TO_THE_END, token="once-again")
        self.assertIn(title, self.home())
        publishing.withdraw("pathway", "lungs", why="It is wrong.", by=TESTS)
        self.assertNotIn(title, self.home())

    def test_a_scheduled_edition_is_not_spoken_of(self):
        walked(self.reader, self.edition, *TO_THE_END)
        self.renew(live_from=now() + timedelta(days=1), safety=True)
        self.assertNotIn("Changed since you finished it", self.home())
        self.assertNotIn("Safety", self.home())

    def test_the_three_newest_are_told_and_safety_corrections_first(self):
        slugs = [f"p{number}" for number in range(TOLD + 2)]
        for slug in slugs:
            walked(self.reader, publish(pathway(slug)), *TO_THE_END, token=f"token-of-{slug}")
        for slug in slugs:
            self.renew(slug, safety=slug == "p0", note="")
        told = [one.title for one in self.client.get("/").context["changed"]]
        self.assertEqual(told, ["Pathway p0", "Pathway p4", "Pathway p3"])

    def test_a_strangers_finished_walk_is_told_of_too(self):
        self.client.logout()
        session = self.client.session
        session["walker"] = "key-of-a-stranger"
        session.save()
        walked(Reader(None, "key-of-a-stranger"), self.edition, *TO_THE_END)
        self.renew()
        self.assertIn("Changed since you finished it", self.home())


class SideTests(HomeTestCase):
    def test_how_it_works_is_told_to_strangers_and_to_whoever_has_walked_nothing(self):
        self.assertIn("How Sclero works", self.home())
        walked(self.reader, self.edition)
        self.assertNotIn("How Sclero works", self.home())
        self.client.logout()
        self.assertIn("How Sclero works", self.home())

    def test_on_a_phone_the_order_is_going_on_claims_pathways_changes(self):
        walked(self.reader, self.edition, *TO_THE_END)
        publish(pathway("lungs", steps=CHANGED_STEP), note="New words.")
        text = self.home()
        heads = ("Choose where to go next", "Claims to predict", "Pathways by organ", "Changed since you finished it")
        places = [text.index(head) for head in heads]
        self.assertEqual(places, sorted(places))


@override_settings(SESSION_ENGINE="django.contrib.sessions.backends.db")
class CostTests(HomeTestCase):
    """Home costs what its budget says, however many pathways, walks, claims and changes there are."""

    def cost(self):
        """Return how many queries home runs once the process is warm."""
        self.client.get("/")
        with CaptureQueriesContext(connection) as queries:
            self.client.get("/")
        return len(queries)

    def test_many_pathways_walks_changes_and_claims_cost_no_more_queries(self):
        publish(pathway("lungs"), *(claim(f"c-{n}") for n in range(40)))
        releases.release_ready(by=TESTS)
        walked(self.reader, self.edition, "ease")
        few = self.cost()
        for number in range(12):
            slug = f"p{number}"
            ways = TO_THE_END if number % 2 else ("ease",)
            walked(self.reader, publish(pathway(slug)), *ways, token=f"token-of-{slug}")
            publish(pathway(slug, steps=CHANGED_STEP), note="New words.")
        number = releases.current_release().number
        Prediction.objects.bulk_create(
            Prediction(owner=self.user, kind="claim", key=f"c-{n}", answer="unsure", release=number, at=now())
            for n in range(20)
        )
        self.assertEqual(len(self.client.get("/").context["changed"]), TOLD)
        self.assertEqual(few, BUDGET["home"])
        self.assertEqual(self.cost(), few)

    def test_a_sentence_of_what_changed_asks_the_database_nothing_once_both_editions_are_open(self):
        walk = walked(self.reader, self.edition, *TO_THE_END)
        newer = publish(pathway("lungs", steps=CHANGED_STEP), note="New words.")
        found = Walk.objects.with_last().with_safety(now()).select_related("edition").get(pk=walk.pk)
        newer = Edition.objects.select_related("publication").get(pk=newer.pk)
        ((one, edition),) = to_tell([newer], {"lungs": found})
        visits = visits_of(one)
        first = changed_since(one, visits, edition)
        with self.assertNumQueries(0):
            self.assertEqual(changed_since(one, visits, edition), first)

    def test_no_more_than_the_editions_told_of_are_opened(self):
        for number in range(TOLD + 3):
            slug = f"p{number}"
            walked(self.reader, publish(pathway(slug)), *TO_THE_END, token=f"token-of-{slug}")
            publish(pathway(slug, steps=CHANGED_STEP), note="New words.")
        memory.forget_all()
        with CaptureQueriesContext(connection) as queries:
            self.client.get("/")
        read = [query["sql"] for query in queries if '"editorial_edition"."document"' in query["sql"]]
        self.assertEqual(len(read), 2 * TOLD + 1)  # and the library's release

    def test_visits_of_several_walks_are_one_query_and_those_of_each(self):
        walks = [walked(self.reader, self.edition, *TO_THE_END[:n], token=f"token-{n:05}") for n in range(3)]
        with self.assertNumQueries(1):
            found = visits_by_walk(walks)
        self.assertEqual(found, {walk.pk: list(visits_of(walk)) for walk in walks})
        with self.assertNumQueries(0):
            self.assertEqual(visits_by_walk([]), {})
