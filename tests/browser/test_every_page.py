"""Every template, and a step of every kind: accessible in both themes and widths, and never wider than the window."""

from itertools import product

import pytest

from tests.browser import pages
from tests.browser.accessibility import overflow, text_size, violations

pytestmark = pytest.mark.browser
HEIGHT = 900
WIDTHS = (390, 1440)
NARROWEST = 320


@pytest.mark.parametrize("name", pages.names())
def test_the_page_is_accessible_and_fits(visitor, name):
    reader = visitor(viewport={"width": WIDTHS[-1], "height": HEIGHT})
    pages.look(name)(reader)
    if name in pages.ADMIN:
        # axe-core copies what Django's scripts have hidden; the policy then forbids the copy its style.
        reader.watch.expect("Applying inline style")
    faults = []
    themes = ("light",) if name.endswith("on paper") else ("light", "dark")  # paper is light whatever the theme
    for width, theme in product(WIDTHS, themes):
        reader.page.set_viewport_size({"width": width, "height": HEIGHT})
        reader.page.emulate_media(color_scheme=theme)
        found = violations(reader.page, grave_only=name in pages.ADMIN)
        faults += [f"{width} {theme}: {line}" for line in found]
    if name not in pages.ADMIN:
        faults += [f"too wide: {line}" for line in too_wide(reader.page)]
    assert not faults, "\n".join(faults)


def too_wide(page):
    """Return what does not fit: at the narrowest width and the two we draw for, and there with text twice as large."""
    found = []
    for width, percent in (
        (NARROWEST, 100),
        (WIDTHS[0], 100),
        (WIDTHS[1], 100),
        (2 * NARROWEST, 200),
        (WIDTHS[1], 200),
    ):
        text_size(page, percent)
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += [f"{percent} %: {line}" for line in overflow(page)]
    return found
