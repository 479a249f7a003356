"""When nothing was chosen, the server fails, or the connection is gone: what was chosen stays chosen."""

import pytest
from playwright.sync_api import expect

from tests.browser import starter

pytestmark = pytest.mark.browser


def test_continuing_without_a_choice_shows_the_error_in_place_with_the_focus_on_it(visitor):
    reader = visitor()
    reader.watch.expect("status of 422")
    reader.begins()
    reader.page.evaluate("window.sameDocument = true")
    reader.presses("Continue")
    summary = reader.page.locator(".s-errors")
    expect(summary).to_contain_text("Choose one option before you continue.")
    expect(summary).to_be_focused()
    expect(summary).to_be_in_viewport()
    expect(summary).to_have_attribute("role", "alert")
    assert reader.page.evaluate("window.sameDocument"), "the page was loaded anew"
    reader.chooses(starter.step("start").choices[1].key)
    reader.is_at(starter.step("start").choices[1].target)
    expect(summary).to_have_count(0)


def test_a_failing_server_is_told_in_place_and_the_choice_is_kept(visitor):
    reader = visitor()
    reader.watch.expect("status of 500", "Status Error Code 500")
    choice = starter.step("start").choices[1]
    reader.begins()
    reader.marks(choice.key)
    reader.page.route("**/choices/", lambda route: route.fulfill(status=500, body="Broken on purpose"))
    reader.presses("Continue")
    the_choice_is_kept(reader, choice, "The server could not answer.")


def test_a_lost_connection_is_told_in_place_and_the_choice_is_kept(visitor):
    reader = visitor()
    reader.watch.expect("net::ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest")
    choice = starter.step("start").choices[1]
    reader.begins()
    reader.marks(choice.key)
    reader.context.set_offline(True)
    reader.presses("Continue")
    the_choice_is_kept(reader, choice, "The connection was lost or took too long.")


def the_choice_is_kept(reader, choice, reason):
    """See the error panel with its reason, the step and the choice as they were; then try again with success."""
    panel = reader.page.locator(".s-request-error")
    expect(panel).to_be_in_viewport()
    step, before = reader.page.locator("#step").bounding_box(), panel.bounding_box()
    assert step["width"] > reader.page.viewport_size["width"] / 3, "the step was pushed aside"
    assert before["y"] + before["height"] <= step["y"], "the panel lies over the step"
    expect(panel).to_contain_text(reason)
    expect(panel).to_be_focused()
    reader.is_at("start")
    expect(reader.page.locator(f"#o-{choice.key}")).to_be_checked()
    reader.page.unroute_all()
    reader.context.set_offline(False)
    reader.presses("Try again")
    reader.is_at(choice.target)
    expect(panel).to_have_count(0)
    expect(reader.question).to_be_focused()
    assert not reader.has_visit(3)
