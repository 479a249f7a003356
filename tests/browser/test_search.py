"""The search in a browser: the box of every page, its key, answers while one types, without JavaScript, on a phone."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}}


def box(reader):
    """Return the box in the header."""
    return reader.page.locator("header .s-search input")


def test_the_box_of_a_page_leads_to_the_answers_and_an_answer_to_its_page(visitor):
    reader = visitor()
    reader.opens("/pathways/")
    box(reader).fill("rituximab")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/search/?q=rituximab")
    expect(reader.page.locator("#group-therapy")).to_be_visible()
    reader.page.locator(".s-hits a", has_text=re.compile("^Rituximab$")).click()
    reader.page.wait_for_url("**/therapies/rituximab/")


def test_its_key_goes_to_the_box_and_is_a_letter_there(visitor):
    reader = visitor()
    reader.opens("/pathways/")
    reader.page.wait_for_load_state()
    reader.page.keyboard.press("/")
    expect(box(reader)).to_be_focused()
    reader.page.keyboard.type("IL/6")
    expect(box(reader)).to_have_value("IL/6")
    reader.opens("/search/?q=skin")
    reader.page.wait_for_load_state()
    reader.page.locator("main").focus()
    reader.page.keyboard.press("/")
    expect(reader.page.locator("#q")).to_be_focused()


def test_switched_off_the_key_does_nothing_and_is_not_shown(visitor):
    reader = visitor()
    reader.opens("/preferences/")
    expect(box(reader).locator("+ kbd")).to_be_visible()
    reader.page.get_by_label("Turn keyboard shortcuts off").check()
    reader.presses("Save the preferences")
    reader.page.wait_for_load_state()
    reader.page.keyboard.press("/")
    expect(box(reader)).not_to_be_focused()
    expect(reader.page.locator("header .s-search kbd")).to_have_count(0)


def test_answers_come_while_one_types_and_the_focus_stays(visitor):
    reader = visitor()
    reader.opens("/search/")
    field = reader.page.locator("#q")
    field.press_sequentially("nintedan")
    expect(reader.page.locator("#group-therapy")).to_be_visible()
    expect(field).to_be_focused()
    expect(field).to_have_value("nintedan")
    expect(reader.page.locator("#status")).to_contain_text("results for nintedan")
    expect(reader.page).to_have_url(re.compile(r"/search/\?q=nintedan$"))
    expect(reader.page).to_have_title("nintedan – search")
    field.fill("xylophone")
    expect(reader.page.locator("#found")).to_contain_text("Nothing found for xylophone")
    expect(reader.page.locator("#status")).to_contain_text("Nothing found for xylophone")


def test_back_from_an_answer_shows_the_answers_again(visitor):
    reader = visitor()
    reader.opens("/search/")
    reader.page.locator("#q").press_sequentially("focuSSced")
    reader.page.locator("#group-reference ~ .s-hits a").first.click()
    expect(reader.page.get_by_role("heading", level=1)).not_to_have_text("Search")
    reader.page.go_back()
    expect(reader.page.locator("#q")).to_have_value("focuSSced")
    expect(reader.page.locator("#group-reference")).to_be_visible()


def test_the_keyboard_comes_from_the_box_to_the_answers(visitor):
    reader = visitor()
    reader.opens("/search/?q=rituxmab")
    reader.page.locator("#q").focus()
    reader.tabs_to(".s-hits a")
    reader.page.keyboard.press("Enter")
    expect(reader.page).not_to_have_url(re.compile("/search/"))


def test_without_javascript_every_way_is_a_plain_page(visitor):
    reader = visitor(javascript=False)
    reader.opens("/")
    box(reader).fill("rituxmab")
    reader.page.locator("header .s-search button").click()
    reader.page.wait_for_url("**/search/?q=rituxmab")
    expect(reader.page.get_by_text("Showing results for rituximab")).to_be_visible()
    reader.page.get_by_role("link", name="Search exactly for rituxmab").click()
    reader.page.get_by_role("link", name="Did you mean rituximab?").click()
    reader.page.get_by_role("link", name=re.compile("^All [0-9]+ in References")).click()
    reader.page.get_by_role("link", name="Next page").click()
    expect(reader.page.get_by_text(re.compile("Page 2 of"))).to_be_visible()


def test_on_a_phone_a_link_leads_to_the_search(visitor):
    reader = visitor(**PHONE)
    reader.opens("/pathways/")
    expect(box(reader)).to_be_hidden()
    reader.page.locator("header").get_by_role("link", name="Search").click()
    reader.page.wait_for_url("**/search/")
    expect(reader.page.locator("#q")).to_be_focused()
    reader.page.locator("#q").press_sequentially("ILD")
    expect(reader.page.locator("#group-term")).to_be_visible()
    assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
