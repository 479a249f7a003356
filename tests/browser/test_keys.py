"""Single-key shortcuts: they choose, they explain themselves, and they can be turned off."""

import pytest
from playwright.sync_api import expect

from tests.browser import starter

pytestmark = pytest.mark.browser


def options(reader):
    """Return the options of the step on the screen."""
    return reader.page.locator("#choose input[name=choice]")


def turns_keys(reader, *, off):
    """Set the shortcuts on the page of preferences."""
    reader.opens("/preferences/")
    reader.page.get_by_label("Turn keyboard shortcuts off").set_checked(off)
    reader.presses("Save the preferences")
    reader.page.wait_for_load_state()


def test_a_number_marks_that_option_and_enter_continues(visitor):
    reader = visitor()
    reader.begins()
    second = starter.step("start").choices[1]
    reader.page.keyboard.press("2")
    expect(reader.page.locator(f"#o-{second.key}")).to_be_checked()
    expect(reader.page.locator(f"#o-{second.key}")).to_be_focused()
    reader.page.keyboard.press("Enter")
    reader.is_at(second.target)
    assert reader.visit == 2


def test_a_number_beyond_the_options_or_with_a_modifier_marks_nothing(visitor):
    reader = visitor()
    reader.begins()
    for keys in ("9", "0", "Alt+1"):
        reader.page.keyboard.press(keys)
    expect(reader.page.locator("#choose input:checked")).to_have_count(0)


def test_the_panel_opens_by_its_key_takes_the_keys_and_closes_by_escape(visitor):
    reader = visitor()
    reader.begins()
    panel = reader.page.locator("dialog#keys-help")
    expect(panel).to_be_hidden()
    reader.page.keyboard.press("?")
    expect(panel).to_be_visible()
    expect(reader.page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    reader.page.keyboard.press("2")
    expect(reader.page.locator("#choose input:checked")).to_have_count(0)
    reader.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    reader.page.keyboard.press("2")
    expect(options(reader).nth(1)).to_be_checked()


def test_the_panel_opens_from_the_foot_by_keyboard_keeps_the_focus_inside_and_gives_it_back(visitor):
    reader = visitor()
    reader.opens("/pathways/")
    reader.tabs_to("footer a[data-open=keys-help]")
    reader.page.keyboard.press("Enter")
    panel = reader.page.locator("dialog#keys-help")
    expect(panel).to_be_visible()
    for _ in range(4):
        assert reader.page.evaluate("!document.hasFocus() || !!document.activeElement.closest('dialog, body')")
        assert not reader.page.evaluate("!!document.activeElement.closest('main, header, footer')")
        reader.page.keyboard.press("Tab")
    reader.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(reader.page.locator("footer a[data-open=keys-help]")).to_be_focused()


def test_what_is_typed_into_a_field_stays_text(visitor):
    reader = visitor()
    reader.opens("/accounts/login/")
    field = reader.page.locator("[name=login]")
    field.focus()
    reader.page.keyboard.type("who?2")
    expect(field).to_have_value("who?2")
    expect(reader.page.locator("dialog#keys-help")).to_be_hidden()


@pytest.mark.parametrize("role", ["", "reviewer"], ids=["stranger", "signed in"])
def test_switched_off_no_key_does_anything_until_switched_on_again(visitor, role):
    reader = visitor(role)
    turns_keys(reader, off=True)
    reader.begins()
    expect(reader.page.locator("dialog#keys-help")).to_have_count(0)
    for key in ("2", "?"):
        reader.page.keyboard.press(key)
    expect(reader.page.locator("#choose input:checked")).to_have_count(0)
    expect(reader.page.get_by_role("dialog")).to_have_count(0)
    turns_keys(reader, off=False)
    reader.begins()
    reader.page.keyboard.press("2")
    expect(options(reader).nth(1)).to_be_checked()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_foot_of_every_page_leads_to_the_list_of_shortcuts(visitor, javascript):
    reader = visitor(javascript=javascript)
    reader.opens("/")
    reader.page.locator("footer").get_by_role("link", name="Keyboard shortcuts").click()
    if javascript:
        expect(reader.page.locator("dialog#keys-help")).to_be_visible()
        reader.presses("Close")
        expect(reader.page.locator("dialog#keys-help")).to_be_hidden()
        assert reader.address == "/"
    else:
        reader.page.wait_for_url("**/preferences/#keys")
        expect(reader.page.locator("#keys .s-keys")).to_contain_text("Enter continues")
