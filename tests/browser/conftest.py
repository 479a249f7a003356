"""One demo and one browser for all tests of this folder."""

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.serving import demo
from tests.browser.visitor import Visitor

FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-quic --no-first-run "
    "--disable-component-update"
).split()


# The folder's and not the session's: while Playwright runs, Django refuses to ask the database, so it has to be gone
# before the next folder's tests.
@pytest.fixture(scope="package")
def served(chromium, tmp_path_factory):
    """A running demo with the starter content published."""
    with demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture(scope="package")
def browser(chromium, served):
    """The system's Chromium."""
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def visitor(browser, served):
    """Open a browser for somebody: `visitor()` for a stranger, `visitor("trainee")` for a demo account.

    Whatever a browser complains of that the test did not announce fails the test.
    """
    met = []

    def meet(role="", **options):
        met.append(Visitor(browser, served, **options))
        if role:
            met[-1].signs_in(role)
        return met[-1]

    yield meet
    complaints = [said for each in met for said in each.watch.unexpected()]
    for each in met:
        each.context.close()
    assert not complaints, "\n".join(complaints)
