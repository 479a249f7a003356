"""The mechanism map: ticking therapies, the keyboard, predicting, a small screen, paper, and no JavaScript."""

import gzip

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import overflow, text_size, violations

pytestmark = pytest.mark.browser
KB = 1000
MAP = "/mechanisms/"
WIDE = {"width": 1440, "height": 900}
SMALL = {"width": 390, "height": 844}
ALL_STATES = f"{MAP}?with=imatinib&with=metelimumab-cat-192&with=tocilizumab"


def readout(reader, words):
    """See these words as the heading of the map."""
    expect(reader.page.locator("#readout")).to_have_text(words)


def test_ticking_a_therapy_swaps_the_map_keeps_the_focus_and_is_announced(visitor):
    reader = visitor(viewport=WIDE)
    reader.opens(MAP)
    readout(reader, "Routes to fibrosis still open: 19 of 19")
    reader.page.locator("#with-tocilizumab").check()
    readout(reader, "Routes to fibrosis still open: 18 of 19")
    expect(reader.page.locator("#with-tocilizumab")).to_be_focused()
    expect(reader.page.locator("#status")).to_have_text("Routes to fibrosis still open: 18 of 19. With tocilizumab.")
    expect(reader.page.locator("#node-il6 .s-look")).to_have_text("Closed")
    assert reader.address == f"{MAP}?with=tocilizumab"
    reader.page.locator("#with-imatinib").check()
    expect(reader.page.locator("#node-yap_taz .s-look")).to_have_text("Open, a way round")
    assert reader.address == f"{MAP}?with=imatinib&with=tocilizumab"
    reader.page.go_back()
    expect(reader.page.locator("#with-imatinib")).not_to_be_checked()
    readout(reader, "Routes to fibrosis still open: 18 of 19")
    reader.page.locator("#clear").click()
    readout(reader, "Routes to fibrosis still open: 19 of 19")


def test_all_of_it_goes_by_keyboard(visitor):
    reader = visitor(viewport=WIDE)
    reader.opens(MAP)
    reader.tabs_to("#with-rituximab")
    reader.page.keyboard.press("Space")
    readout(reader, "Routes to fibrosis still open: 18 of 19")
    expect(reader.page.locator("#with-rituximab")).to_be_focused()
    reader.page.keyboard.press("Space")
    readout(reader, "Routes to fibrosis still open: 19 of 19")
    reader.tabs_to(".s-numbers a")
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator("#predict [data-focus]")).to_be_focused()
    expect(reader.page.locator("#predict")).to_contain_text("with anifrolumab too, 18 of 19 would stay open")
    reader.tabs_to("#links > summary")
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator("#link-macrophage--il6")).to_be_visible()


def test_without_javascript_there_is_a_button_and_every_answer_is_a_page(visitor):
    reader = visitor(javascript=False, viewport=WIDE)
    reader.opens(MAP)
    reader.page.locator("#with-nintedanib").check()
    reader.page.locator("#with-bosentan").check()
    reader.presses("Show")
    readout(reader, "Routes to fibrosis still open: 17 of 19")
    expect(reader.page.locator("#with-bosentan")).to_be_checked()
    reader.page.locator("#predict").get_by_role("link", name="16", exact=True).click()
    expect(reader.page.locator("#predict")).to_contain_text("You said 16, and so does the model")
    reader.page.get_by_role("link", name="Add anifrolumab to the map").click()
    readout(reader, "Routes to fibrosis still open: 16 of 19")
    reader.page.get_by_role("link", name="Clear").click()
    assert reader.address == MAP


def test_with_an_account_the_first_prediction_is_kept(visitor):
    reader = visitor("clinic-admin", viewport=WIDE)
    reader.opens(f"{MAP}?with=romilkimab")
    reader.page.locator("#predict").get_by_role("button", name="15", exact=True).click()
    expect(reader.page.locator("#predict")).to_contain_text("You said 15. In the model")
    expect(reader.page.locator("#predict [data-focus]")).to_be_focused()
    reader.opens(f"{MAP}?with=romilkimab&add=anifrolumab&said=17")
    expect(reader.page.locator("#predict")).to_contain_text("You said 15. In the model")


@pytest.mark.parametrize("javascript", [True, False])
def test_on_a_small_screen_a_ladder_stands_for_the_network(visitor, javascript):
    reader = visitor(javascript=javascript, viewport=SMALL)
    reader.opens(ALL_STATES)
    expect(reader.page.locator(".s-ladder")).to_be_visible()
    expect(reader.page.locator(".s-net")).to_be_hidden()
    expect(reader.page.locator(".s-rung")).to_have_count(19)
    expect(reader.page.locator(".s-rung-closed")).to_have_count(2)
    reader.page.set_viewport_size(WIDE)
    expect(reader.page.locator(".s-ladder")).to_be_hidden()
    expect(reader.page.locator(".s-net")).to_be_visible()


def test_the_network_is_never_so_small_that_its_names_cannot_be_read(visitor):
    reader = visitor(viewport=WIDE)
    reader.opens(ALL_STATES)
    for width in (1440, 1200, 1024, 800):
        reader.page.set_viewport_size({"width": width, "height": 900})
        height = reader.page.locator(".s-net .s-box-closed text").first.evaluate(
            "text => parseFloat(getComputedStyle(text).fontSize) * text.getCTM().d"
        )
        assert height >= 12.5, (width, height)
        assert overflow(reader.page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["1440", "390"])
def test_every_state_is_accessible_and_fits(visitor, size, theme):
    reader = visitor(viewport=size, color_scheme=theme)
    reader.opens(ALL_STATES)
    assert violations(reader.page) == []
    for width, percent in ((320, 100), (640, 200), (size["width"], 100)):
        text_size(reader.page, percent)
        reader.page.set_viewport_size({"width": width, "height": 900})
        assert overflow(reader.page) == [], (width, percent)


def test_on_paper_the_network_and_the_words_are_there_and_the_form_is_not(visitor):
    reader = visitor(viewport={"width": 680, "height": 900})
    reader.opens(ALL_STATES)
    reader.page.emulate_media(media="print")
    expect(reader.page.locator(".s-net")).to_be_visible()
    expect(reader.page.locator(".s-routes")).to_be_visible()
    for hidden in (".s-mech-form", ".s-ladder", "#predict"):
        expect(reader.page.locator(hidden)).to_be_hidden()
    assert overflow(reader.page) == []


def test_an_answer_is_light(visitor):
    reader = visitor()
    heads = {"HX-Request": "true", "HX-Target": "mechanisms"}
    for headers, most in ((heads, 12 * KB), ({}, 22 * KB)):
        body = reader.context.request.get(ALL_STATES, headers=headers).body()
        assert len(gzip.compress(body)) <= most, len(body)


def test_a_link_to_a_node_leads_to_its_row(visitor):
    reader = visitor(viewport=WIDE)
    reader.opens(f"{MAP}#node-il4_il13")
    expect(reader.page.locator("#node-il4_il13")).to_be_in_viewport()
