"""The lens, changed in place."""

import pytest
from playwright.sync_api import expect

from tests.browser import starter

pytestmark = pytest.mark.browser


def test_changing_the_lens_keeps_the_vignette_and_the_focus_and_says_so(visitor):
    reader = visitor()
    reader.begins()
    reader.page.evaluate("window.sameDocument = true")
    vignette = reader.page.locator(".s-vignette").inner_text()
    reader.page.locator(".s-lens-form label", has_text="Child").click()
    expect(reader.page.locator("#player")).to_have_attribute("data-lens", "child")
    expect(reader.page.locator("#lens-child")).to_be_focused()
    expect(reader.page.locator("#status")).to_have_text("Child evidence shown")
    assert reader.address.endswith("/steps/1/?lens=child")
    assert reader.page.locator(".s-vignette").inner_text() == vignette
    assert reader.page.evaluate("window.sameDocument"), "the page was loaded anew"
    reader.page.go_back()
    expect(reader.page.locator("#player")).to_have_attribute("data-lens", "adult")


def test_arrow_keys_change_the_lens(visitor):
    reader = visitor()
    reader.begins()
    reader.tabs_to("#lens-adult")
    reader.page.keyboard.press("ArrowRight")
    expect(reader.page.locator("#player")).to_have_attribute("data-lens", "child")
    expect(reader.page.locator("#lens-child")).to_be_focused()
    expect(reader.page.locator("#status")).to_have_text("Child evidence shown")


def test_evidence_borrowed_from_adults_is_hatched_in_the_childs_lens(visitor):
    reader = visitor()
    reader.walks_to(starter.nearest("equipoise"))
    borrowed = reader.page.locator(".s-chip-borrowed:visible")
    expect(borrowed).to_have_count(0)
    reader.page.locator(".s-lens-form label", has_text="Child").click()
    expect(borrowed.first).to_contain_text("Adult data only")
    for number in range(borrowed.count()):
        drawn = borrowed.nth(number).evaluate("chip => getComputedStyle(chip).backgroundImage")
        assert "repeating-linear-gradient" in drawn
