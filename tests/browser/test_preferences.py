"""What people set for themselves stays set."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PAGE_COLOUR = "getComputedStyle(document.body).backgroundColor"


def chooses_theme(reader, value):
    """Set the theme on the page of preferences."""
    reader.opens("/preferences/")
    reader.page.locator(f"input[name=theme][value={value}]").check()
    reader.presses("Save the preferences")
    reader.page.wait_for_load_state()


@pytest.mark.parametrize("role", ["", "reviewer"], ids=["stranger", "signed in"])
def test_the_dark_theme_once_chosen_stays_whatever_the_system_prefers(visitor, role):
    reader = visitor(role, color_scheme="light")
    reader.opens("/")
    light = reader.page.evaluate(PAGE_COLOUR)
    chooses_theme(reader, "dark")
    for path in ("/preferences/", "/", "/pathways/"):
        reader.opens(path)
        expect(reader.page.locator("html")).to_have_attribute("data-bs-theme", "dark")
        assert reader.page.evaluate(PAGE_COLOUR) != light
    chooses_theme(reader, "system")
    reader.opens("/")
    assert reader.page.locator("html").get_attribute("data-bs-theme") is None
    assert reader.page.evaluate(PAGE_COLOUR) == light
