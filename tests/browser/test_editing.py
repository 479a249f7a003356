"""An educator changes a step and publishes; somebody in mid-walk is told and moves over."""

import pytest
from playwright.sync_api import expect

from tests.browser import starter
from tests.browser.editing import Educator, prompt

pytestmark = pytest.mark.browser
GATE = "is-it-real"
ADVICE = "Say aloud which of these you would ask for first."


def test_an_edit_is_checked_previewed_published_and_offered_to_whom_it_concerns(visitor):
    trainee = visitor("trainee")
    trainee.walks_to(GATE)
    taken = trainee.trail.count()

    educator = Educator(visitor())
    educator.signs_in()
    educator.adds(GATE, ADVICE)
    problems = educator.page.locator(".s-problems")
    expect(problems.get_by_role("heading")).to_have_text("Fix 1 problem before publishing")
    expect(problems).to_contain_text(f"This paragraph cites nothing: “{ADVICE}”")
    educator.changes(GATE, lambda text: text.replace(ADVICE, prompt(ADVICE)))
    expect(problems.get_by_role("heading")).to_have_text("Nothing stops publishing")
    previews_without_a_trace(educator)
    trainee.opens(trainee.address)
    expect(trainee.page.get_by_text(ADVICE)).to_have_count(0)

    number = educator.publishes("The gate asks you to speak.")
    trainee.opens(trainee.address)
    notice = trainee.page.locator(".s-banners .s-notice", has_text="is out")
    expect(notice).to_contain_text(f"Edition {number} is out. 1 of the {taken} steps you took have changed.")
    expect(notice).to_contain_text("The gate asks you to speak.")
    expect(trainee.page.get_by_text(ADVICE)).to_have_count(0)
    moves_over(trainee, number)


def previews_without_a_trace(educator):
    """See the edited step under the band of a preview, go on from it, change the lens; no walk comes of it."""
    page, posted = educator.page, []
    home = sees_at_home(educator.visitor)
    educator.opens_step(GATE)
    page.on("request", lambda request: posted.append(request.url) if request.method != "GET" else None)
    page.get_by_role("link", name="Preview this step").click()
    expect(page.get_by_text("Preview of a draft: nothing is recorded.")).to_be_visible()
    expect(page.get_by_text(ADVICE)).to_be_visible()
    choice = starter.step(GATE).choices[0]
    page.get_by_role("link", name=choice.label).click()
    educator.visitor.is_at(choice.target)
    page.locator(".s-lens-form label", has_text="Child").click()
    expect(page.locator("#player")).to_have_attribute("data-lens", "child")
    page.get_by_role("link", name="Back to the draft").click()
    educator.is_at_the_desk()
    assert posted == []
    assert sees_at_home(educator.visitor) == home


def sees_at_home(reader):
    """Return the words of the home page: it says what was walked."""
    reader.opens("/")
    return reader.page.locator("main").inner_text()


def moves_over(trainee, number):
    """Take the offer: the old walk is closed and readable, the new one shows the new text."""
    trainee.page.get_by_role("button", name=f"Move over to edition {number}").click()
    expect(trainee.page.get_by_role("heading", name="You moved over to the newer edition")).to_be_visible()
    trainee.page.get_by_role("link", name="Open the old walk").click()
    expect(trainee.page.get_by_text("This walk is closed.")).to_be_visible()
    trainee.is_at(GATE)
    expect(trainee.page.get_by_text(ADVICE)).to_have_count(0)
    trainee.page.get_by_role("link", name="Open the new walk").click()
    trainee.is_at(GATE)
    expect(trainee.page.get_by_text(ADVICE)).to_be_visible()
    trainee.chooses(starter.step(GATE).choices[0].key)
    trainee.is_at(starter.step(GATE).choices[0].target)
