"""What every test run needs: Chromium for the browser tests, or a loud word that there is none."""

import os
import shutil

import pytest
from hypothesis import settings

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
# A shared machine may stop for a second at any time: no test fails for taking long.
settings.register_profile("sclero", deadline=None)
settings.load_profile("sclero")

IN_CI = "1" in {os.environ.get("SCLERO_CI"), os.environ.get("CI")} or os.environ.get("CI", "").lower() == "true"
NO_BROWSER = "Chromium is not installed"


def pytest_configure(config):
    """Where a run decides, a browser that is missing is an error, not a skip."""
    if IN_CI and not CHROMIUM and "not browser" not in config.option.markexpr:
        raise pytest.UsageError(f"{NO_BROWSER}, and the browser tests may not be skipped here.")


def pytest_collection_modifyitems(items):
    """Skip browser tests where there is no Chromium."""
    for item in items:
        if not CHROMIUM and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


def pytest_terminal_summary(terminalreporter):
    """Say in capitals what was not tested."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if NO_BROWSER in str(report.longrepr)]
    if skipped:
        terminalreporter.section("NOT TESTED IN A BROWSER", sep="!", red=True, bold=True)
        terminalreporter.line(f"{len(skipped)} browser tests were skipped: install chromium and run the tests again.")


@pytest.fixture(scope="session")
def chromium():
    """The path of the system's Chromium."""
    return CHROMIUM
