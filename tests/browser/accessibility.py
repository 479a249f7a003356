"""What a page's markup and layout do wrong, in lines to read."""

from axe_playwright_python.sync_playwright import Axe

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
GRAVE = ("serious", "critical")
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const clipped = (element) => {
    for (let part = element.parentElement; part; part = part.parentElement) {
      if (getComputedStyle(part).overflowX !== "visible") return true;
    }
    return false;
  };
  const wide = [...document.body.querySelectorAll("*")].filter(
    (element) => element.getBoundingClientRect().right > width + 0.5 && !clipped(element));
  return [`${document.documentElement.scrollWidth} px of ${width}`, ...wide.slice(0, 5).map(
    (element) => element.outerHTML.slice(0, 120))];
}"""


def violations(page, *, grave_only=False):
    """Return what axe-core finds on the page, a line for each element; `grave_only` leaves out minor and moderate."""
    page.evaluate("document.getAnimations().forEach((animation) => animation.finish())")  # colours may be on their way
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{each['id']} ({each['impact']}): {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for each in found
        if each["impact"] in GRAVE or not grave_only
        for node in each["nodes"]
    ]


def text_size(page, percent):
    """Set the size of text that the person chose in the browser."""
    sizes = {"standard": 16 * percent // 100, "fixed": 13 * percent // 100}
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": sizes})


def overflow(page):
    """Return what makes the page wider than the window; nothing when it fits."""
    return page.evaluate(OVERFLOW)
