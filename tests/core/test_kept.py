"""HTML kept with blanks: what is filled in, what is forgotten, and that it reads as if it had been rendered."""

from functools import cache
from uuid import UUID, uuid4

from django.template import Context, Engine
from django.test import SimpleTestCase
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from education.core.kept import OVERHEAD, Kept, draw_anew

PAGE = '<a href="/walks/{{ walk }}/{{ seq }}/">{{ word }}</a>{{ inside }}<b>{{ word }} {{ seq }}</b>'


@cache
def template(source):
    """Return a template of this source."""
    return Engine().from_string(source)


def rendered(values, source=PAGE):
    """Return a template with these values."""
    return template(source).render(Context(values))


def values(word="one & <two>", seq=3, inside="<i>kept</i>"):
    return {"walk": uuid4(), "seq": seq, "word": word, "inside": mark_safe(inside)}


class KeptTests(SimpleTestCase):
    @given(word=st.text(max_size=30), seq=st.integers(1, 10**9))
    def test_a_kept_form_filled_in_is_what_the_template_would_have_said(self, word, seq):
        kept = Kept(most=10_000)
        kept.draw("page", values(), rendered)
        given_now = values(word, seq)
        self.assertEqual(kept.draw("page", given_now, rendered), draw_anew("page", given_now, rendered))

    def test_a_form_is_rendered_once_for_each_key(self):
        kept, asked = Kept(most=10_000), []

        def noted(marks):
            asked.append(marks)
            return rendered(marks)

        for key in ("a", "b", "a", "b"):
            kept.draw(key, values(), noted)
        self.assertEqual(len(asked), 2)

    def test_no_value_of_one_answer_is_in_the_next(self):
        kept = Kept(most=10_000)
        first = values("a secret", 987_654_321, "<i>mine</i>")
        kept.draw("page", first, rendered)
        other = kept.draw("page", values("another", 4), rendered)
        for value in first.values():
            self.assertNotIn(str(value), other)

    def test_content_that_looks_like_a_blank_stays_as_it_is(self):
        kept = Kept(most=10_000)
        looks = values("{{ seq }} None 3 " + str(UUID(int=0)), 3)
        self.assertEqual(kept.draw("page", looks, rendered), rendered(looks))
        self.assertEqual(kept.draw("page", looks, rendered), rendered(looks))

    def test_a_value_that_can_be_called_is_called_only_where_it_is_shown(self):
        kept, called = Kept(most=10_000), []

        def token():
            called.append(1)
            return "a-token"

        for source, times in (("{{ token }}", 1), ("nothing", 1), ("{{ token }}", 2)):
            drawn = kept.draw(source, {"token": token}, lambda marks, source=source: rendered(marks, source))
            self.assertEqual(drawn, "a-token" if "token" in source else "nothing")
            self.assertEqual(len(called), times)

    def test_what_was_not_used_for_longest_is_forgotten_first(self):
        kept, asked = Kept(most=3 * (OVERHEAD + 10)), []

        def noted(key):
            def render(marks):
                asked.append(key)
                return "x" * 10

            kept.draw(key, {}, render)

        for key in ("a", "b", "c", "a", "d", "a", "b"):
            noted(key)
        self.assertEqual(asked, ["a", "b", "c", "d", "b"])
        self.assertLessEqual(kept.size, kept.most)

    def test_forgetting_all_of_it_renders_anew(self):
        kept = Kept(most=10_000)
        before, after = (lambda marks, word=word: rendered(marks, word) for word in ("before", "after"))
        self.assertEqual([kept.draw("page", {}, render) for render in (before, after)], ["before", "before"])
        kept.forget()
        self.assertEqual(kept.draw("page", {}, after), "after")
        self.assertEqual(kept.size, OVERHEAD + len("after"))
