"""A problem's place is found again in the package file."""

from django.test import SimpleTestCase

from education.pathways.domain.locating import line_of

FILE = """---
slug: some-pathway
steps:
  - key: start
    choices:
      - key: go
  - key: go
    choices:
      - key: "on"
---

# start body
Words.

# go/on rationale child
Other words.
"""


class LineOfTests(SimpleTestCase):
    def test_a_text_is_found_under_its_own_header(self):
        self.assertEqual(line_of("start:body", FILE), 12)
        self.assertEqual(line_of("go/on:rationale:child", FILE), 15)

    def test_anything_else_is_found_at_its_key_in_the_head(self):
        self.assertEqual(line_of("start", FILE), 4)
        self.assertEqual(line_of("start/go", FILE), 6)
        self.assertEqual(line_of("start:why", FILE), 4)
        self.assertEqual(line_of("go/on:rationale", FILE), 9)

    def test_what_the_file_does_not_name_is_nowhere(self):
        self.assertEqual(line_of("gone", FILE), 0)
        self.assertEqual(line_of("", FILE), 0)
