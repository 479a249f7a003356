"""The evidence matrix: filters, a cell in place and as a page, the keyboard, and a small screen."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import overflow, violations

pytestmark = pytest.mark.browser
CELL = "/evidence/tocilizumab/lung-ild/"
LINK = f'.s-cell > a[href="{CELL}"]'
WIDE = {"width": 1440, "height": 900}
SMALL = {"width": 390, "height": 844}
COUNTS = re.compile(r"^\d+ therap(y|ies), \d+ cells? with evidence$")


def panel(reader):
    """Return what opens at a cell."""
    return reader.page.locator("#cell")


def opens_a_cell(reader):
    """Open one cell of the matrix in place."""
    reader.opens("/evidence/")
    reader.page.locator(LINK).click()
    expect(panel(reader)).to_be_visible()


def test_a_filter_swaps_the_results_keeps_the_focus_and_is_announced(visitor):
    reader = visitor(viewport=WIDE)
    reader.opens("/evidence/")
    before = reader.page.locator(".s-counts").inner_text()
    assert COUNTS.match(before)
    reader.page.locator("#f-direction").focus()
    reader.page.locator("#f-direction").select_option("favours")
    expect(reader.page.locator(".s-counts")).not_to_have_text(before)
    expect(reader.page.locator("#status")).to_have_text(reader.page.locator(".s-counts").inner_text())
    expect(reader.page.locator("#f-direction")).to_be_focused()
    assert reader.address == "/evidence/?direction=favours"
    expect(reader.page.locator(".s-cell-not-shown")).to_have_count(0)
    reader.page.go_back()
    expect(reader.page.locator(".s-counts")).to_have_text(before)
    expect(reader.page.locator("#f-direction")).to_have_value("")


def test_without_javascript_the_form_has_a_button_and_a_cell_is_a_page(visitor):
    reader = visitor(javascript=False, viewport=WIDE)
    reader.opens("/evidence/")
    reader.page.locator("#f-certainty").select_option("low")
    reader.page.locator(".s-filters .s-seg label", has_text="Child").click()
    reader.presses("Show")
    assert "population=child" in reader.address
    assert "certainty=low" in reader.address
    expect(reader.page.locator("#f-population-child")).to_be_checked()
    reader.opens("/evidence/")
    reader.page.locator(LINK).click()
    assert reader.address == CELL
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("Tocilizumab, Lung (ILD)")
    expect(reader.page.locator(".s-statement")).not_to_have_count(0)
    reader.page.locator("main").get_by_role("link", name="Evidence by therapy and organ").click()
    assert reader.address == "/evidence/"


@pytest.mark.parametrize("way", ["Escape", "button"])
def test_a_cell_opens_in_place_and_closing_it_returns_the_focus(visitor, way):
    reader = visitor(viewport=WIDE)
    title = None
    opens_a_cell(reader)
    title = reader.page.title()
    expect(reader.page.locator("#cell-name")).to_be_focused()
    expect(reader.page.locator(LINK)).to_have_attribute("aria-expanded", "true")
    assert reader.address == "/evidence/"
    assert title.startswith("Evidence by therapy and organ")
    if way == "Escape":
        reader.page.keyboard.press("Escape")
    else:
        panel(reader).get_by_role("button", name="Close").click()
    expect(panel(reader)).to_be_hidden()
    expect(reader.page.locator(LINK)).to_be_focused()
    expect(reader.page.locator(LINK)).to_have_attribute("aria-expanded", "false")


def test_another_cell_takes_the_place_of_the_open_one_and_leads_to_its_page(visitor):
    reader = visitor(viewport=WIDE)
    opens_a_cell(reader)
    other = reader.page.locator(".s-cell > a").first
    name = other.get_attribute("href")
    other.click()
    expect(other).to_have_attribute("aria-expanded", "true")
    expect(reader.page.locator("[aria-expanded=true]")).to_have_count(1)
    panel(reader).get_by_role("link", name="Open the evidence").click()
    reader.page.wait_for_url(f"**{name}")


def test_the_open_cell_lies_beside_its_cell_and_inside_the_window(visitor):
    reader = visitor(viewport=WIDE)
    reader.opens("/evidence/")
    cells = reader.page.locator(".s-cell > a")
    for place in (0, cells.count() - 1):
        cells.nth(place).click()
        expect(panel(reader)).to_be_visible()
        cell, box = cells.nth(place).bounding_box(), panel(reader).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= WIDE["width"]
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= WIDE["height"]
        across = box["x"] < cell["x"] + cell["width"] and cell["x"] < box["x"] + box["width"]
        assert across, "the panel is not above or below its cell"
        reader.page.keyboard.press("Escape")


def test_arrow_keys_go_from_cell_to_cell_unless_shortcuts_are_off(visitor):
    reader = visitor(viewport=WIDE)
    reader.opens("/evidence/")
    first = reader.page.locator(".s-cell > a").first
    first.focus()
    reader.page.keyboard.press("ArrowDown")
    below = reader.page.locator(":focus")
    assert below.get_attribute("href") != first.get_attribute("href")
    assert below.get_attribute("href").endswith(first.get_attribute("href").split("/")[-2] + "/")
    reader.page.keyboard.press("ArrowUp")
    expect(first).to_be_focused()
    reader.page.keyboard.press("Enter")
    expect(panel(reader)).to_be_visible()
    reader.context.add_cookies([{"name": "sclero-keys", "value": "off", "url": reader.served.url}])
    reader.opens("/evidence/")
    first.focus()
    reader.page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()


def test_tab_comes_to_the_legend_past_the_whole_table(visitor):
    reader = visitor(viewport=WIDE)
    reader.opens("/evidence/")
    reader.tabs_to("a[href='#legend']")
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator("#legend")).to_be_focused()


def test_heads_and_names_stay_in_sight(visitor):
    reader = visitor(viewport={"width": 1000, "height": 800})
    reader.opens("/evidence/")
    reader.page.locator(".s-matrix-box").evaluate("box => { box.scrollLeft = 250; box.scrollTop = 300; }")
    box = reader.page.locator(".s-matrix-box").bounding_box()
    head = reader.page.locator(".s-matrix thead th").nth(4).bounding_box()
    name = reader.page.locator(".s-matrix tbody th[scope=row]").nth(9).bounding_box()
    assert abs(head["y"] - box["y"]) < 2
    assert abs(name["x"] - box["x"]) < 2


@pytest.mark.parametrize("javascript", [True, False])
def test_on_a_small_screen_one_chooses_an_organ_and_reads_a_list(visitor, javascript):
    reader = visitor(javascript=javascript, viewport=SMALL)
    reader.opens("/evidence/")
    expect(reader.page.locator(".s-matrix")).to_be_hidden()
    reader.page.locator(".s-by-organ").get_by_role("link", name="Lung (ILD)").click()
    expect(reader.page.locator(".s-by-therapy > li").first).to_be_visible()
    assert reader.address == "/evidence/?organ=lung-ild"
    expect(reader.page.locator("#f-organ")).to_have_value("lung-ild")
    without = reader.page.locator(".s-bare summary")
    expect(without).to_contain_text("without evidence")
    without.click()
    expect(reader.page.locator(".s-bare li").first).to_be_visible()
    reader.page.locator(f'.s-by-cell[href="{CELL}"]').click()
    if javascript:
        expect(panel(reader)).to_be_visible()
        reader.page.keyboard.press("Escape")
        expect(reader.page.locator(f'.s-by-cell[href="{CELL}"]')).to_be_focused()
    else:
        assert reader.address == CELL


def test_on_a_small_screen_the_rarer_filters_begin_folded_unless_one_is_set(visitor):
    reader = visitor(viewport=SMALL)
    reader.opens("/evidence/")
    expect(reader.page.locator("#f-direction")).to_be_hidden()
    reader.page.get_by_text("More filters").click()
    reader.page.locator("#f-direction").select_option("favours")
    reader.page.wait_for_url("**/evidence/?direction=favours")
    expect(reader.page.locator("#f-direction")).to_be_visible()


def test_where_nothing_fits_one_link_drops_what_stands_in_the_way(visitor):
    reader = visitor(viewport=WIDE)
    reader.opens("/evidence/?organ=gi&certainty=high&direction=dogs")
    expect(reader.page.locator(".s-left-out")).to_contain_text("“dogs” is no value of “Direction”")
    reader.page.get_by_role("link", name="Drop “Certainty at least: High”").click()
    reader.page.wait_for_url("**/evidence/?organ=gi")
    expect(reader.page.locator(".s-cell > a").first).to_be_visible()


def test_a_cell_that_fails_to_load_says_so_and_leads_to_its_page(visitor):
    reader = visitor(viewport=WIDE)
    reader.watch.expect("Failed to load resource")
    reader.watch.expect("Response Status Error")
    reader.opens("/evidence/")
    reader.page.route(f"**{CELL}", lambda route: route.fulfill(status=500, body=""))
    reader.page.locator(LINK).click()
    expect(reader.page.locator(".s-request-error")).to_be_visible()
    expect(panel(reader)).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["1440", "390"])
def test_the_matrix_and_an_open_cell_are_accessible(visitor, size, theme):
    reader = visitor(viewport=size, color_scheme=theme)
    reader.opens("/evidence/?organ=lung-ild" if size is SMALL else "/evidence/")
    reader.page.locator(f'a[href="{CELL}"]:visible').click()
    expect(panel(reader)).to_be_visible()
    assert violations(reader.page) == []
    assert overflow(reader.page) == []
