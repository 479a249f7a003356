"""What load_content stored and released is what the evidence files held, record for record and letter for letter."""

from collections import Counter

from education.core.domain.canonical import canonical
from education.editorial import packages
from education.library import drafts
from education.library.releases import current_shelf
from tests.starter.starter import COUNTS, STARTER, StarterTestCase

CLAIM_REFERENCES = ("supports", "qualifies", "contradicts")


def marks(records):
    """Return how many records there are, and how many of them are verified where they can be."""
    if not hasattr(records[0], "verified"):
        return {"records": len(records)}
    verified = sum(record.verified for record in records)
    return {"records": len(records), "verified": verified, "unverified": len(records) - verified}


def by(records, field):
    """Return how many records have each value of a field."""
    return dict(Counter(getattr(record, field) for record in records))


def many(records, *fields):
    """Return, for each of the fields, in how many records it says anything."""
    return {f"with_{field}": sum(getattr(record, field) not in ("", None) for record in records) for field in fields}


def counted(shelf):
    """Return the counts of a library in the form of counts.yaml."""
    shelves = {name: tuple(getattr(shelf, name).values()) for name in COUNTS["shelves"]}
    edges, targets, claims = shelves["edges"], shelves["targets"], shelves["claims"]
    return {
        "shelves": {name: marks(records) for name, records in shelves.items()},
        "references": counted_references(shelves["references"]),
        "recommendations": {
            "stance": by(shelves["recommendations"], "stance"),
            "line": by(shelves["recommendations"], "line"),
            "notes": noted(shelves["recommendations"]),
        },
        "thresholds": {"status": by(shelves["thresholds"], "status"), "notes": noted(shelves["thresholds"])},
        "nodes": {"kind": by(shelves["nodes"], "kind")},
        "edges": {
            "effect": by(edges, "effect"),
            "in_route_count": sum(edge.in_route_count for edge in edges),
            "notes": noted(edges),
        },
        "targets": {
            "effect": by(targets, "effect"),
            "closes": sum(target.closes for target in targets),
            "notes": noted(targets),
        },
        "claims": {"verdict": by(claims, "verdict"), "parts": by([p for one in claims for p in one.parts], "verdict")},
        "questions": {"without_reference": sum(not question.references for question in shelves["questions"])},
        "reasons": {"group": by(shelves["reasons"], "group")},
        "map_notes": {"not_in_map": len(shelf.map_notes.not_in_map)},
    }


def counted_references(references):
    """Return the counts of the references; sentences of notes that were put among the caveats are counted with them."""
    return {
        "findings": sum(len(reference.key_findings) for reference in references),
        "caveats": sum(len(reference.caveats) for reference in references),
        "links": sum(len(reference.links) for reference in references),
        "topics": sum(len(reference.topics) for reference in references),
        "notes": noted(references),
        **many(references, "doi", "pmid", "n"),
        "citation_complete": sum(reference.citation_complete for reference in references),
        "numbers_verified": sum(reference.numbers_verified for reference in references),
        "population": by(references, "population"),
        "design": by(references, "design"),
    }


def noted(records):
    """Return how many records carry a note."""
    return sum(bool(record.note) for record in records)


def expected():
    """Return counts.yaml with its two kinds of caveats added up."""
    references = dict(COUNTS["references"])
    references["caveats"] += references.pop("caveats_from_notes")
    return {**COUNTS, "references": references}


class CountsTests(StarterTestCase):
    maxDiff = None

    def test_the_drafts_hold_what_the_evidence_files_held(self):
        self.assertEqual(counted(drafts.shelf_of_drafts()), expected())

    def test_the_release_holds_what_the_evidence_files_held(self):
        self.assertEqual(counted(current_shelf()), expected())

    def test_a_claim_or_fact_is_verified_exactly_when_all_its_references_are(self):
        shelf = current_shelf()
        for name in ("claims", "facts"):
            for record in getattr(shelf, name).values():
                proven = all(shelf.references[key].verified for key in record.references)
                self.assertEqual(record.verified, proven, record.key)

    def test_a_claim_rests_on_exactly_what_supports_qualifies_and_contradicts_it(self):
        for claim in current_shelf().claims.values():
            weighed = [key for field in CLAIM_REFERENCES for key in getattr(claim, field)]
            self.assertEqual(sorted(weighed), sorted(claim.references), claim.key)
            of_parts = {key for part in claim.parts for field in CLAIM_REFERENCES for key in getattr(part, field)}
            self.assertLessEqual(of_parts, set(claim.references), claim.key)

    def test_thresholds_disagree_with_each_other_and_never_with_themselves(self):
        thresholds = current_shelf().thresholds
        for key, threshold in thresholds.items():
            self.assertNotIn(key, threshold.disagrees)
            for other in threshold.disagrees:
                self.assertIn(key, thresholds[other].disagrees, (key, other))

    def test_only_what_blocks_or_depletes_a_node_closes_it(self):
        for target in current_shelf().targets.values():
            self.assertEqual(target.closes, target.effect in ("blocks", "depletes"), target.key)

    def test_every_record_reads_the_same_in_its_file_in_the_drafts_and_in_the_release(self):
        (written,) = packages.read_package(STARTER).documents["library"]
        stored, released = drafts.shelf_of_drafts(), current_shelf()
        for name in COUNTS["shelves"]:
            for key, record in getattr(written, name).items():
                with self.subTest(record=f"{name}/{key}"):
                    self.assertEqual(settled(getattr(stored, name)[key]), settled(record))
                    self.assertEqual(settled(getattr(released, name)[key]), settled(record))
        self.assertEqual(stored.map_notes, written.map_notes)
        self.assertEqual(released.map_notes, written.map_notes)


def settled(record):
    """Return the text of a record; organ domains are a set, so they are put in order."""
    if hasattr(record, "organ_domains"):
        record = record.model_copy(update={"organ_domains": tuple(sorted(record.organ_domains))})
    return canonical(record)
