"""Citations and terms: beside the step with JavaScript, pages without it."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("link", [".s-prose a.s-cite", ".s-prose a.s-term"], ids=["citation", "term"])
def test_a_citation_opens_in_place_and_gives_the_focus_back(visitor, link):
    reader = visitor()
    reader.begins()
    before = reader.address
    source = reader.page.locator(link).first
    source.focus()
    reader.page.keyboard.press("Enter")
    heading = reader.page.locator("#citation #citation-name")
    expect(heading).to_be_visible()
    expect(heading).to_be_focused()
    assert reader.address == before
    reader.page.keyboard.press("Escape")
    expect(heading).to_have_count(0)
    expect(source).to_be_focused()


def test_the_close_button_gives_the_focus_back_too(visitor):
    reader = visitor()
    reader.begins()
    source = reader.page.locator(".s-prose a.s-cite").first
    source.click()
    expect(reader.page.locator("#citation-name")).to_be_focused()
    reader.page.locator("#citation").get_by_role("button", name="Close").click()
    expect(reader.page.locator("#citation-name")).to_have_count(0)
    expect(source).to_be_focused()


def test_a_second_citation_takes_the_place_of_the_first(visitor):
    reader = visitor()
    reader.begins()
    sources = reader.page.locator(".s-prose a.s-cite:visible")
    first, last = sources.first, sources.last
    first.click()
    expect(reader.page.locator("#citation-name")).to_be_focused()
    title = reader.page.locator("#citation-name").inner_text()
    last.click()
    expect(reader.page.locator("#citation-name")).not_to_have_text(title)
    reader.page.keyboard.press("Escape")
    expect(last).to_be_focused()


def test_without_javascript_a_citation_and_a_term_are_pages(visitor):
    reader = visitor(javascript=False)
    reader.begins()
    for link, folder in ((".s-prose a.s-cite", "/references/"), (".s-prose a.s-term", "/terms/")):
        reader.page.locator(link).first.click()
        assert reader.address.startswith(folder)
        expect(reader.page.get_by_role("heading", level=1)).to_be_visible()
        reader.page.go_back()
        reader.is_at("start")
