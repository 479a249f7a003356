"""What the evidence strips of the starter pathway say, and in which lens."""

from education.pathways.domain.strips import is_direct, strips_in
from tests.starter.pages import every, plain, text_of, tree
from tests.starter.starter import StarterTestCase

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


class LensTests(StarterTestCase):
    def statements_at(self, step):
        """Return the statements that a step, or a choice of it, names."""
        written = self.playable.step(step)
        keys = dict.fromkeys((*written.statements, *(key for one in written.choices for key in one.statements)))
        return [self.playable.compiled.shelf.statements[key] for key in keys]

    def shown(self, walker):
        """Return every strip on the page of the visit."""
        return every(tree(walker.look().content.decode()), css="s-ev")

    def test_a_child_lens_never_shows_an_adult_only_statement_as_its_own(self):
        borrowed = 0
        for walker, step in self.everywhere():
            if walker.lens != "child":
                continue
            adult_only = {plain(one.outcome) for one in self.statements_at(step) if not is_direct(one, "child")}
            own = {plain(one.outcome) for one in self.statements_at(step) if is_direct(one, "child")}
            for strip in self.shown(walker):
                population = text_of(facts(strip)["Population"])
                with self.subTest(step=step, strip=claim(strip)):
                    is_adult = any(outcome in claim(strip) for outcome in adult_only - own)
                    self.assertEqual(population.startswith(CHIP), bool(every(strip, css="s-chip-borrowed")))
                    if is_adult:
                        borrowed += 1
                        self.assertTrue(population.startswith(CHIP), population)
                    else:
                        self.assertTrue(population.startswith(("Children", "Adults and children", CHIP)), population)
        self.assertGreater(borrowed, 10)

    def test_borrowed_is_said_of_adult_only_statements_and_of_no_others(self):
        shelf = self.playable.compiled.shelf
        for lens in ("adult", "child"):
            for strip in strips_in(lens, list(shelf.statements), shelf):
                only_adults = shelf.statements[strip.key].population == "adult"
                self.assertEqual(strip.borrowed, lens == "child" and only_adults, strip.key)

    def test_an_adult_lens_shows_no_child_only_statement(self):
        child_only = 0
        for walker, step in self.everywhere():
            if walker.lens != "adult":
                continue
            page = tree(walker.look().content.decode())
            findings = text_of(page)
            own = {plain(one.outcome) for one in self.statements_at(step) if is_direct(one, "adult")}
            for statement in self.statements_at(step):
                if statement.population == "child" and plain(statement.outcome) not in own:
                    child_only += 1
                    self.assertNotIn(plain(statement.outcome), findings, step)
            self.assertEqual(every(page, css="s-chip-borrowed"), [])
            for strip in every(page, css="s-ev"):
                self.assertFalse(text_of(facts(strip)["Population"]).startswith("Children"), claim(strip))
        self.assertGreater(child_only, 0)

    def test_every_strip_on_every_page_states_its_four_facts(self):
        seen = 0
        for walker, step in self.everywhere():
            for strip in self.shown(walker):
                seen += 1
                with self.subTest(lens=walker.lens, step=step, strip=claim(strip)):
                    self.assert_whole(strip)
        self.assertGreater(seen, 60)

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


class EquipoiseTests(StarterTestCase):
    def options(self, lens):
        """Yield (option, its element on the page) of each therapy offered at an equipoise."""
        for walker, key in self.everywhere():
            if walker.lens == lens and self.playable.step(key).kind == "equipoise":
                view = self.playable.view(key, lens)
                drawn = every(tree(walker.look().content.decode()), "div", "s-option")
                self.assertEqual(len(drawn), len(view.options))
                yield from ((o, e) for o, e in zip(view.options, drawn, strict=True) if o.therapy)

    def test_each_therapy_shows_its_evidence_in_words_or_that_none_was_found(self):
        for lens in ("adult", "child"):
            offered = list(self.options(lens))
            self.assertGreaterEqual(len(offered), 6)
            for option, element in offered:
                with self.subTest(lens=lens, option=option.key):
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
        for lens in ("adult", "child"):
            harms = 0
            for option, element in self.options(lens):
                with self.subTest(lens=lens, option=option.key):
                    marked = [claim(one) for one in every(element, css="s-harm")]
                    meant = [one.outcome for one in (*option.strips, *option.more) if one.harm]
                    self.assertEqual(len(marked), len(meant))
                    self.assertTrue(all(one.startswith("Harm ") for one in marked), marked)
                    harms += len(marked)
            self.assertGreaterEqual(harms, 5)
