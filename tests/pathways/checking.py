"""What the tests of the checks share: a draft is asked as it stands, and after a round trip as JSON."""

from unittest import TestCase

from education.core.domain.canonical import canonical
from education.pathways.domain.checks import check
from education.pathways.domain.compiling import compile_pathway
from education.pathways.domain.upgrades import read_compiled
from tests.builders import TODAY, shelf, sign_off

SIGNED = (sign_off(),)


class CheckTestCase(TestCase):
    """Asks a draft and its JSON round trip; both must give the same answer."""

    def problems(self, pathway, *records, sign_offs=SIGNED, **settings):
        stock = shelf(*records)
        found = check(pathway, stock, today=TODAY, sign_offs=sign_offs, **settings)
        compiled = read_compiled(canonical(compile_pathway(pathway, stock, release=1)))
        again = check(compiled.pathway, compiled.shelf, today=TODAY, sign_offs=sign_offs, **settings)
        for one, other in zip(found, again, strict=True):
            self.assertEqual(
                (one.code, one.level, one.place, one.message), (other.code, other.level, other.place, other.message)
            )
        for problem in found:
            self.assertTrue(problem.message.endswith((".", ".)")) and problem.fix.endswith((".", "?")), problem)
        return found

    def spots(self, pathway, *records, **settings):
        return [(problem.code, problem.place) for problem in self.problems(pathway, *records, **settings)]

    def assert_only(self, code, place, level, pathway, *records, **settings):
        found = self.problems(pathway, *records, **settings)
        self.assertEqual([(p.code, p.place, p.level) for p in found], [(code, place, level)])
