"""The careful reader against a real server with the troubles registers have."""

import ipaddress
from unittest import TestCase

from education.library.lookups.polite import MOST_BYTES, Polite, Unreachable, public
from tests.library.register import RegisterServer, polite

CLEAN = "/works/10.1056%2Fclean"


class PoliteTests(TestCase):
    @classmethod
    def setUpClass(cls):
        cls.register = RegisterServer()
        cls.addClassCleanup(cls.register.close)

    def setUp(self):
        self.register.asked.clear()
        self.register.troubles.clear()
        self.waited = []
        self.client = polite(self.register.address, contact="a@example.org", wait=self.waited.append)

    def test_it_says_who_asks(self):
        self.client.json(CLEAN)
        self.assertEqual(self.register.agents[-1], "Sclero (checks its own references; mailto:a@example.org)")

    def test_what_is_not_there_is_none(self):
        self.assertIsNone(self.client.json("/works/10.1056%2Funknown"))

    def test_it_waits_as_long_as_it_was_asked_and_tries_again(self):
        self.register.troubles += [(429, b"", {"Retry-After": "7"}), (503, b"", {})]
        self.assertEqual(self.client.json(CLEAN)["status"], "ok")
        self.assertEqual(self.waited, [7.0, 2.0])

    def test_a_wait_of_hours_is_cut_short(self):
        self.register.troubles += [(429, b"", {"Retry-After": "86400"})]
        self.client.json(CLEAN)
        self.assertEqual(self.waited, [60.0])

    def test_it_gives_up_after_four_attempts(self):
        self.register.troubles += [(500, b"", {})] * 4
        with self.assertRaisesRegex(Unreachable, "it answered 500"):
            self.client.json(CLEAN)
        self.assertEqual(len(self.register.asked), 4)

    def test_a_redirect_is_not_followed(self):
        self.register.troubles += [(302, b"", {"Location": "http://10.0.0.1/"})]
        with self.assertRaisesRegex(Unreachable, "it answered 302"):
            self.client.json(CLEAN)
        self.assertEqual(len(self.register.asked), 1)

    def test_what_is_no_json_or_too_large_is_refused(self):
        self.register.troubles += [(200, b"<html>", {}), (200, b"1" * (MOST_BYTES + 1), {})]
        with self.assertRaisesRegex(Unreachable, "no JSON"):
            self.client.json(CLEAN)
        with self.assertRaisesRegex(Unreachable, "larger than"):
            self.client.json(CLEAN)

    def test_two_requests_keep_their_distance(self):
        times = iter([0.0, 0.1, 5.0])
        client = polite(self.register.address, every=2.0, wait=self.waited.append, clock=lambda: next(times))
        client.json(CLEAN)
        client.json(CLEAN)
        self.assertEqual(self.waited, [1.9])

    def test_a_register_that_hangs_up_is_asked_again_and_then_given_up(self):
        self.register.troubles += ["hang up"] * 4
        with self.assertRaisesRegex(Unreachable, "ProtocolError"):
            self.client.json(CLEAN)
        self.assertEqual((len(self.register.asked), self.waited), (4, [1.0, 2.0, 4.0]))

    def test_a_name_that_leads_inside_is_refused_before_anything_is_sent(self):
        with self.assertRaisesRegex(Unreachable, "public address"):
            Polite(self.register.address, every=0.0).json(CLEAN)
        self.assertEqual(self.register.asked, [])

    def test_only_the_open_internet_is_public(self):
        inside = "10.0.0.1 127.0.0.1 169.254.169.254 192.168.1.1 100.64.0.1 224.0.0.1 0.0.0.0 "
        inside += "::1 fe80::1 fc00::1 ::ffff:10.0.0.1"
        self.assertEqual([text for text in inside.split() if public(ipaddress.ip_address(text))], [])
        self.assertTrue(public(ipaddress.ip_address("1.1.1.1")) and public(ipaddress.ip_address("2606:4700::1")))
