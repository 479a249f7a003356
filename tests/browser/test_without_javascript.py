"""The walk with JavaScript off: every page loads whole, and nothing is missing."""

import pytest
from playwright.sync_api import expect

from tests.browser import starter
from tests.browser.editing import Educator, prompt

pytestmark = pytest.mark.browser


def test_a_stranger_walks_goes_back_branches_and_reaches_an_outcome(visitor):
    reader = visitor(javascript=False)
    reader.opens("/")
    reader.page.get_by_role("link", name=starter.pathway().title, exact=True).click()
    reader.presses("Start this pathway")
    reader.is_at("start")
    treatments = starter.step(starter.nearest("equipoise"))
    first, other = treatments.choices[:2]
    for choice, step in starter.way_to(first.target):
        reader.chooses(choice)
        reader.is_at(step)
    reader.page.get_by_role("link", name="Back", exact=True).click()
    reader.is_at(treatments.key)
    reader.chooses(other.key)
    reader.is_at(other.target)
    expect(reader.page.locator("#trail-list .s-stub-kept").first).to_have_text(f"Other branch: {first.label}")
    for choice, step in starter.way_to("out-steady", begin=other.target):
        reader.chooses(choice)
        reader.is_at(step)
    expect(reader.page.get_by_role("heading", name="The way you came")).to_be_visible()


def test_the_lens_has_a_button(visitor):
    reader = visitor(javascript=False)
    reader.begins()
    vignette = reader.page.locator(".s-vignette").inner_text()
    reader.page.locator(".s-lens-form label", has_text="Child").click()
    reader.presses("Show")
    expect(reader.page.locator("#player")).to_have_attribute("data-lens", "child")
    assert reader.page.locator(".s-vignette").inner_text() == vignette
    reader.chooses(starter.step("start").choices[1].key)
    expect(reader.page.locator("#player")).to_have_attribute("data-lens", "child")


def test_continuing_without_a_choice_shows_the_error(visitor):
    reader = visitor(javascript=False)
    reader.watch.expect("status of 422")
    reader.begins()
    reader.presses("Continue")
    expect(reader.page.locator(".s-errors")).to_contain_text("Choose one option before you continue.")
    choice = starter.step("start").choices[1]
    reader.chooses(choice.key)
    reader.is_at(choice.target)


def test_reasons_open_and_the_trail_leads_back(visitor):
    reader = visitor(javascript=False, viewport={"width": 390, "height": 844})
    reader.walks_to(starter.nearest("equipoise"))
    why = reader.page.locator(".s-option .s-why").first
    why.locator("summary").click()
    expect(why.locator(".s-why-body")).to_be_visible()
    reader.page.locator(".s-trail-more summary").click()
    reader.page.locator("#trail-list a").first.click()
    reader.is_at("start")


def test_a_walk_moves_over_to_a_newer_edition(visitor):
    reader = visitor(javascript=False)
    reader.walks_to("support-today")
    educator = Educator(visitor())
    educator.signs_in()
    educator.adds("support-today", prompt("Say aloud what you would arrange first."))
    number = educator.publishes("Support asks you to speak.")
    reader.opens(reader.address)
    reader.presses(f"Move over to edition {number}")
    expect(reader.page.get_by_role("button", name=f"Move over to edition {number}")).to_have_count(0)
    reader.page.get_by_role("link", name="Continue the new walk").click()
    reader.is_at("support-today")
    expect(reader.page.get_by_text("Say aloud what you would arrange first.")).to_be_visible()
