"""A compiled pathway holds all it cites, and nothing else."""

from unittest import TestCase

from education.pathways.domain.compiling import citations, cited, compile_pathway
from tests.builders import drawn_edition, drawn_pathway, reference, shelf, sign_off, statement, term, therapy

SMALL = "begin=start > done; done=outcome >"


class CitedTests(TestCase):
    def test_texts_of_every_kind_cite(self):
        pathway = drawn_pathway(
            SMALL,
            child=True,
            steps={
                "begin": {"body": "[@a]", "why": "[[t]]", "wordings": {"child": {"difference": "x", "body": "[@b]"}}}
            },
            choices={"begin/to-done": {"rationale": "[@c]", "wordings": {"child": {"feedback": "[@d]"}}}},
        )
        keys = cited(pathway, shelf())
        self.assertEqual(keys.references, {"a", "b", "c", "d", "trial"})
        self.assertEqual(keys.terms, {"t"})

    def test_a_statement_brings_its_therapy_and_references(self):
        pathway = drawn_pathway(SMALL, steps={"begin": {"statements": ["s"]}})
        keys = cited(pathway, shelf(statement("s", therapy="x", references=["r1"], finding="So [@r2] in [[t]].")))
        self.assertLessEqual({"r1", "r2"}, keys.references)
        self.assertEqual((keys.statements, keys.therapies, keys.terms), ({"s"}, {"x"}, {"t"}))

    def test_terms_that_explain_each_other_end(self):
        pathway = drawn_pathway(SMALL, steps={"begin": {"body": "[[a|words]] [@trial]"}})
        round_trip = shelf(term("a", plain="See [[b]]."), term("b", plain="See [[a]]."))
        self.assertEqual(cited(pathway, round_trip).terms, {"a", "b"})


class CompileTests(TestCase):
    def test_the_shelf_is_cut_down_to_what_is_cited(self):
        stock = shelf(reference("spare"), therapy("spare"), term("spare"), statement("spare"))
        compiled = compile_pathway(drawn_pathway(), stock, release=7, sign_offs=[sign_off()])
        self.assertEqual(set(compiled.shelf.references), {"trial"})
        self.assertEqual(set(compiled.shelf.statements), {"drug-lung"})
        self.assertEqual(set(compiled.shelf.therapies), {"drug"})
        self.assertEqual(set(compiled.shelf.terms), set())
        self.assertEqual(set(compiled.shelf.organs), {"lung-ild"})
        self.assertEqual((compiled.release, len(compiled.sign_offs)), (7, 1))

    def test_compiling_the_cut_shelf_again_changes_nothing(self):
        edition = drawn_edition(child=True)
        self.assertEqual(compile_pathway(edition.pathway, edition.shelf, release=1), edition)

    def test_citations_name_kind_key_and_place(self):
        found = citations(drawn_edition())
        self.assertIn(("reference", "trial", "begin:body"), found)
        self.assertIn(("reference", "trial", "choose/to-drug:rationale"), found)
        self.assertIn(("statement", "drug-lung", "choose/to-drug"), found)
        self.assertIn(("therapy", "drug", "choose/to-drug"), found)
        self.assertIn(("reference", "trial", "statements/drug-lung"), found)
        self.assertEqual(found, tuple(sorted(set(found))))
