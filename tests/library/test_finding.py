"""What of a release may be looked for: everything that stands, in plain words, and nothing that does not."""

from unittest import TestCase as PlainTestCase

from django.test import TestCase, override_settings

from education.library.domain.finding import sought, told
from education.library.domain.markup import plain_text
from education.library.finding import GROUPS, documents
from education.library.kind import LibraryKind
from tests import builders
from tests.builders import claim, fact, one_of_each, reason, reference, shelf, statement, term, therapy, threshold
from tests.library.released import release


def found(*records):
    """Return what may be looked for of a shelf with these records, by key."""
    return {one.key: one for one in sought(shelf(*records))}


def told_of(*records):
    """Return what search is told of them, by key."""
    return {one.key: one for one in documents(shelf(*records))}


class PlainTextTests(PlainTestCase):
    def test_every_mark_of_ours_is_gone_and_every_word_is_kept(self):
        cases = {
            "FVC fell [@trial] [@other].": "FVC fell.",
            "See [[fvc]] and [[mrss|the skin]]; not [[gone]].": "See FVC and the skin; not gone.",
            "::: prompt\nAsk about *breath*.\n:::": "Ask about breath.",
            "# A heading\n\n- **one** item\n- `two` __items__": "A heading one item two items",
            "A [link](https://example.org/) to it.[^1]\n\n[^1]: A note.": "A link to it. A note.",
            "| Drug | n |\n|---|--:|\n| one | 12 |": "Drug n one 12",
            "3 * 4 is 12, snake_case stays, −41, p < 0.05.": "3 * 4 is 12, snake_case stays, −41, p < 0.05.",
            "The gain (n = 5\n12) stayed.": "The gain (n = 5 12) stayed.",
            "**bold with *emphasis* in it**": "bold with emphasis in it",
            "": "",
        }
        for text, expected in cases.items():
            with self.subTest(text):
                self.assertEqual(plain_text(text, {"fvc": "FVC", "mrss": "mRSS"}), expected)

    def test_a_paragraph_on_unverified_or_retracted_sources_alone_is_left_out(self):
        held = shelf(reference("unseen", verified=False), reference("pulled", retraction="retracted"))
        text = "Kept [@trial].\n\nUnseen [@unseen].\n\nPulled [@pulled].\n\nBoth [@unseen] [@trial].\n\nAsk about it"
        self.assertEqual(told([text], held, {}), "Kept. Both. Ask about it.")

    def test_what_two_texts_say_alike_is_said_once(self):
        self.assertEqual(told(["A word [@trial].", "A word [@trial].", "Another"], shelf(), {}), "A word. Another.")


class SoughtTests(PlainTestCase):
    def test_every_shelf_that_readers_can_open_is_there(self):
        keys = found(*one_of_each(), reason())
        shelves = {key.partition("/")[0] for key in keys}
        self.assertEqual(shelves, {"therapies", "statements", "reasons", "claims", "thresholds", "terms", "references"})

    def test_an_unverified_record_is_not_there(self):
        records = (
            statement("s", verified=False), claim("c", verified=False), threshold("t", verified=False),
            reason("r", verified=False),
        )  # fmt: skip
        for key in ("statements/s", "claims/c", "thresholds/t", "reasons/r"):
            self.assertNotIn(key, found(*records))

    def test_a_verified_record_on_unverified_or_retracted_sources_is_not_there(self):
        for fault in ({"verified": False}, {"retraction": "retracted"}):
            keys = found(reference(**fault), *one_of_each())
            self.assertNotIn("statements/drug-lung", keys)
            self.assertNotIn("claims/1", keys)

    def test_of_an_unverified_source_there_is_its_title_alone(self):
        one = found(reference("unseen", title="An unseen trial", verified=False))["references/unseen"]
        self.assertEqual((one.title, one.names, one.text), ("An unseen trial", (), ""))
        note = told_of(reference("unseen", verified=False))["references/unseen"].note
        self.assertIn("Not yet verified", note)
        self.assertNotIn("references/x", found(reference("x", title="[title not confirmed]", verified=False)))

    def test_a_retracted_source_says_so_and_its_findings_are_not_told(self):
        one = told_of(reference(retraction="retracted"))["references/trial"]
        self.assertIn("Retracted", one.note)
        self.assertNotIn("41.0", one.text)

    def test_editors_notes_and_topics_are_nowhere(self):
        one = found(reference(note="Ask Ada about it.", topics=["hidden-topic"]))["references/trial"]
        self.assertNotRegex(f"{one.title} {one.names} {one.text}", "Ada|hidden")

    def test_a_source_is_found_by_its_authors_its_journal_and_its_short_name(self):
        one = found(
            reference("senscis-2019", authors="Distler O, SENSCIS Trial Investigators, et al", journal="N Engl J Med")
        )["references/senscis-2019"]
        self.assertEqual(one.names, ("Distler O", "SENSCIS Trial Investigators", "senscis 2019"))
        self.assertIn("N Engl J Med, 2020", one.text)
        self.assertIn("Decline slowed by 41.0 mL", one.text)

    def test_an_author_who_was_not_confirmed_is_no_name(self):
        one = found(reference("x", authors="Not confirmed"))["references/x"]
        self.assertEqual(one.names, ("x",))

    def test_of_a_claim_nothing_tells_what_became_of_it(self):
        parts = [
            {
                "key": "1a",
                "claim": "A part of it",
                "verdict": "not-shown",
                "explanation": "No study.",
                "supports": ["trial"],
            }
        ]
        one = told_of(claim(parts=parts, safer_wording="Some answer better.", explanation="Few compared."))["claims/1"]
        self.assertEqual((one.title, one.text), ("Early disease answers better.", "A part of it."))
        for hidden in ("ualified", "not shown", "Not shown", "No study", "Some answer", "Few compared"):
            self.assertNotIn(hidden, str(one))

    def test_a_therapy_goes_by_every_name_of_a_term_that_names_it(self):
        one = found(
            therapy(name="Mycophenolate"),
            term("mmf", name="MMF", expansion="mycophenolate mofetil", also=["CellCept-like"]),
            term("mpa", name="MPA", expansion="mycophenolic acid"),
        )["therapies/drug"]
        self.assertEqual(one.names, ("MMF", "mycophenolate mofetil", "CellCept-like"))

    def test_a_therapy_tells_its_texts_and_findings_only_where_they_stand(self):
        one = found(
            reference("unseen", verified=False),
            statement("hidden", verified=False, finding="It cured all [@trial]."),
            therapy(verdict="It slowed it [@trial].", after_failure="It cured it [@unseen].", safety=["Ask first."]),
        )["therapies/drug"]
        self.assertEqual(one.text, "Antifibrotic. It slowed it. Ask first. Decline slowed by 41.0 mL a year.")

    def test_a_reason_tells_the_facts_and_claims_it_leads_on_to_only_where_they_stand(self):
        leads_on = {"facts": ["f", "hidden-f", "gone"], "claims": ["c", "hidden-c", "gone"]}
        one = found(
            reason(**leads_on),
            fact("f", fact="Children grow."),
            fact("hidden-f", fact="Children shrink.", verified=False),
            claim("c", claim="Early is better.", explanation="Few compared."),
            claim("hidden-c", claim="Late is better.", verified=False),
        )["reasons/timing"]
        self.assertTrue(one.text.endswith("Children grow. Early is better."), one.text)
        self.assertNotIn("Few compared", one.text)

    def test_a_statement_is_named_by_therapy_organ_and_outcome_and_leads_to_its_cell(self):
        one = told_of(statement(direction_note="slower, not stopped"))["statements/drug-lung"]
        self.assertEqual(one.title, "Drug, Lung: Decline of lung function")
        self.assertEqual(one.at, "cells/drug/lung-ild")
        self.assertEqual(one.note, "Favours: slower, not stopped · Certainty: Moderate · Adults · After failure")
        self.assertEqual(one.text, "Decline slowed by 41.0 mL a year. Antifibrotic.")

    def test_a_harm_a_historical_limit_and_an_entry_rule_say_what_they_are(self):
        told = told_of(
            statement("harm", harm=True, direction="against"),
            threshold("old", status="historical"),
            threshold("entry", kind="trial-entry"),
        )
        self.assertTrue(told["statements/harm"].note.startswith("Harm · Against"))
        self.assertIn("Historical: no limit for today", told["thresholds/old"].note)
        self.assertIn("not a treatment rule", told["thresholds/entry"].note)

    def test_a_caveat_of_a_threshold_travels_with_it(self):
        one = found(threshold(note="Not validated in children."))["thresholds/decline"]
        self.assertTrue(one.text.startswith("A fall of breath by a tenth. Not validated in children."), one.text)

    def test_a_threshold_is_found_by_its_sources_and_not_by_those_that_nobody_verified(self):
        one = found(reference("unseen", title="An unseen one", verified=False), threshold(also=["unseen"]))
        self.assertIn("Silva 2020: A trial of the drug in lung disease.", one["thresholds/decline"].text)
        self.assertNotIn("unseen", one["thresholds/decline"].text)

    def test_a_term_is_found_by_its_words_and_other_spellings(self):
        one = found(term(expansion="forced vital capacity", also=["vital capacity"]))["terms/fvc"]
        self.assertEqual(one.names, ("forced vital capacity", "vital capacity"))

    def test_sources_come_by_design_and_then_the_newest_first(self):
        keys = list(
            found(
                reference("a", design="review", year=2024), reference("b", design="rct", year=2010),
                reference("c", design="rct", year=2022),
            )
        )  # fmt: skip
        self.assertEqual([key for key in keys if key in ("references/a", "references/b", "references/c")],
                         ["references/c", "references/b", "references/a"])  # fmt: skip

    def test_keys_come_once_and_groups_are_known(self):
        told = list(documents(shelf(*one_of_each(), reason())))
        self.assertEqual(len(told), len({one.key for one in told}))
        self.assertEqual({one.group for one in told}, {group.name for group in GROUPS})


@override_settings(SCLERO_OPEN_READING=True)
class AddressTests(TestCase):
    def test_every_place_leads_to_a_page_with_its_title(self):
        library = release(*one_of_each(), builders.reason())
        kind = LibraryKind()
        for one in documents(library):
            with self.subTest(one.key):
                answer = self.client.get(kind.address("library", one.at or one.key))
                self.assertContains(answer, one.title.rpartition(": ")[2])

    def test_places_that_are_none_lead_to_the_matrix(self):
        for place in ("", "cells/drug", "gone/drug", "therapies/"):
            self.assertEqual(LibraryKind().address("library", place), "/evidence/")
