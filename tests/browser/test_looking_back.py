"""Looking back on a walk: two branches compared, the recap, paper, and what a newer edition changes."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import starter
from tests.browser.editing import Educator, prompt

pytestmark = pytest.mark.browser
both = pytest.mark.parametrize("javascript", [True, False])
FORK = "is-it-real"


def way_with_a_gate():
    """Return the choices of the shortest way to an outcome that leads through a gate, as (choice, step) keys."""
    return (*starter.way_to(FORK), *starter.way_to("out-apparent-resolved", begin=FORK))


def walks(reader, way):
    """Begin anew and take these choices."""
    reader.begins()
    for choice, step in way:
        reader.chooses(choice)
        reader.is_at(step)


def takes_two_branches(reader):
    """Take the first and then the last option of a gate, and return both, the one taken last before the other."""
    first, *_, last = starter.step(FORK).choices
    reader.walks_to(FORK)
    reader.chooses(first.key)
    reader.is_at(first.target)
    reader.page.locator("#trail-list a", has_text=starter.step(FORK).short).click()
    reader.is_at(FORK)
    reader.chooses(last.key)
    reader.is_at(last.target)
    return last, first


def follows(reader, words, about):
    """Follow the link of these words whose hidden part says what it is about."""
    reader.page.get_by_role("link", name=re.compile(rf"{re.escape(words)}\s*: {re.escape(about)}")).click()


def heads(reader):
    """Return the headings of the two sides."""
    return reader.page.locator(".s-sides thead .s-compare-label")


# Compare


@both
def test_two_branches_are_compared_from_the_trail(visitor, javascript):
    reader = visitor(javascript=javascript)
    here, kept = takes_two_branches(reader)
    follows(reader, "Compare two branches", kept.label)
    number = len(starter.way_to(FORK)) + 1
    expect(reader.page.get_by_role("heading", level=1)).to_have_text(f"Two ways on from step {number}")
    expect(heads(reader)).to_have_text([here.label, kept.label])
    fork = reader.page.locator(".s-fork")
    for step in ("start", *(step for _, step in starter.way_to(FORK))):
        expect(fork).to_contain_text(starter.step(step).short)
    expect(fork.locator(".s-here")).to_contain_text(starter.step(FORK).short)
    expect(fork.locator("svg path")).to_have_count(2)
    expect(reader.page.locator(".s-compare-verdict")).to_have_count(2)
    reader.page.get_by_role("link", name="Go to branch B").click()
    reader.is_at(kept.target)


@both
def test_two_options_are_compared_and_one_side_is_changed(visitor, javascript):
    reader = visitor(javascript=javascript)
    treatments = starter.step(starter.nearest("equipoise"))
    first, second, third = treatments.choices[:3]
    reader.walks_to(treatments.key)
    reader.page.get_by_role("link", name="Compare two options").click()
    expect(heads(reader)).to_have_text([first.label, second.label])
    reader.page.locator("#pick-b").select_option(third.key)
    if not javascript:
        reader.presses("Show")
    expect(heads(reader)).to_have_text([first.label, third.label])
    assert f"b={third.key}" in reader.address
    table = reader.page.locator(".s-sides")
    for choice, shown in ((first, True), (second, False), (third, True)):
        aim = next(row.text for row in choice.compare if row.row == "aim")
        expect(table.get_by_text(aim)).to_have_count(1 if shown else 0)
    expect(reader.page.locator(".s-compare-verdict")).to_have_count(0)
    reader.presses("Walk branch B")
    reader.is_at(third.target)


def test_changing_a_side_keeps_the_focus_on_it_and_loads_nothing_anew(visitor):
    reader = visitor()
    treatments = starter.step(starter.nearest("equipoise"))
    reader.walks_to(treatments.key)
    reader.page.get_by_role("link", name="Compare two options").click()
    expect(heads(reader)).to_have_count(2)
    reader.page.evaluate("window.sameDocument = true")
    reader.page.locator("#pick-a").focus()
    reader.page.locator("#pick-a").select_option(treatments.choices[3].key)
    expect(heads(reader).first).to_have_text(treatments.choices[3].label)
    expect(reader.page.locator("#pick-a")).to_be_focused()
    expect(reader.page.locator("#status")).to_contain_text(treatments.choices[3].label)
    assert reader.page.evaluate("window.sameDocument"), "the page was loaded anew"


# Recap


@both
def test_the_outcome_leads_to_a_recap_of_every_step_with_what_was_left_and_not_known(visitor, javascript):
    reader = visitor(javascript=javascript)
    way = way_with_a_gate()
    walks(reader, way)
    reader.page.get_by_role("link", name="Recap of this walk").click()
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("Recap of this walk")
    part = reader.page.locator(".s-recap-part", has_text="What was asked, and what you chose")
    asked = part.locator(".s-route > li")
    expect(asked).to_have_count(len(way) + 1)
    steps = ["start", *(step for _, step in way)]
    for number, (key, (taken, _)) in enumerate(zip(steps, way, strict=False)):
        step, line = starter.step(key), asked.nth(number)
        expect(line.locator("h3")).to_contain_text(step.title)
        for choice in step.choices:
            shown = "You chose:" if choice.key == taken else "You left:"
            expect(line.locator("p, .s-left").filter(has_text=shown).first).to_contain_text(choice.label)
    stayed = reader.page.locator(".s-recap-part", has_text="What stayed open")
    for check in starter.step(FORK).checks:
        expect(stayed.get_by_text(check.text)).to_have_count(0 if check.state == "settled" else 1)
    expect(stayed.locator(".s-state-not-known").first).to_contain_text("Not known")


@both
def test_the_recap_leads_to_the_visit_where_another_branch_can_be_taken(visitor, javascript):
    reader = visitor(javascript=javascript)
    way = way_with_a_gate()
    walks(reader, way)
    reader.page.get_by_role("link", name="Recap of this walk").click()
    gate = starter.step(FORK)
    follows(reader, "Take another branch from here", gate.title)
    reader.is_at(FORK)
    reader.page.wait_for_url("**#choose")
    expect(reader.page.get_by_text("You took this:")).to_have_count(1)
    other = gate.choices[0]
    reader.chooses(other.key)
    reader.is_at(other.target)
    assert reader.visit == len(way) + 2


# Paper


def is_for_paper(page):
    """See that the page stands on its own: nothing to fill in, nothing to press, nothing folded away."""
    expect(page.locator("body.s-paper")).to_be_visible()
    for folded in ("form", "button", "input", "details:not([open])"):
        expect(page.locator(folded)).to_have_count(0)


@both
def test_the_trail_prints_whole(visitor, javascript):
    reader = visitor(javascript=javascript)
    way = starter.way_to(FORK)
    walks(reader, way)
    reader.page.locator("#trail").get_by_role("link", name="Print this trail").click()
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("The trail of a walk")
    is_for_paper(reader.page)
    for key in ("start", *(step for _, step in way)):
        expect(reader.page.locator(".s-route h3", has_text=starter.step(key).title)).to_have_count(1)
    reader.page.get_by_role("link", name="Back", exact=True).click()
    reader.is_at(FORK)


@both
def test_the_whole_pathway_prints_with_every_reason(visitor, javascript):
    reader = visitor(javascript=javascript)
    reader.opens(f"/pathways/{starter.SLUG}/")
    reader.page.get_by_role("link", name="Print the whole pathway").click()
    is_for_paper(reader.page)
    offered = [choice for step in starter.pathway().steps for choice in step.choices if "adult" in choice.populations]
    expect(reader.page.locator("article.s-option .s-option-title")).to_have_text([each.label for each in offered])
    reasons = reader.page.locator("article.s-option .s-why-body")
    expect(reasons).to_have_count(len(offered))
    for reason in reasons.all():
        assert reason.is_visible()


# What a newer edition changes


@both
def test_what_changed_is_read_before_moving_over(visitor, javascript):
    reader = visitor(javascript=javascript)
    reader.walks_to("support-today")
    here = reader.address
    educator = Educator(visitor())
    educator.signs_in()
    sentence = f"Name one thing that helps today, {'with' if javascript else 'without'} a drug."
    educator.adds("support-today", prompt(sentence))
    number = educator.publishes("Support asks for one thing.")
    reader.opens(here)
    reader.page.get_by_role("link", name="See what changed").click()
    expect(reader.page.get_by_role("heading", level=1)).to_have_text(f"What changed in edition {number}")
    expect(reader.page.locator(".s-changed h3")).to_have_text(re.compile(starter.step("support-today").title[:20]))
    expect(reader.page.locator(".s-after")).to_contain_text(sentence)
    expect(reader.page.locator(".s-before")).not_to_contain_text(sentence)
    reader.presses(f"Move over to edition {number}")
    expect(reader.page.get_by_role("heading", name="You moved over to the newer edition")).to_be_visible()
    reader.page.get_by_role("link", name="Continue the new walk").click()
    reader.is_at("support-today")
    expect(reader.page.get_by_text(sentence)).to_be_visible()
