"""A person in front of a browser, in sentences."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser import starter
from tests.browser.watching import Watch

VISIBLE_FOCUS = """element => {
  const drawn = [element, element.nextElementSibling, element.closest("label"), element.closest(".s-option")];
  return drawn.filter(Boolean).some((part) => {
    const style = getComputedStyle(part);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return outlined || style.boxShadow !== "none";
  });
}"""


class Visitor:
    """Somebody with a browser of their own; `javascript` says whether it runs scripts."""

    def __init__(self, browser, served, *, javascript=True, **options):
        self.served = served
        self.javascript = javascript
        self.context = browser.new_context(
            base_url=served.url, java_script_enabled=javascript, reduced_motion="reduce", locale="en-GB", **options
        )
        self.context.set_default_timeout(20_000)
        self.watch = Watch(self.context, served.url)
        self.page = self.context.new_page()

    # Getting about

    def opens(self, path):
        """Go to an address as if it were typed or a bookmark."""
        return self.page.goto(path)

    def signs_in(self, role):
        """Sign in with a demo account on the sign-in page."""
        self.opens("/accounts/login/")
        self.fills_in("login", f"{role}@demo.example")
        self.fills_in("password", self.served.passwords[role])
        self.page.locator("main button[type=submit]").click()
        self.page.wait_for_url("**/")

    def fills_in(self, name, text):
        """Type into a field of the page; the header has one of its own on every page."""
        self.page.locator(f"main [name={name}]").fill(text)

    @property
    def address(self):
        """Where the browser is, without the host."""
        parts = urlsplit(self.page.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    # Walking

    def begins(self):
        """Open the starter pathway's cover and start."""
        self.opens(f"/pathways/{starter.SLUG}/")
        self.presses("Start this pathway")
        self.is_at("start")

    def marks(self, choice):
        """Pick an option, by its label, without going on."""
        self.page.locator(f"label[for=o-{choice}]").click()
        expect(self.page.locator(f"#o-{choice}")).to_be_checked()

    def chooses(self, choice):
        """Pick an option and continue; wait until the next step is there."""
        before = self.page.url
        self.marks(choice)
        self.presses("Continue")
        self.page.wait_for_url(lambda url: url != before)

    def walks_to(self, step):
        """Begin anew and take the shortest way to a step."""
        self.begins()
        for choice, reached in starter.way_to(step):
            self.chooses(choice)
            self.is_at(reached)

    def presses(self, name):
        """Press the button of that name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def follows(self, words, about):
        """Follow the link of these words whose hidden part says what it is about."""
        self.page.get_by_role("link", name=re.compile(rf"{re.escape(words)}\s*: {re.escape(about)}")).click()

    def is_at(self, step):
        """See the step on the screen."""
        expect(self.question).to_have_text(starter.step(step).title)
        self.page.wait_for_load_state()  # scripts run before this, and a key pressed earlier would be a plain link's

    @property
    def question(self):
        """The heading of the step on the screen."""
        return self.page.locator("#question")

    @property
    def trail(self):
        """The steps taken so far, as the trail shows them, with the one we are at."""
        return self.page.locator("#trail-list > li:not(.s-ahead)")

    @property
    def walk_address(self):
        """The address of the walk itself."""
        return re.match(r"/walks/[0-9a-f-]+/", self.address)[0]

    @property
    def visit(self):
        """The number of the visit that the address names."""
        return int(re.fullmatch(r"/walks/[0-9a-f-]+/steps/([0-9]+)/\?lens=(?:adult|child)", self.address)[1])

    def has_visit(self, number):
        """Say whether the walk has a visit of that number."""
        answer = self.context.request.get(f"{self.served.url}{self.walk_address}steps/{number}/")
        return answer.status == 200

    # By keyboard

    def tabs_to(self, wanted, *, most=150):
        """Press Tab until `wanted` (a selector) has the focus; every stop on the way has to show that it has it."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            focus = self.page.locator(":focus")
            assert focus.evaluate(VISIBLE_FOCUS), f"No visible focus on {focus.evaluate('e => e.outerHTML')[:200]}"
            if focus.evaluate("(element, wanted) => element.matches(wanted)", wanted):
                return
        raise AssertionError(f"Tab never came to {wanted} on {self.address}")
