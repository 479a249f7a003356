"""Two branches of a walk, or two options of a step, side by side."""

import pytest
from playwright.sync_api import expect

from tests.browser import starter

pytestmark = pytest.mark.browser
both = pytest.mark.parametrize("javascript", [True, False])
FORK = "is-it-real"


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


def heads(reader):
    """Return the headings of the two sides."""
    return reader.page.locator(".s-sides thead .s-compare-label")


@both
def test_two_branches_are_compared_from_the_trail(visitor, javascript):
    reader = visitor(javascript=javascript)
    here, kept = takes_two_branches(reader)
    reader.follows("Compare two branches", kept.label)
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


@both
def test_a_stranger_compares_options_from_the_cover_without_walking(visitor, javascript):
    reader = visitor(javascript=javascript)
    treatments = starter.step(starter.nearest("equipoise"))
    first, second, third = [choice for choice in treatments.choices if choice.compare][:3]
    reader.opens(f"/pathways/{starter.SLUG}/")
    reader.page.get_by_role("link", name=treatments.title).click()
    expect(heads(reader)).to_have_text([first.label, second.label])
    reader.page.locator("#pick-a").select_option(third.key)
    if not javascript:
        reader.presses("Show")
    expect(heads(reader)).to_have_text([third.label, second.label])
    expect(reader.page.get_by_role("button", name="Walk branch")).to_have_count(0)
    reader.page.get_by_role("link", name="Walk this pathway").click()
    expect(reader.page.get_by_role("heading", level=1)).to_have_text(starter.pathway().title)
    expect(reader.page.get_by_role("heading", name="Your walks")).to_have_count(0)


@both
def test_in_the_childs_lens_no_side_of_a_comparison_shows_adults_as_if_they_were_children(visitor, javascript):
    reader = visitor(javascript=javascript)
    reader.walks_to(starter.nearest("equipoise"))
    reader.page.get_by_role("link", name="Compare two options").click()
    in_adults = reader.page.locator(".s-sides .s-figure-adult")
    expect(in_adults.first).to_be_visible()
    compared = heads(reader).all_inner_texts()
    reader.page.locator(".s-lens-form label", has_text="Child").click()
    if not javascript:
        reader.presses("Show")
    expect(reader.page.locator("#compare")).to_have_attribute("data-lens", "child")
    expect(in_adults).to_have_count(0)
    expect(reader.page.locator(".s-sides :is(.s-figure-child, .s-chip-borrowed)").first).to_be_visible()
    expect(heads(reader)).to_have_text(compared)


def test_options_are_compared_changed_and_walked_by_keyboard(visitor):
    reader = visitor()
    treatments = starter.step(starter.nearest("equipoise"))
    first, _, third = treatments.choices[:3]
    reader.walks_to(treatments.key)
    reader.tabs_to(".s-compare-link a")
    reader.page.keyboard.press("Enter")
    expect(heads(reader)).to_have_count(2)
    reader.page.wait_for_load_state()
    reader.tabs_to("#pick-b")
    reader.page.keyboard.press("ArrowDown")
    expect(heads(reader)).to_have_text([first.label, third.label])
    expect(reader.page.locator("#pick-b")).to_be_focused()
    reader.tabs_to(".s-compare-go form:last-child button")
    reader.page.keyboard.press("Enter")
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
