"""Walks: started, continued, adopted, moved over, forgotten; each write repeatable and limited."""

import threading
from datetime import timedelta

from django.db import connection
from django.test import TestCase

from education.learning import readers, walking
from education.learning.models import Walk, WalkEvent
from education.learning.own import OwnWalks, visits_of
from education.learning.readers import Reader
from education.pathways.domain import playing
from tests.builders import drawn_pathway
from tests.flushing import CommittingTestCase
from tests.published import now, publish, somebody

ADDRESSES = ("today", "yesterday")


def begin(edition, reader, token="token-one", **changes):
    """Start a walk as `reader`."""
    fields = {"population": "adult", "token": token, "addresses": ADDRESSES, "now": now()} | changes
    return walking.start(reader, edition, **fields)


def own(reader):
    """Return the walks of `reader` as the views ask for them."""
    return OwnWalks(reader, now())


def take(reader, walk, seq, choice, token="token-two", lens="adult"):
    """Take a choice and return the visit number it led to."""
    return walking.choose(own(reader), walk.pk, walking.Submit(seq, choice, lens, token), now=now())[2]


class StartTests(TestCase):
    def setUp(self):
        self.edition = publish()
        self.reader = Reader(somebody())

    def test_a_walk_begins_at_the_start_step_in_the_population_it_was_started_in(self):
        walk = begin(self.edition, self.reader)
        event = walk.events.get()
        self.assertEqual((event.seq, event.parent_seq, event.step, event.lens), (1, None, "begin", "adult"))

    def test_the_same_form_starts_one_walk(self):
        self.assertEqual(begin(self.edition, self.reader), begin(self.edition, self.reader))
        self.assertEqual(Walk.objects.count(), 1)

    def test_a_stranger_may_start_thirty_walks_an_hour_and_then_is_refused(self):
        stranger = Reader(None, "walker-key")
        for number in range(walking.STARTS_A_SESSION):
            begin(self.edition, stranger, token=f"token-{number}")
        with self.assertRaises(walking.TooManyStarts):
            begin(self.edition, stranger, token="one-too-many")
        self.assertEqual(Walk.objects.count(), walking.STARTS_A_SESSION)
        begin(self.edition, stranger, token="an-hour-later", now=now() + timedelta(minutes=61))

    def test_an_address_is_limited_over_all_its_sessions_and_over_midnight(self):
        Walk.objects.bulk_create(
            Walk(
                walker=f"w{n}",
                address="yesterday",
                edition=self.edition,
                population="adult",
                token="t",
                started_at=now(),
            )
            for n in range(walking.STARTS_AN_ADDRESS)
        )
        with self.assertRaises(walking.TooManyStarts):
            begin(self.edition, Reader(None, "somebody-new"))

    def test_an_account_is_not_limited(self):
        for number in range(walking.STARTS_A_SESSION + 1):
            begin(self.edition, self.reader, token=f"token-{number}")
        self.assertEqual(Walk.objects.count(), walking.STARTS_A_SESSION + 1)

    def test_an_address_is_hashed_with_a_salt_of_the_day(self):
        today, before = readers.hashed_addresses("192.0.2.7", now())
        self.assertNotEqual(today, before)
        self.assertNotIn("192.0.2.7", today)
        self.assertEqual(before, readers.hashed_addresses("192.0.2.7", now() - timedelta(days=1))[0])


class ChooseTests(TestCase):
    def setUp(self):
        self.reader = Reader(somebody())
        self.walk = begin(publish(), self.reader)

    def test_the_same_submit_gives_the_same_visit_and_writes_nothing(self):
        first = take(self.reader, self.walk, 1, "to-call")
        self.assertEqual(take(self.reader, self.walk, 1, "to-call"), first)
        self.assertEqual(WalkEvent.objects.count(), 2)

    def test_the_same_token_with_another_choice_is_another_branch(self):
        one, other = take(self.reader, self.walk, 1, "to-call"), take(self.reader, self.walk, 1, "to-ease")
        self.assertEqual((one, other), (2, 3))
        self.assertEqual([e.parent_seq for e in self.walk.events.all()], [None, 1, 1])

    def test_going_back_and_choosing_again_keeps_the_other_branch(self):
        take(self.reader, self.walk, 1, "to-call", token="first-page")
        take(self.reader, self.walk, 2, "to-ease", token="second-page")
        take(self.reader, self.walk, 1, "to-ease", token="third-page")
        steps = [(e.seq, e.parent_seq, e.step) for e in self.walk.events.all()]
        self.assertEqual(steps, [(1, None, "begin"), (2, 1, "call"), (3, 2, "ease"), (4, 1, "ease")])

    def test_a_choice_that_is_not_offered_writes_nothing(self):
        with self.assertRaises(playing.NotOffered):
            take(self.reader, self.walk, 1, "to-nowhere")
        self.assertEqual(WalkEvent.objects.count(), 1)

    def test_a_visit_that_was_never_made_is_unknown(self):
        with self.assertRaises(playing.UnknownVisit):
            take(self.reader, self.walk, 9, "to-call")

    def test_somebody_elses_walk_does_not_exist(self):
        with self.assertRaises(Walk.DoesNotExist):
            take(Reader(somebody("other@example.org")), self.walk, 1, "to-call")
        with self.assertRaises(Walk.DoesNotExist):
            take(Reader(None, ""), self.walk, 1, "to-call")

    def test_each_visit_keeps_the_lens_it_was_made_in_and_says_when_it_is_an_outcome(self):
        take(self.reader, self.walk, 1, "to-ease", lens="child")
        take(self.reader, self.walk, 2, "to-ask", token="next-page", lens="child")
        take(self.reader, self.walk, 3, "to-done", token="last-page", lens="adult")
        rows = list(self.walk.events.values_list("lens", "outcome"))
        self.assertEqual(rows, [("adult", False), ("child", False), ("child", False), ("adult", True)])


class OwnWalksTests(TestCase):
    def test_what_is_read_by_a_query_written_out_is_what_django_reads(self):
        reader = Reader(somebody())
        walk = begin(publish(), reader)
        take(reader, walk, 1, "to-ease", lens="child")
        found = own(reader).get(pk=walk.pk)
        for field in Walk._meta.concrete_fields:
            self.assertEqual(getattr(found, field.attname), getattr(Walk.objects.get(), field.attname), field.name)
        read = [(one.seq, one.parent, one.step, one.choice, one.lens, one.at) for one in visits_of(found)]
        fields = ("seq", "parent_seq", "step", "choice", "lens", "at")
        self.assertEqual(read, list(WalkEvent.objects.order_by("seq").values_list(*fields)))


class AdoptTests(TestCase):
    def test_a_strangers_walks_become_theirs_and_nobody_elses_do(self):
        edition, user = publish(), somebody()
        mine = begin(edition, Reader(None, "my-key"))
        other = begin(edition, Reader(None, "other-key"))
        taken = begin(edition, Reader(somebody("other@example.org")))
        readers.adopt(user, "my-key")
        owners = dict(Walk.objects.values_list("pk", "owner"))
        self.assertEqual(owners, {mine.pk: user.pk, other.pk: None, taken.pk: taken.owner_id})
        self.assertEqual(Walk.objects.get(pk=mine.pk).address, "")

    def test_no_key_adopts_nothing(self):
        begin(publish(), Reader(None, "my-key"))
        readers.adopt(somebody(), "")
        self.assertFalse(Walk.objects.filter(owner__isnull=False).exists())


class MoveOverTests(TestCase):
    def setUp(self):
        self.reader = Reader(somebody())
        self.walk = begin(publish(), self.reader)
        take(self.reader, self.walk, 1, "to-ease", token="page-one")
        take(self.reader, self.walk, 2, "to-right", token="page-two")

    def change(self, **changes):
        return publish(drawn_pathway(child=True, **changes), note="Something changed.")

    def test_nothing_newer_means_nothing_to_move_to(self):
        with self.assertRaises(walking.NotWalkable):
            walking.move_over(own(self.reader), self.walk.pk, now=now())

    def test_choices_are_replayed_and_the_old_walk_is_closed_and_kept(self):
        newer = self.change(steps={"done": {"body": "Something else [@trial]."}})
        new = walking.move_over(own(self.reader), self.walk.pk, now=now())
        self.assertEqual((new.edition, new.moved_from), (newer, self.walk))
        self.assertEqual([e.step for e in new.events.all()], ["begin", "ease", "right"])
        self.walk.refresh_from_db()
        self.assertIsNotNone(self.walk.closed_at)
        self.assertEqual(self.walk.events.count(), 3)
        with self.assertRaises(walking.NotWalkable):
            take(self.reader, self.walk, 3, "to-only")

    def test_the_replay_stops_at_a_step_that_changed(self):
        self.change(steps={"ease": {"body": "Something else [@trial]."}})
        new = walking.move_over(own(self.reader), self.walk.pk, now=now())
        self.assertEqual([e.step for e in new.events.all()], ["begin", "ease"])

    def test_moving_over_twice_gives_the_same_walk(self):
        self.change(title="Another title")
        first = walking.move_over(own(self.reader), self.walk.pk, now=now())
        self.assertEqual(walking.move_over(own(self.reader), self.walk.pk, now=now()), first)
        self.assertEqual(Walk.objects.count(), 2)


class ForgetTests(TestCase):
    def test_only_strangers_walks_without_a_month_of_events_go(self):
        edition = publish()
        long_ago = now() - timedelta(days=31)
        old = begin(edition, Reader(None, "gone"), now=long_ago)
        begin(edition, Reader(None, "lately"), now=now() - timedelta(days=29))
        begin(edition, Reader(somebody()), now=long_ago)
        self.assertEqual(walking.forget_strangers(now()), 1)
        self.assertFalse(Walk.objects.filter(pk=old.pk).exists())
        self.assertEqual(Walk.objects.count(), 2)


class SimultaneousSubmitTests(CommittingTestCase):
    def test_eight_simultaneous_submits_of_one_token_are_one_event(self):
        reader = Reader(somebody())
        walk = begin(publish(), reader)
        gate, answers = threading.Barrier(8), []

        def submit():
            try:
                gate.wait()
                answers.append(take(reader, walk, 1, "to-call"))
            finally:
                connection.close()

        threads = [threading.Thread(target=submit) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(answers, [2] * 8)
        self.assertEqual(WalkEvent.objects.filter(walk=walk).count(), 2)
