"""Predictions: the first answer of a release counts, is written once, and goes with the account."""

import threading

from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.test import TestCase

from education.learning.models import Prediction
from education.learning.predicting import predict, predicted, predictions
from tests.flushing import CommittingTestCase
from tests.published import now, somebody


def say(user, answer="qualified", **changes):
    """Predict the verdict of a claim in the first release."""
    asked = {"kind": "claim", "key": "scar-keeps-itself", "answer": answer, "release": 1, "now": now()} | changes
    return predict(user, **asked)


class PredictTests(TestCase):
    def setUp(self):
        self.reader = somebody()

    def test_an_answer_is_kept_with_its_question_its_release_and_its_time(self):
        said = say(self.reader)
        kept = Prediction.objects.get()
        self.assertEqual(kept, said)
        self.assertEqual(
            (kept.kind, kept.key, kept.answer, kept.release), ("claim", "scar-keeps-itself", "qualified", 1)
        )
        self.assertEqual((kept.owner, kept.at), (self.reader, said.at))

    def test_the_same_answer_twice_writes_nothing(self):
        first = say(self.reader)
        again = say(self.reader)
        self.assertEqual((again, again.at), (first, first.at))
        self.assertEqual(Prediction.objects.count(), 1)

    def test_another_answer_in_the_same_release_writes_nothing_and_the_first_stands(self):
        say(self.reader, "qualified")
        self.assertEqual(say(self.reader, "supported").answer, "qualified")
        self.assertEqual(list(Prediction.objects.values_list("answer", flat=True)), ["qualified"])

    def test_a_later_release_asks_anew(self):
        say(self.reader, "qualified")
        self.assertEqual(say(self.reader, "supported", release=2).answer, "supported")
        self.assertEqual(Prediction.objects.count(), 2)

    def test_another_reader_another_question_and_another_kind_are_their_own(self):
        say(self.reader)
        say(somebody("other@example.org"), "supported")
        say(self.reader, "supported", key="another-claim")
        say(self.reader, "6", kind="map")
        self.assertEqual(Prediction.objects.count(), 4)

    def test_the_database_refuses_a_second_answer_an_unknown_kind_and_an_empty_one(self):
        say(self.reader)
        whole = {"owner": self.reader, "kind": "claim", "key": "k", "answer": "a", "release": 1, "at": now()}
        for wrong in ({"key": "scar-keeps-itself"}, {"kind": "horoscope"}, {"key": ""}, {"answer": ""}):
            with self.subTest(wrong), self.assertRaises(IntegrityError), transaction.atomic():
                Prediction.objects.create(**whole | wrong)

    def test_it_goes_with_the_account_and_nobody_elses_does(self):
        other = somebody("other@example.org")
        say(self.reader)
        say(other)
        self.reader.delete()
        self.assertEqual(Prediction.objects.get().owner, other)


class PredictedTests(TestCase):
    def setUp(self):
        self.reader = somebody()
        say(self.reader, "qualified", key="one")
        say(self.reader, "supported", key="two")
        say(self.reader, "unsure", key="one", release=2)
        say(self.reader, "6", key="one", kind="map")
        say(somebody("other@example.org"), "contradicted", key="three")

    def read(self, user, keys=("one", "two", "three"), release=1):
        return predicted(user, kind="claim", keys=keys, release=release)

    def test_it_returns_the_readers_own_answers_of_this_release_by_key_in_one_query(self):
        with self.assertNumQueries(1):
            self.assertEqual(self.read(self.reader), {"one": "qualified", "two": "supported"})
        self.assertEqual(self.read(self.reader, release=2), {"one": "unsure"})
        self.assertEqual(self.read(self.reader, keys=["two"]), {"two": "supported"})

    def test_a_stranger_predicted_nothing_and_nobody_is_asked(self):
        with self.assertNumQueries(0):
            self.assertEqual(self.read(AnonymousUser()), {})
            self.assertEqual(self.read(None), {})

    def test_predictions_say_when_too(self):
        found = predictions(self.reader, kind="claim", keys=["one"], release=1)["one"]
        self.assertEqual((found.answer, found.owner), ("qualified", self.reader))
        self.assertIsNotNone(found.at)


class SimultaneousPredictionTests(CommittingTestCase):
    def test_of_eight_answers_at_once_one_is_written_and_all_are_told_that_one(self):
        reader = somebody()
        gate, answers = threading.Barrier(8), []

        def answer(words):
            try:
                gate.wait()
                answers.append(say(reader, words).answer)
            finally:
                connection.close()

        threads = [threading.Thread(target=answer, args=(words,)) for words in ("qualified", "supported") * 4]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(answers, [Prediction.objects.get().answer] * 8)
