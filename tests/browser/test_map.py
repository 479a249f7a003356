"""The full map: a drawing and an outline of the same links, moved by buttons and by keys, naming nothing unseen."""

import pytest
from playwright.sync_api import expect

from tests.browser import starter

pytestmark = pytest.mark.browser
PLACE = "support-today"
WAY = ["start", PLACE]
VISITED = "svg.s-map a.s-box-visited"
HERE = "svg.s-map a.s-box-here"
OUTLINE = ".s-outline-scroll a:not([href^='#'])"


def opens_the_map(reader):
    """Walk one choice and follow the link beside the step."""
    reader.walks_to(PLACE)
    reader.page.get_by_role("link", name="Full map", exact=True).click()
    reader.page.wait_for_url("**/map/**")  # and until the page's scripts have run
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("Map of this pathway")


def window(reader):
    """Return the part of the drawing that is shown, as [x, y, width, height]."""
    return [float(part) for part in reader.page.locator("svg.s-map").get_attribute("viewBox").split()]


def edge(reader):
    """Return how the box of the current step is outlined."""
    return reader.page.locator(f"{HERE} > rect").first.evaluate(
        "rect => `${getComputedStyle(rect).stroke} ${getComputedStyle(rect).strokeWidth}`"
    )


def moves(reader, name, *, javascript):
    """Press a button above the drawing and return the window after it; with JavaScript no page may be loaded."""
    before = reader.page.locator("svg.s-map").get_attribute("viewBox")
    address = reader.page.url
    reader.page.locator(".s-map-moves").get_by_role("link", name=name, exact=True).click()
    expect(reader.page.locator("svg.s-map")).not_to_have_attribute("viewBox", before)
    assert (reader.page.url == address) is javascript
    return window(reader)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_visited_step_on_the_drawing_opens_its_visit(visitor, javascript):
    reader = visitor(javascript=javascript)
    opens_the_map(reader)
    expect(reader.page.locator(VISITED)).to_have_count(1)
    reader.page.locator(VISITED).click()
    reader.is_at("start")
    assert reader.visit == 1
    reader.page.go_back()
    reader.page.locator(HERE).click()
    reader.is_at(PLACE)
    assert reader.visit == 2


@pytest.mark.parametrize("javascript", [True, False])
def test_the_outline_has_the_same_links_as_the_drawing_and_they_open(visitor, javascript):
    reader = visitor(javascript=javascript)
    opens_the_map(reader)
    drawn, written = (
        {link.get_attribute("href") for link in reader.page.locator(each).all()} for each in ("svg.s-map a", OUTLINE)
    )
    assert len(drawn) == len(WAY)
    assert drawn == written
    reader.page.locator(OUTLINE).first.click()
    reader.is_at("start")


def test_no_step_that_was_not_seen_is_named_anywhere_on_the_page(visitor):
    reader = visitor()
    opens_the_map(reader)
    said = " ".join(reader.page.locator("html").text_content().split())
    source = reader.page.content()
    assert starter.step(PLACE).short in said
    for step in starter.pathway().steps:
        if step.key not in WAY:
            assert step.title not in said
            assert step.short not in source
            assert f'"{step.key}"' not in source


@pytest.mark.parametrize("javascript", [True, False])
def test_the_buttons_move_the_window(visitor, javascript):
    reader = visitor(javascript=javascript)
    opens_the_map(reader)
    first = window(reader)
    nearer = moves(reader, "Zoom in", javascript=javascript)
    assert nearer[2] < first[2]
    assert nearer[3] < first[3]
    aside = moves(reader, "Right", javascript=javascript)
    assert aside[0] > nearer[0]
    assert aside[2] == pytest.approx(nearer[2], abs=2)
    assert moves(reader, "Zoom out", javascript=javascript)[2] > aside[2]
    assert moves(reader, "Where you are", javascript=javascript) == pytest.approx(first, abs=2)


def test_arrow_keys_go_from_step_to_step_and_enter_opens_a_visited_one(visitor):
    reader = visitor()
    opens_the_map(reader)
    reader.tabs_to(".s-map-moves li:last-child a")
    plain = edge(reader)
    reader.page.keyboard.press("Tab")
    expect(reader.page.locator(HERE)).to_be_focused()
    assert edge(reader) != plain, "no visible focus on the drawing"
    reader.page.keyboard.press("ArrowDown")
    expect(reader.page.locator("svg.s-map .s-box-available")).to_be_focused()
    reader.page.keyboard.press("ArrowUp")
    expect(reader.page.locator(HERE)).to_be_focused()
    for _ in WAY:  # the start stands highest, whatever stands between
        reader.page.keyboard.press("ArrowUp")
    expect(reader.page.locator(VISITED)).to_be_focused()
    reader.page.keyboard.press("Enter")
    reader.is_at("start")


def test_plus_minus_and_zero_move_the_window_while_the_focus_is_in_the_drawing(visitor):
    reader = visitor()
    opens_the_map(reader)
    first = window(reader)
    reader.page.keyboard.press("+")
    assert window(reader) == first
    reader.page.locator(HERE).focus()
    reader.page.keyboard.press("+")
    assert window(reader)[2] < first[2]
    reader.page.keyboard.press("0")
    assert window(reader) == pytest.approx(first, abs=1)
    reader.page.keyboard.press("-")
    assert window(reader)[2] > first[2]


@pytest.mark.parametrize("javascript", [True, False])
def test_the_lens_changes_on_the_map_too(visitor, javascript):
    reader = visitor(javascript=javascript)
    opens_the_map(reader)
    reader.page.locator(".s-lens-form label", has_text="Child").click()
    if not javascript:
        reader.presses("Show")
    expect(reader.page.locator("#map-page")).to_have_attribute("data-lens", "child")
    expect(reader.page.locator(HERE)).to_have_attribute("href", f"{reader.walk_address}steps/2/?lens=child")
