import os
import time
from unittest import skipUnless

from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.test import SimpleTestCase, TestCase, override_settings

REDIS = os.environ.get("REDIS_URL", "")


def redis_at(address):
    return override_settings(
        CACHES={
            "default": {
                "BACKEND": "education.core.cache.ForgivingRedisCache",
                "LOCATION": address,
                "OPTIONS": {
                    "serializer": "education.core.cache.JSONSerializer",
                    "socket_timeout": 0.3,
                    "socket_connect_timeout": 0.3,
                },
            }
        },
        SESSION_ENGINE="django.contrib.sessions.backends.cached_db",
    )


@redis_at("redis://127.0.0.1:1/0")
class RedisGoneTests(TestCase):
    def test_every_question_is_a_miss(self):
        cache = caches["default"]
        with self.assertLogs("education.core.cache", "WARNING"):
            cache.set("a", 1)
            self.assertEqual(cache.get("a", "nothing"), "nothing")
            self.assertEqual(cache.get_many(["a", "b"]), {})
            self.assertFalse(cache.delete("a"))
            self.assertFalse(cache.has_key("a"))
            self.assertEqual(cache.get_or_set("a", 5), 5)

    def test_people_sign_in_and_stay_signed_in(self):
        user = get_user_model().objects.create_user("ann@example.org", "a long password")
        with self.assertLogs("education.core.cache", "WARNING"):
            self.client.force_login(user)
            page = self.client.get("/preferences/")
        self.assertContains(page, "ann@example.org")


@redis_at("redis://10.255.255.1:6379/0")
class RedisSilentTests(SimpleTestCase):
    def test_a_server_that_never_answers_costs_a_third_of_a_second(self):
        begun = time.monotonic()
        with self.assertLogs("education.core.cache", "WARNING"):
            self.assertIsNone(caches["default"].get("a"))
        self.assertLess(time.monotonic() - begun, 5)  # without a limit it would wait for ever


@skipUnless(REDIS, "REDIS_URL is not set")
@redis_at(REDIS)
class RedisThereTests(SimpleTestCase):
    def test_values_come_back_as_they_went_and_can_be_counted(self):
        cache = caches["default"]
        self.addCleanup(cache.delete_many, ["words", "count"])
        cache.set("words", {"a": [1, "two", None, True]})
        self.assertEqual(cache.get("words"), {"a": [1, "two", None, True]})
        cache.set("count", 1)
        self.assertEqual(cache.incr("count"), 2)
        self.assertEqual(cache.get("count"), 2)
