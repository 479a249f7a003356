"""The library's pages: by mouse, by keyboard, and without JavaScript."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
THERAPY = "/therapies/tocilizumab/"


def test_the_lens_swaps_the_evidence_and_keeps_the_focus(visitor):
    reader = visitor()
    reader.opens(THERAPY)
    expect(reader.page.locator(".s-borrowed-row")).to_have_count(0)
    reader.page.locator("#lens-adult").focus()
    reader.page.keyboard.press("ArrowRight")
    expect(reader.page.locator("#dossier")).to_have_attribute("data-lens", "child")
    expect(reader.page.locator(".s-borrowed-row").first).to_be_visible()
    expect(reader.page.locator("#lens-child")).to_be_focused()
    expect(reader.page.locator("#status")).to_have_text("Child evidence shown")
    assert reader.address == f"{THERAPY}?lens=child"
    reader.page.go_back()
    expect(reader.page.locator("#dossier")).to_have_attribute("data-lens", "adult")


def test_without_javascript_the_lens_has_a_button_and_citations_are_pages(visitor):
    reader = visitor(javascript=False)
    reader.opens(THERAPY)
    reader.page.locator("label", has_text="Child").click()
    reader.presses("Show")
    assert reader.address == f"{THERAPY}?lens=child"
    expect(reader.page.locator(".s-borrowed-row").first).to_be_visible()
    reader.page.locator("#children ~ .s-prose a.s-cite").first.click()
    assert reader.address.startswith("/references/")
    expect(reader.page.get_by_role("heading", name="Cite it")).to_be_visible()


@pytest.mark.parametrize("link", ["#children ~ .s-prose a.s-cite", ".s-sources a.s-cite:visible"])
def test_a_citation_opens_in_place_and_gives_the_focus_back(visitor, link):
    reader = visitor()
    reader.opens(THERAPY)
    source = reader.page.locator(link).first
    source.focus()
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator("#citation #citation-name")).to_be_focused()
    assert reader.address == THERAPY
    reader.page.keyboard.press("Escape")
    expect(reader.page.locator("#citation-name")).to_have_count(0)
    expect(source).to_be_focused()


def test_a_therapy_is_two_steps_from_the_navigation(visitor):
    reader = visitor(javascript=False)
    reader.opens("/")
    reader.page.get_by_role("navigation", name="Main").get_by_role("link", name="Evidence").click()
    reader.page.get_by_role("link", name="Tocilizumab", exact=True).first.click()
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("Tocilizumab")


def test_everything_of_a_therapy_is_reached_by_keyboard(visitor):
    reader = visitor(viewport={"width": 1440, "height": 900})
    reader.opens(THERAPY)
    reader.tabs_to("#lens-adult")
    reader.tabs_to(".s-organs details:first-of-type > summary")
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator(".s-organs details[open] .s-finding").first).to_be_visible()
    reader.tabs_to("#stances ~ .s-table-wrap")


def test_the_references_are_narrowed_by_a_form(visitor):
    for javascript in (True, False):
        reader = visitor(javascript=javascript)
        reader.opens("/references/")
        reader.fills_in("q", "senscis")
        reader.page.get_by_label("Design").select_option("rct")
        reader.presses("Show references")
        expect(reader.page.locator(".s-catalogue a").first).to_contain_text("Nintedanib")
        reader.page.wait_for_url("**/references/?*design=rct*")
        assert "q=senscis" in reader.address


def test_the_second_page_of_the_references_is_a_link(visitor):
    reader = visitor(javascript=False)
    reader.opens("/references/?design=cohort")
    reader.page.get_by_role("link", name="Next page").click()
    assert reader.address == "/references/?design=cohort&page=2"
    expect(reader.page.get_by_role("link", name="Previous page")).to_be_visible()


def test_a_citation_can_be_taken_away(visitor):
    reader = visitor(accept_downloads=True)
    reader.opens("/references/senscis-2019/")
    for name, file in (("Download BibTeX", "senscis-2019.bib"), ("Download RIS", "senscis-2019.ris")):
        with reader.page.expect_download() as taken:
            reader.page.get_by_role("link", name=name).click()
        assert taken.value.suggested_filename == file


def test_terms_are_found_by_letter_and_by_word(visitor):
    reader = visitor(javascript=False)
    reader.opens("/terms/")
    reader.page.get_by_role("navigation", name="Letters").get_by_role("link", name="M", exact=True).click()
    assert reader.address == "/terms/"
    expect(reader.page.locator("#letter-M")).to_be_in_viewport()
    reader.fills_in("q", "rodnan")
    reader.presses("Show terms")
    expect(reader.page.locator(".s-terms a").first).to_be_visible()
    reader.page.locator(".s-terms a").first.click()
    assert reader.address.startswith("/terms/")


def test_a_threshold_has_an_address_of_its_own(visitor):
    reader = visitor(javascript=False)
    reader.opens("/thresholds/")
    link = reader.page.locator(".s-beside h3 a").first
    key = link.get_attribute("href")
    link.click()
    expect(reader.page.locator(f".s-limits {key}")).to_be_in_viewport()
