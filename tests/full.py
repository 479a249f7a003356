"""One of everything that a page can show: pathways with all kinds of steps, checks and evidence, and their library.

Texts have capitals or spaces, so that `tests.pseudo.reworded` knows them from keys.
"""

from datetime import timedelta
from typing import get_args

from django.utils import timezone

from education.library.domain.library import ClaimVerdict, GuidelineLine, Stance, TargetEffect, ThresholdKind
from education.pathways.domain.document import CompareKey
from tests import builders

FULL = """
    begin=start > call ease assess;
    call=urgent > ease;
    assess=assess > ease;
    ease=support > right ask;
    ask=refer > right done;
    right=gate:right-disease > really other;
    really=gate:really-worse > only;
    only=gate:only-apparent > safe same;
    safe=gate:wanted-safe-available > choose;
    choose=decision > drug study other even;
    even=equipoise > drug study;
    drug=therapy > watch;
    study=trial > watch;
    watch=monitor > choose done;
    done=outcome >;
    other=outcome >;
    same=outcome >
"""
STEPS = {
    "begin": {
        "why": "Why we begin here [@trial]. [[fvc]]",
        "roles": ["The nurse", "The whole team"],
        "series": [{"measure": "FVC", "unit": "of the norm", "month": 0, "value": "70"}],
    },
    "right": {
        "body": "::: prompt\nAsk it.\n:::\n\n::: note\nSo [@trial].\n:::\n\nWords [@trial].[^1]\n\n[^1]: So [@trial].",
        "checks": [
            {"key": key, "state": state, "text": f"The reason for {key} here."}
            for key, state in (("definition", "settled"), ("adherence", "not-settled"), ("growth", "not-known"))
        ],
    },
    "choose": {"statements": ["drug-lung", "drug-harm"]},
}
*ROWS, LAST_ROW = get_args(CompareKey)
SAME = [{"row": LAST_ROW, "text": "Said of either"}]
CHOICES = {
    "begin/to-ease": {"verdict": "preferred"},
    "begin/to-call": {"verdict": "weak"},
    "begin/to-assess": {"verdict": "unsafe"},
    "choose/to-drug": {
        "statements": ["drug-lung", "drug-harm", "drug-both-ways"],
        "compare": [{"row": row, "text": f"The drug and {row}"} for row in ROWS] + SAME,
    },
    "choose/to-study": {
        "populations": ["adult"],
        "absent": {"child": "No such study takes children."},
        "compare": [{"row": ROWS[0], "text": "The study", "key_difference": True}, *SAME],
    },
    "even/to-drug": {"therapy": "drug", "statements": []},
    "even/to-study": {"therapy": "new", "statements": []},
}
ORGANS = {"lung-ild": {"key": "lung-ild", "name": "The lungs", "position": 2}}
MAP_NOTES = {"notice": "drawn from skin; not a lung", "not_in_map": ["The heart"]}
STEP_KEYS = [name.partition("=")[0] for name in builders.edges(FULL)]
WAYS_ON = (f"{name.partition('=')[0]}/to-{end}" for name, ends in builders.edges(FULL).items() for end in ends)
BOTH = {way: {"populations": ("adult", "child")} for way in WAYS_ON}

# Published while its evidence was still in date: today one record is overdue.
PUBLISHED = timezone.now() - timedelta(days=20)
OVERDUE = (timezone.now() - timedelta(days=2)).date()


def pathways():
    """Return the pathways by what is special about them."""
    adults_differ = {key: {"wordings": {"adult": {"difference": "An adult differs."}}} for key in STEP_KEYS}
    of_a_child = {"populations": ("child",), "audience": "nurse", "steps": adults_differ, "choices": BOTH}
    drawn = {
        "for-both": {"populations": ("adult", "child"), "minutes": 1},
        "half-worded": {"child": True, "steps": STEPS, "choices": {"begin/to-call": {"populations": ("adult",)}}},
        "not-for-children": {"steps": STEPS},
        "of-a-child": of_a_child,
    }
    return {slug: builders.drawn_pathway(FULL, slug=slug, **changes) for slug, changes in drawn.items()}


def pathway(**steps):
    """Return the pathway with everything in it; `steps` changes some."""
    return builders.drawn_pathway(FULL, child=True, steps=STEPS | steps, choices=CHOICES)


def records():
    """Return the library behind the pages: every kind of population, line, direction and retraction is in it."""
    return (
        builders.reference(
            journal="A journal of lungs", doi="10.1000/1", pmid="1", trial_id="NCT00000001", disease="Disease of lungs",
            design_detail="A detail of it", population_detail="Some of them", regimen="alone", comparator="no drug",
            line_studied="first-line", line_detail="In a few", primary_endpoint="not-applicable",
            primary_detail="Not so", stage="not-stated", stage_detail="A stage of it", caveats=["It was small."],
            authors="Silva A, Okoro B, Three C, Four D, Five E, Six F, Seven G",
        ),
        builders.reference(
            "doubted", retraction="concern", design="cohort", population="mixed", n=9, review_by=OVERDUE
        ),
        builders.reference(
            "mended", retraction="corrected", design="case-report", population="child", n=1,
            primary_endpoint="met", stage="any",
        ),
        builders.statement(
            comparator="the placebo", direction_note="A little more", line_detail="In a few",
            population_detail="In some", effects=effects(),
        ),
        builders.statement(
            "drug-harm", harm=True, direction="against", comparator="before-after", references=["doubted"],
            finding="Harm was seen [@doubted].", certainty="very-low", population="mixed", line_studied="not-stated",
            review_by=OVERDUE,
        ),
        builders.statement(
            "drug-both-ways", direction="mixed", references=["mended", "trial"], finding="Both ways [@mended].",
            certainty="high", population="child", line_studied="mixed", judged_by="Two readers",
            comparator="the placebo",
        ),
        builders.therapy("new", name="A new drug", child_looked_on=None, child_word="Not tried in children [@trial]."),
        builders.therapy("unproven", name="An unproven drug", group="vascular"),
        builders.statement("unproven-lung", therapy="unproven", verified=False),
        builders.term(expansion="A full breath", also=["Full breath"], mesh="Code of it", icd11="Other code"),
        *library(),
    )  # fmt: skip


def effects():
    """Return sizes of effect of every contrast and side, whole and in part, with the drawn trial's figures."""
    whole = {"value": "41.0", "low": "2.9", "high": "79.0"}
    drawn = [
        ("Fall of breath", "difference", "higher", whole),
        ("Fall of breath", "difference", "lower", {"value": "41.0"}),
        ("Rise of it", "difference", "neither", {"missing": "Given in words"}),
        ("Death of any", "ratio", "lower", whole),
        ("Change of breath", "change", "higher", whole),
        ("Change of it", "change", "lower", {"missing": "Given in words"}),
    ]  # fmt: skip
    return [
        {"reference": "trial", "measure": measure, "contrast": contrast, "better": better, **figures}
        for measure, contrast, better, figures in drawn
    ]


def whole_claim():
    """Return a claim with parts, a safer wording and sources on every side."""
    parts = [
        {"key": "one", "claim": "One half of it", "verdict": "not-shown", "explanation": "Nobody looked."},
        {
            "key": "two",
            "claim": "Other half",
            "verdict": "supported",
            "explanation": "So it is.",
            "supports": ["guide"],
        },
    ]
    sides = {"supports": ["guide"], "qualifies": ["doubted"], "contradicts": ["mended"], "references": ["trial"]}
    return builders.claim(
        "whole", claim="A whole claim", safer_wording="Say less.", parts=parts, review_by=OVERDUE, **sides
    )


def library():
    """Return records that only the library's own pages show, some of them unverified."""
    kinds = [kind for kind in get_args(ThresholdKind) if kind != "progression"]
    texts = {"verdict": "It slowed it [@trial]. Little else [@trial].", "after_failure": "In some [@trial]."}
    lists = {"fails": ["What was taken?"], "monitoring": ["Was it looked at?"], "safety": ["It bled [@trial]."]}
    return (
        builders.therapy(target="A target of it", child_word="In one child [@mended].", **texts, **lists),
        builders.reference("unseen", title="An unseen trial", doi="10.1000/2", verified=False),
        builders.reference("nameless", title="A nameless one", verified=False),
        builders.reference("pulled", retraction="retracted", authors="", year=None, n=None),
        builders.reference("guide", title="A guideline", design="guideline", n=None),
        *(builders.recommendation(f"a-{one}", stance=one, note="A note of it") for one in get_args(Stance)),
        *(builders.recommendation(f"b-{one}", line=one, organ="lung-ild") for one in get_args(GuidelineLine)),
        builders.recommendation("unseen", verified=False),
        builders.threshold(disagrees=["other-decline"], note="A note of it", review_by=OVERDUE),
        builders.threshold("other-decline", name="Other decline", status="historical", also=["doubted"]),
        *(builders.threshold(f"of-{kind}", name=f"A limit of {kind}", kind=kind) for kind in kinds),
        builders.threshold("unseen", verified=False),
        *(builders.node(key, name=f"Node {key}") for key in get_args(TargetEffect)),
        *(builders.target(f"of-{one}", node=one, effect=one, closes=one == "blocks") for one in get_args(TargetEffect)),
        *mechanisms(),
        *(builders.claim(verdict, verdict=verdict) for verdict in get_args(ClaimVerdict)), whole_claim(),
        builders.claim("unseen", verified=False), builders.fact(), builders.question(references=["guide", "unseen"]),
        *reasons(),
    )  # fmt: skip


def mechanisms():
    """Return the map around the nodes that targets act on: relays, ways round, what leads nowhere, hypotheses."""
    lead = {"blocks": "relay", "depletes": "reduces", "reduces": "myofibroblast", "relay": "relays"}
    lead |= {"relays": "myofibroblast", "supports": "myofibroblast", "myofibroblast": "made", "guess": "blocks"}
    said = {"evidence_level": "In a dish", "note": "A note of it"}
    return (
        builders.node("relay", name="Node relay", kind="signalling"),
        builders.node("relays", name="Node relays", kind="signalling"),
        builders.node("myofibroblast", name="The cell of scars"),
        builders.node("made", name="A scar", kind="outcome"),
        builders.node("aside", name="Node aside", kind="outcome"),
        builders.node("guess", name="Node guessed", kind="receptor", verified=False),
        *(builders.edge(f"{one}--{end}", source=one, target=end, **said) for one, end in lead.items()),
        builders.edge("round", source="supports", target="relay", effect="compensates-for", **said),
        builders.edge("no-way", source="made", target="aside", effect="inhibits", **said),
        builders.edge("aside", source="aside", target="made", in_route_count=False, **said),
        builders.edge("guessed", source="depletes", target="blocks", verified=False, **said),
        builders.target("of-relay", name="A relay drug", node="relay", effect="blocks", note="A note of it"),
        builders.target("of-relays", name="Other relay drug", node="relays", effect="blocks", trial_signal="So it was"),
        builders.target("of-end", name="A scar drug", node="myofibroblast", effect="reduces", closes=False),
        builders.target("of-guess", name="A guess", node="blocks", therapy=None, verified=False, note="Why not"),
        builders.reason("immune-redundancy", not_known=UNKNOWN, position=3, title="Many ways", claims=["qualified"]),
    )  # fmt: skip


# Cited, since in another language nobody sees that it says that something is not known.
UNKNOWN = "When it is too late is not known [@trial]."


def reasons():
    """Return reasons of every group, with everything that they may lead on to."""
    leads = {
        "claims": ["qualified", "unseen"],
        "facts": ["1"],
        "questions": ["target-of-the-drug"],
        "thresholds": ["decline", "other-decline", "of-trial-entry"],
        "nodes": ["blocks"],
        "pathways": ["for-both", "gone"],
    }
    return (
        builders.reason(**leads, review_by=OVERDUE, not_known=UNKNOWN),
        builders.reason(
            "growth", group="children", title="They grow", not_known=UNKNOWN, in_clinic="So it was [@doubted]."
        ),
        builders.reason("first", group="definition", title="Nobody agrees", not_known=UNKNOWN),
        builders.reason("markers", group="following", title="Markers of it", in_laboratory="", not_known=""),
        builders.reason("unseen", position=2, verified=False),
    )
