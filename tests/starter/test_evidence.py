"""What the evidence strips of the starter pathways say, and in which lens."""

from collections import Counter
from typing import NamedTuple

from education.pathways.domain.document import LENSES
from education.pathways.domain.strips import is_direct, strips_in
from tests.starter.pages import every, plain, text_of, tree
from tests.starter.starter import Starter, StarterTestCase

CHIP = "Adult data only"
DIRECTIONS = {
    "favours": "Favours",
    "against": "Against",
    "mixed": "Mixed",
    "no-difference": "No difference",
    "not-shown": "Not shown",
}
CERTAINTIES = {"high": "High", "moderate": "Moderate", "low": "Low", "very-low": "Very low"}
LINES = {
    "first-line": "First-line",
    "after-failure": "After failure",
    "mixed": "Mixed lines",
    "not-stated": "Line not stated",
}


def facts(strip):
    """Return what a strip says under each of its four names."""
    names = [text_of(one) for one in every(strip, "dt")]
    return dict(zip(names, every(strip, "dd"), strict=True))


def claim(strip):
    """Return what a strip on a page claims: its outcome and its words on the design."""
    return text_of(every(strip, css="s-ev-of")[0])


class Page(NamedTuple):
    """The page of one step in one lens, as a tree."""

    starter: Starter
    lens: str
    step: str
    root: object

    @property
    def strips(self):
        """The strips on the page, in order."""
        return every(self.root, css="s-ev")

    @property
    def where(self):
        """Where it is, for the name of a subtest."""
        return {"pathway": self.starter.slug, "lens": self.lens, "step": self.step}

    def statements(self):
        """Return the statements that the step, or a choice of it, names."""
        written = self.starter.playable.step(self.step)
        keys = dict.fromkeys((*written.statements, *(key for one in written.choices for key in one.statements)))
        return [self.starter.playable.compiled.shelf.statements[key] for key in keys]


class EvidenceTests(StarterTestCase):
    """`pages` is every page of every pathway in each lens, asked for once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pages = [
            Page(starter, walker.lens, step, tree(walker.look().content.decode()))
            for starter in cls.starters()
            for walker, step in starter.everywhere()
        ]

    def pages_in(self, lens):
        """Return the pages of one lens."""
        return [page for page in self.pages if page.lens == lens]

    def test_a_child_lens_never_shows_an_adult_only_statement_as_its_own(self):
        borrowed = Counter()
        for page in self.pages_in("child"):
            adult_only = {plain(one.outcome) for one in page.statements() if not is_direct(one, "child")}
            own = {plain(one.outcome) for one in page.statements() if is_direct(one, "child")}
            for strip in page.strips:
                population = text_of(facts(strip)["Population"])
                with self.subTest(strip=claim(strip), **page.where):
                    is_adult = any(outcome in claim(strip) for outcome in adult_only - own)
                    self.assertEqual(population.startswith(CHIP), bool(every(strip, css="s-chip-borrowed")))
                    if is_adult:
                        borrowed[page.starter.slug] += 1
                        self.assertTrue(population.startswith(CHIP), population)
                    else:
                        self.assertTrue(population.startswith(("Children", "Adults and children", CHIP)), population)
        for starter in self.starters():
            self.assertGreater(borrowed[starter.slug], 10, starter.slug)

    def test_borrowed_is_said_of_adult_only_statements_and_of_no_others(self):
        for starter in self.starters():
            shelf = starter.playable.compiled.shelf
            for lens in LENSES:
                for strip in strips_in(lens, list(shelf.statements), shelf):
                    only_adults = shelf.statements[strip.key].population == "adult"
                    self.assertEqual(strip.borrowed, lens == "child" and only_adults, strip.key)

    def test_an_adult_lens_shows_no_child_only_statement(self):
        child_only = Counter()
        for page in self.pages_in("adult"):
            findings = text_of(page.root)
            own = {plain(one.outcome) for one in page.statements() if is_direct(one, "adult")}
            for statement in page.statements():
                if statement.population == "child" and plain(statement.outcome) not in own:
                    child_only[page.starter.slug] += 1
                    self.assertNotIn(plain(statement.outcome), findings, page.where)
            self.assertEqual(every(page.root, css="s-chip-borrowed"), [])
            for strip in page.strips:
                self.assertFalse(text_of(facts(strip)["Population"]).startswith("Children"), claim(strip))
        for starter in self.starters():
            self.assertGreater(child_only[starter.slug], 0, starter.slug)

    def test_every_strip_on_every_page_states_its_four_facts(self):
        seen = Counter()
        for page in self.pages:
            for strip in page.strips:
                seen[page.starter.slug] += 1
                with self.subTest(strip=claim(strip), **page.where):
                    self.assert_whole(strip)
        for starter in self.starters():
            self.assertGreater(seen[starter.slug], 60, starter.slug)

    def assert_whole(self, strip):
        """Check that certainty, design, line studied, population and direction are words, not only signs."""
        said = {name: text_of(value) for name, value in facts(strip).items()}
        self.assertEqual(list(said), ["Certainty", "Design", "Population", "Direction"])
        self.assertIn(said["Certainty"], CERTAINTIES.values())
        self.assertTrue(any(line in said["Design"] for line in LINES.values()), said)
        self.assertFalse(said["Design"].startswith(tuple(LINES.values())), said)
        self.assertTrue(said["Direction"].startswith(tuple(DIRECTIONS.values())), said)
        if said["Direction"].startswith("Favours"):
            self.assertRegex(said["Direction"], r"against \w|before and after, no control group")

    def equipoises(self):
        """Yield (page, [(option, its element)]) of each equipoise: the options that offer a treatment."""
        for page in self.pages:
            if page.starter.playable.step(page.step).kind == "equipoise":
                view = page.starter.playable.view(page.step, page.lens)
                drawn = every(page.root, "div", "s-option")
                self.assertEqual(len(drawn), len(view.options))
                pairs = zip(view.options, drawn, strict=True)
                yield page, [(option, element) for option, element in pairs if option.therapy or option.strips]

    def test_there_is_one_in_each_pathway_and_lens(self):
        self.assertEqual(len(list(self.equipoises())), len(LENSES) * len(self.starters()))

    def test_each_treatment_shows_its_evidence_in_words_or_that_none_was_found(self):
        for page, offered in self.equipoises():
            self.assertGreaterEqual(len(offered), 6, page.where)
            for option, element in offered:
                with self.subTest(option=option.key, **page.where):
                    self.assert_evidence(option, element)

    def assert_evidence(self, option, element):
        """Check that each strip of an option says the words of its statement, or that there is none to show."""
        strips = every(element, css="s-ev")
        self.assertEqual(len(strips), len(option.strips) + len(option.more))
        if not strips:
            self.assertIn("No study found", text_of(element))
        for strip, meant in zip(strips, option.strips, strict=False):
            said = {name: text_of(value) for name, value in facts(strip).items()}
            self.assertEqual(said["Certainty"], CERTAINTIES[meant.certainty])
            self.assertIn(plain(meant.design), said["Design"])
            self.assertIn(LINES[meant.line_studied], said["Design"])
            self.assertIn(DIRECTIONS[meant.direction], said["Direction"])

    def test_harm_has_a_strip_of_its_own(self):
        for page, offered in self.equipoises():
            harms = 0
            for option, element in offered:
                with self.subTest(option=option.key, **page.where):
                    marked = [claim(one) for one in every(element, css="s-harm")]
                    meant = [one.outcome for one in (*option.strips, *option.more) if one.harm]
                    self.assertEqual(len(marked), len(meant))
                    self.assertTrue(all(one.startswith("Harm ") for one in marked), marked)
                    harms += len(marked)
            self.assertGreaterEqual(harms, 5, page.where)
