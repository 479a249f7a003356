"""What registers say of a source, read and written down."""

import re
from io import StringIO
from pathlib import Path

from django.core.management import CommandError, call_command
from django.test import SimpleTestCase, TestCase
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from education.editorial.models import Notice
from education.library import drafts, statuses
from education.library.domain.statuses import Status, from_crossref, from_pubmed, worst
from education.library.models import Reference, StatusCheck
from tests.builders import reference, shelf
from tests.library.register import RegisterServer, Trusting

WATCH = "Record ID,RetractionNature,RetractionDOI,OriginalPaperDOI,OriginalPaperPubMedID\n"


def settled(key="senscis-2019", **more):
    """Store one reference as a draft that is marked ready, and return its row."""
    record = reference(key, **more)
    drafts.store(shelf(record))
    drafts.vouch(shelf(record), by="Editor")
    return Reference.objects.get(key=key)


class ReadingTests(SimpleTestCase):
    def test_the_gravest_update_counts(self):
        work = {"updated-by": [{"type": "erratum", "DOI": "10.1/e"}, {"type": "retraction", "DOI": "10.1/r"}]}
        self.assertEqual(from_crossref(work), Status("retracted", "Crossref", "10.1/r"))

    def test_a_work_without_updates_is_not_retracted(self):
        self.assertEqual(from_crossref({"title": ["A"]}), Status("none", "Crossref"))

    def test_being_a_retraction_notice_oneself_says_nothing_of_oneself(self):
        self.assertEqual(from_crossref({"update-to": [{"type": "retraction", "DOI": "10.1/x"}]}).retraction, "none")

    def test_pubmed_tells_by_publication_type_or_by_reference(self):
        self.assertEqual(from_pubmed({"pubtype": ["Journal Article", "Retracted Publication"]}).retraction, "retracted")
        erratum = {"references": [{"reftype": "Erratum in", "pmid": 7}, {"reftype": "Comment in", "pmid": 8}]}
        self.assertEqual(from_pubmed(erratum), Status("corrected", "PubMed", "PMID 7"))
        self.assertEqual(from_pubmed({"references": [{"reftype": "Retraction of", "pmid": 7}]}).retraction, "none")

    @given(
        st.recursive(
            st.none() | st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
        )
    )
    def test_any_answer_is_read_without_failing(self, value):
        for work in ({"updated-by": value}, {"references": value, "pubtype": value}):
            self.assertEqual({from_crossref(work).retraction, from_pubmed(work).retraction}, {"none"})

    def test_nothing_said_is_not_graver_than_something(self):
        self.assertEqual(worst([Status("none", "PubMed"), Status("concern", "Crossref")]).retraction, "concern")


class RecordingTests(TestCase):
    def test_a_retraction_marks_the_draft_and_puts_up_one_notice_however_often_it_is_said(self):
        row = settled()
        said = [Status("retracted", "Crossref", "10.1/r")]
        self.assertTrue(statuses.record(row, said, now=timezone.now()))
        self.assertFalse(statuses.record(row, said, now=timezone.now()))
        row = Reference.objects.get(pk=row.pk)
        self.assertEqual((row.retraction, row.ready), ("retracted", False))
        notice = Notice.objects.get()
        self.assertEqual(
            (notice.kind, notice.subject, notice.url),
            ("retraction", "reference:senscis-2019", "https://doi.org/10.1/r"),
        )

    def test_silence_takes_nothing_back(self):
        row = settled(retraction="retracted")
        self.assertFalse(statuses.record(row, [Status("none", "PubMed")], now=timezone.now()))
        self.assertEqual(Reference.objects.get(pk=row.pk).retraction, "retracted")
        self.assertEqual(StatusCheck.objects.get().said, "none")

    def test_a_check_that_finds_nothing_leaves_the_ready_mark(self):
        row = settled()
        statuses.record(row, [Status("none", "Crossref"), Status("none", "PubMed")], now=timezone.now())
        self.assertTrue(Reference.objects.get(pk=row.pk).ready)
        self.assertEqual(StatusCheck.objects.get().registers, "Crossref, PubMed")
        self.assertFalse(Notice.objects.exists())


class CommandTests(TestCase):
    """The command against a real server on loopback that speaks both registers' interfaces."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.register = RegisterServer()
        cls.addClassCleanup(cls.register.close)

    def setUp(self):
        self.register.asked.clear()

    def run_command(self, command="check_references", **more):
        out, err = StringIO(), StringIO()
        call_command(command, stdout=out, stderr=err, **more)
        return out.getvalue() + err.getvalue()

    def ask(self, **more):
        """Run it with look-ups on, against the stub."""
        with self.settings(LOOKUPS=True, LOOKUP_ADDRESSES=self.register.addresses):
            return self.run_command(Trusting(), **more)

    def test_it_is_off_and_asks_nobody(self):
        settled(doi="10.1056/one")
        with self.assertRaisesRegex(CommandError, "Look-ups are off"):
            self.run_command()
        self.assertEqual(self.register.asked, [])

    def test_a_loopback_register_is_refused_as_no_public_address(self):
        settled(doi="10.1056/one")
        with self.settings(LOOKUPS=True, LOOKUP_ADDRESSES=self.register.addresses):
            self.assertIn("does not lead to a public address", self.run_command())
        self.assertEqual(self.register.asked, [])
        self.assertFalse(StatusCheck.objects.exists())

    def test_both_registers_are_asked_and_what_they_say_is_kept(self):
        settled("a", doi="10.1056/retracted", pmid="1")
        settled("b", doi="10.1056/clean", pmid="2")
        settled("c", doi="10.1056/unknown")
        said = self.ask()
        self.assertIn("a: its status became graver", said)
        self.assertEqual(Reference.objects.get(key="a").retraction, "retracted")
        self.assertEqual(StatusCheck.objects.get(reference__key="b").registers, "Crossref, PubMed")
        self.assertIn("does not know this DOI", StatusCheck.objects.get(reference__key="c").doubt)

    def test_only_those_named(self):
        settled("a", doi="10.1056/retracted")
        settled("b", doi="10.1056/clean")
        self.ask(only=["b"])
        with self.assertRaisesRegex(CommandError, "gone"):
            self.ask(only=["gone"])
        self.assertEqual([check.reference.key for check in StatusCheck.objects.all()], ["b"])

    def test_a_register_that_is_down_loses_nothing_that_the_other_said(self):
        settled("a", doi="10.1056/clean", pmid="1")
        self.register.down = "crossref"
        said = self.ask()
        self.register.down = ""
        self.assertIn("run the command again later", said)
        self.assertEqual(StatusCheck.objects.get().registers, "PubMed")

    def test_a_retraction_watch_file_works_without_a_network(self):
        settled("a", doi="10.1056/ONE")
        file = self.register.file(WATCH + "1,Retraction,10.1/n,10.1056/one,0\n2,Correction,,10.1/else,0\n")
        self.assertIn("a: its status became graver", self.run_command(file=file))
        self.assertEqual(Reference.objects.get(key="a").retraction, "retracted")
        self.assertEqual(self.register.asked, [])

    def test_another_file_is_refused_with_the_missing_column_and_changes_nothing(self):
        settled("a", doi="10.1056/one")
        with self.assertRaisesRegex(CommandError, "OriginalPaperDOI"):
            self.run_command(file=self.register.file("a,b\n1,2\n"))
        self.assertFalse(StatusCheck.objects.exists())


class NothingAsksByItselfTests(SimpleTestCase):
    def test_only_the_command_reads_the_registers(self):
        asks = re.compile(r"lookups\.(polite|registers)|^import (urllib3|requests|http\.client|socket)", re.MULTILINE)
        found = {path.name for path in Path("education/library").rglob("*.py") if asks.search(path.read_text())}
        self.assertEqual(found, {"polite.py", "registers.py", "check_references.py"})
