"""Looking back on a walk: the recap, paper, and what a newer edition changes."""

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
    reader.follows("Take another branch from here", gate.title)
    reader.is_at(FORK)
    reader.page.wait_for_url("**#choose")
    expect(reader.page.get_by_text("You took this:")).to_have_count(1)
    other = gate.choices[0]
    reader.chooses(other.key)
    reader.is_at(other.target)
    assert reader.visit == len(way) + 2


@both
def test_the_recap_can_be_read_in_the_other_lens(visitor, javascript):
    reader = visitor(javascript=javascript)
    walks(reader, way_with_a_gate())
    reader.page.get_by_role("link", name="Recap of this walk").click()
    expect(reader.page.get_by_role("heading", name="What would differ in the other population")).to_be_visible()
    reader.page.locator(".s-seg-lens").get_by_role("link", name="Child").click()
    expect(reader.page.get_by_role("heading", name="What this lens changes")).to_be_visible()
    expect(reader.page.locator(".s-recap")).to_have_attribute("data-lens", "child")


def test_another_branch_is_taken_from_the_recap_by_keyboard(visitor):
    reader = visitor()
    walks(reader, way_with_a_gate())
    reader.tabs_to(".s-outcome a.btn-primary")
    reader.page.keyboard.press("Enter")
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("Recap of this walk")
    reader.page.wait_for_load_state()
    reader.tabs_to(".s-route a[href*='#choose']")
    reader.page.keyboard.press("Enter")
    reader.is_at("start")
    reader.tabs_to("#choose input")
    reader.page.keyboard.press("Space")
    reader.page.keyboard.press("Enter")
    reader.is_at(starter.step("start").choices[0].target)


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
def test_the_recap_prints(visitor, javascript):
    reader = visitor(javascript=javascript)
    way = way_with_a_gate()
    walks(reader, way)
    reader.page.get_by_role("link", name="Recap of this walk").click()
    reader.page.get_by_role("link", name="Print this recap").click()
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("Recap of a walk")
    is_for_paper(reader.page)
    expect(reader.page.locator(".s-route > li")).to_have_count(len(way) + 1)
    reader.page.get_by_role("link", name="Back", exact=True).click()
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("Recap of this walk")


@both
def test_a_step_sent_to_the_printer_as_it_stands_shows_every_reason_and_no_navigation(visitor, javascript):
    reader = visitor(javascript=javascript, color_scheme="dark")
    treatments = starter.nearest("equipoise")
    reader.walks_to(treatments)
    reasons = reader.page.locator(".s-option .s-why-body")
    expect(reasons.first).to_be_hidden()
    reader.page.emulate_media(media="print")
    expect(reasons).to_have_count(len(starter.step(treatments).choices))
    for reason in reasons.all():
        assert reason.is_visible()
    for part in (".s-nav", ".s-trail", ".s-actions", ".s-lens-form", "footer", ".s-crumbs", ".s-mini"):
        expect(reader.page.locator(part)).to_be_hidden()
    assert reader.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


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
