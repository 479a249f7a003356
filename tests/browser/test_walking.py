"""One whole walk with JavaScript on: by mouse, by keyboard, on two devices, with a double click."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import starter

pytestmark = pytest.mark.browser

# Marks the document, and notes every sentence that the status line says.
LISTEN = """() => {
  window.sameDocument = true;
  window.said = [];
  const line = document.getElementById("status");
  new MutationObserver(() => line.textContent && window.said.push(line.textContent)).observe(line, {
    childList: true, characterData: true, subtree: true,
  });
}"""


def moves_on_without_loading(reader, choice, step):
    """Take a choice and see everything that should move, and that nothing was loaded anew."""
    visit, number = reader.visit, reader.trail.count() + 1
    reader.page.evaluate("window.said = []")
    reader.chooses(choice)
    reader.is_at(step)
    expect(reader.question).to_be_focused()
    expect(reader.trail).to_have_count(number)
    expect(reader.page.locator("#trail-list [aria-current=step]")).to_contain_text(starter.step(step).short)
    expect(reader.page).to_have_title(re.compile(re.escape(starter.step(step).title)))
    assert reader.visit == visit + 1
    assert reader.page.evaluate("window.sameDocument"), "the page was loaded anew"
    announced = [line for line in reader.page.evaluate("window.said") if starter.step(step).title in line]
    assert announced == [f"Step {number}: {starter.step(step).title}"]


@pytest.mark.smoke
def test_a_trainee_walks_branches_resumes_elsewhere_and_reaches_an_outcome(visitor):
    trainee = visitor("trainee")
    trainee.page.get_by_role("link", name=starter.pathway().title, exact=True).click()
    expect(trainee.page.get_by_role("heading", level=1)).to_have_text(starter.pathway().title)
    trainee.presses("Start this pathway")
    trainee.is_at("start")
    trainee.page.evaluate(LISTEN)
    treatments = starter.step(starter.nearest("equipoise"))
    way = starter.way_to(treatments.choices[0].target)
    for choice, step in way:
        moves_on_without_loading(trainee, choice, step)

    goes_back_and_forward(trainee, ["start", *(step for _, step in way)])
    takes_another_branch(trainee, treatments)

    elsewhere = visitor("trainee")
    resumes(elsewhere, trainee)
    elsewhere.page.evaluate(LISTEN)
    for choice, step in starter.way_to("out-steady", begin=treatments.choices[1].target):
        moves_on_without_loading(elsewhere, choice, step)
    expect(elsewhere.page.get_by_role("heading", name="The way you came")).to_be_visible()
    expect(elsewhere.page.locator(".s-route")).to_contain_text(treatments.choices[1].label)


def goes_back_and_forward(reader, steps):
    """Two steps back and one forward in the browser's own history; then the last visit as a bookmark."""
    last = reader.address
    for press, step in ((reader.page.go_back, -2), (reader.page.go_back, -3), (reader.page.go_forward, -2)):
        press()
        reader.is_at(steps[step])
        expect(reader.question).to_be_focused()
    reader.opens(last)
    reader.is_at(steps[-1])


def takes_another_branch(reader, treatments):
    """Through the trail back to the treatments, and a different one: the first stays, and a link leads to it."""
    first, other = treatments.choices[:2]
    reader.page.locator("#trail-list a", has_text=treatments.short).click()
    reader.is_at(treatments.key)
    expect(reader.page.get_by_text("You took this:")).to_have_count(1)
    reader.chooses(other.key)
    reader.is_at(other.target)
    there = reader.address
    reader.page.locator("#trail-list").get_by_role("link", name=f"Other branch: {first.label}", exact=True).click()
    reader.is_at(first.target)
    reader.opens(there)


def resumes(elsewhere, reader):
    """Home's one button leads to the exact visit that was left on the other device."""
    elsewhere.page.get_by_role("link", name=re.compile("Resume at step")).click()
    elsewhere.page.wait_for_url("**/steps/**")
    assert elsewhere.address == reader.address
    expect(elsewhere.question).to_have_text(reader.question.inner_text())


def test_the_whole_walk_can_be_made_by_keyboard(visitor):
    reader = visitor("clinic-admin")
    reader.tabs_to(f"a.s-index-title[href*={starter.SLUG}]")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/pathways/**")
    reader.tabs_to(".s-start button")
    reader.page.keyboard.press("Enter")
    reader.is_at("start")
    for choice, step in starter.way_to("out-steady"):
        marks_by_keyboard(reader, choice)
        reader.tabs_to("form.s-choose button[type=submit]")
        reader.page.keyboard.press("Enter")
        reader.is_at(step)
        expect(reader.question).to_be_focused()
    reader.tabs_to(".s-route a")
    reader.page.keyboard.press("Enter")
    reader.is_at("start")


def marks_by_keyboard(reader, choice):
    """Come to the options with Tab, and to the wanted one with the arrow keys; Space takes the first."""
    reader.tabs_to("input[name=choice]")
    reader.page.keyboard.press("Space")
    for _ in range(reader.page.locator("input[name=choice]").count()):
        if reader.page.locator(f"#o-{choice}").is_checked():
            return
        reader.page.keyboard.press("ArrowDown")
    expect(reader.page.locator(f"#o-{choice}")).to_be_checked()


def holds_answers(reader):
    """Mark the first option and keep every answer to a choice waiting; return the requests that wait."""
    reader.begins()
    reader.marks(starter.step("start").choices[0].key)
    held = []
    reader.page.route("**/choices/", lambda route: held.append(route))  # noqa: PLW0108 Playwright marks handlers
    return held


def test_a_double_click_sends_one_request_and_the_button_rests_until_the_answer(visitor):
    reader = visitor()
    held = holds_answers(reader)
    button = reader.page.get_by_role("button", name="Continue", exact=True)
    button.dblclick()
    expect(button).to_be_disabled()
    assert len(held) == 1
    held[0].continue_()
    reader.is_at(starter.step("start").choices[0].target)
    assert not reader.has_visit(3)


def test_what_is_sent_again_while_the_answer_is_on_its_way_is_dropped_and_not_kept_for_later(visitor):
    reader = visitor()
    reader.watch.expect("status of 500", "Status Error Code 500")
    held = holds_answers(reader)
    for _ in range(2):
        reader.page.evaluate("document.querySelector('form.s-choose').requestSubmit()")
    held[0].fulfill(status=500)
    expect(reader.page.locator(".s-request-error")).to_be_visible()
    reader.page.evaluate("fetch('/healthz')")  # whatever the page had kept to send has been sent by now
    assert len(held) == 1
    reader.page.unroute_all()
    reader.presses("Try again")
    reader.is_at(starter.step("start").choices[0].target)
    assert not reader.has_visit(3)


def test_without_javascript_pressing_again_while_the_answer_is_on_its_way_makes_one_visit(visitor):
    reader = visitor(javascript=False)
    reader.begins()
    first = starter.step("start").choices[0]
    reader.marks(first.key)
    presses = []

    def lose_the_first_answer(route):
        presses.append(route.request)
        if len(presses) == 1:
            route.fetch(max_redirects=0)  # the server has it; the browser waits for an answer in vain
        else:
            route.continue_()

    reader.page.route("**/choices/", lose_the_first_answer)
    button = reader.page.get_by_role("button", name="Continue", exact=True)
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    place = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    with reader.page.expect_request("**/choices/"):
        reader.page.mouse.click(*place)
    reader.page.mouse.click(*place)
    reader.is_at(first.target)
    assert len(presses) == 2
    assert reader.has_visit(2)
    assert not reader.has_visit(3)
