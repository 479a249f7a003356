"""Study designs in words: "RCT, n = 576", "2 cohorts, 210 and 9 people".

The words are plain English, a whole phrase each, in the tables below, so that they can be translated.
"""

from collections.abc import Sequence
from typing import NamedTuple

from education.library.domain.records import Design, Reference


class DesignWords(NamedTuple):
    """A study design in words: one study, several (after a number), and whether its `n` counts people."""

    one: str
    several: str
    counts_people: bool = False


DESIGNS: dict[Design, DesignWords] = {
    "rct": DesignWords("RCT", "RCTs", True),
    "rct-post-hoc": DesignWords("Post-hoc analysis of an RCT", "post-hoc analyses of RCTs", True),
    "rct-subgroup": DesignWords("Subgroup of an RCT", "subgroups of RCTs", True),
    "rct-extension": DesignWords("Extension of an RCT", "extensions of RCTs", True),
    "open-label-trial": DesignWords("Open-label trial", "open-label trials", True),
    "protocol": DesignWords("Trial protocol, no results", "trial protocols, no results"),
    "cohort": DesignWords("Cohort", "cohorts", True),
    "registry": DesignWords("Registry", "registries", True),
    "case-series": DesignWords("Case series", "case series", True),
    "case-report": DesignWords("Case report", "case reports", True),
    "survey": DesignWords("Survey", "surveys"),
    "systematic-review": DesignWords("Systematic review", "systematic reviews"),
    "review": DesignWords("Review", "reviews"),
    "guideline": DesignWords("Guideline", "guidelines"),
    "consensus": DesignWords("Consensus statement", "consensus statements"),
    "classification-criteria": DesignWords("Classification criteria", "sets of classification criteria"),
    "regulatory": DesignWords("Regulatory record", "regulatory records"),
    "basic-science": DesignWords("Laboratory study", "laboratory studies"),
    "congress-abstract": DesignWords("Congress abstract", "congress abstracts", True),
}

# \u00a0 is a no-break space: a number stays on one line with what it counts.
WORDS = {
    "trial": "{design}, n\u00a0=\u00a0{numbers}",
    "one person": "{design}, {numbers}\u00a0person",
    "people": "{design}, {numbers}\u00a0people",
    "several": "{count}\u00a0{designs}",
    "and one more": "{first}, and 1\u00a0more source",
    "and more": "{first}, and {count}\u00a0more sources",
    "list": "{first} and {last}",
}


def design_line(references: Sequence[Reference]) -> str:
    """Return "RCT, n = 576", "2 RCTs, n = 97 and 122", "Cohort, 210 people", or the first design "and 2 more sources".

    Only randomised trials themselves are given as "n =": an analysis after the fact, a subgroup or a protocol never is.
    Where one of several studies has no number, none is given. "" without references.
    """
    if not references:
        return ""
    first = references[0]
    if any(one.design != first.design for one in references):
        more = "and one more" if len(references) == 2 else "and more"
        return WORDS[more].format(first=_counted([first]), count=len(references) - 1)
    return _counted(references)


def _counted(references: Sequence[Reference]) -> str:
    """Return studies of one design with their numbers."""
    words = DESIGNS[references[0].design]
    several = WORDS["several"].format(count=len(references), designs=words.several)
    design = words.one if len(references) == 1 else several
    numbers = [one.n for one in references if one.n is not None]
    if not words.counts_people or len(numbers) < len(references):
        return design
    people = "one person" if numbers == [1] else "people"
    pattern = "trial" if references[0].design == "rct" else people
    return WORDS[pattern].format(design=design, numbers=_listed(numbers))


def _listed(numbers: Sequence[int]) -> str:
    """Return "97", "97 and 122" or "97, 122 and 205"."""
    *early, last = (str(number) for number in numbers)
    return WORDS["list"].format(first=", ".join(early), last=last) if early else last
