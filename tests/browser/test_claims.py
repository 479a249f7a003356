"""Predicting a claim: by keyboard, without JavaScript, by a stranger and with an account."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
CLAIM = "/claims/physical-therapy-maintains-mobility/"
SENTENCE = "Physical therapy maintains joint mobility"
WHY = "better disability and hand mobility at 1 month"


def answers(reader):
    """Return the question of the page."""
    return reader.page.locator("#answers")


def held(reader):
    """Return the heading of what is held."""
    return reader.page.locator("#held")


def picks(reader, word):
    """Pick an answer by its label."""
    reader.page.locator(".s-answer label", has_text=word).click()


def test_a_stranger_predicts_by_keyboard_and_the_focus_goes_to_the_answer(visitor):
    reader = visitor()
    reader.opens(CLAIM)
    expect(reader.page.get_by_text(WHY)).to_have_count(0)
    reader.tabs_to("#said-supported")
    reader.page.keyboard.press("ArrowDown")
    expect(reader.page.locator("#said-qualified")).to_be_checked()
    reader.tabs_to(".s-ask button")
    reader.page.keyboard.press("Enter")
    expect(held(reader)).to_be_focused()
    expect(held(reader)).to_have_text("You said “Qualified”, and so does this library.")
    expect(reader.page.get_by_text(WHY)).to_be_visible()
    assert reader.address == f"{CLAIM}?said=qualified"
    assert reader.page.title() == SENTENCE
    reader.page.go_back()
    expect(answers(reader)).to_be_visible()
    expect(reader.page.get_by_text(WHY)).to_have_count(0)


def test_without_javascript_a_strangers_answer_is_an_address_that_can_be_weighed_again(visitor):
    reader = visitor(javascript=False)
    reader.opens("/claims/")
    reader.page.get_by_role("link", name=SENTENCE).click()
    picks(reader, "Contradicted")
    reader.presses("Commit")
    assert reader.address == f"{CLAIM}?said=contradicted"
    expect(held(reader)).to_have_text("You said “Contradicted”. This library holds “Qualified”.")
    reader.page.get_by_role("link", name="Weigh it again").click()
    assert reader.address == CLAIM
    expect(answers(reader)).to_be_visible()
    reader.page.context.clear_cookies()
    reader.opens("/claims/")
    expect(reader.page.locator(".s-claim-held")).to_have_count(0)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_readers_first_answer_is_kept(visitor, javascript):
    url = "/claims/multidisciplinary-approach/" if javascript else "/claims/redundant-immune-pathways/"
    reader = visitor("reviewer", javascript=javascript)
    reader.opens(url)
    picks(reader, "Not shown")
    reader.presses("Commit")
    expect(held(reader)).to_have_text("You said “Not shown”. This library holds “Supported”.")
    if javascript:
        expect(held(reader)).to_be_focused()
    assert reader.address == url
    reader.opens(f"{url}?said=supported")
    expect(held(reader)).to_contain_text("You said “Not shown”.")
    reader.opens("/claims/")
    row = reader.page.locator(".s-claim-list > li", has=reader.page.locator(f'a[href="{url}"]'))
    expect(row.locator(".s-claim-held")).to_contain_text("You said: Not shown")
    expect(row.locator(".s-claim-held")).to_contain_text("Held here: Supported")


@pytest.mark.parametrize("javascript", [True, False])
def test_nothing_committed_is_a_sentence_and_keeps_nothing(visitor, javascript):
    reader = visitor("clinic-admin", javascript=javascript)
    reader.watch.expect("status of 422")
    reader.opens(CLAIM)
    reader.presses("Commit")
    expect(reader.page.locator(".s-errors")).to_contain_text("Choose one of the five answers first.")
    if javascript:
        expect(reader.page.locator(".s-errors")).to_be_focused()
    reader.opens(CLAIM)
    expect(answers(reader)).to_be_visible()


def test_a_stranger_who_picks_nothing_stays_on_the_question(visitor):
    reader = visitor()
    reader.opens(CLAIM)
    reader.presses("Commit")
    expect(reader.page.locator("#said-supported")).to_be_focused()
    assert reader.address == CLAIM


def test_a_source_opens_in_place_and_gives_the_focus_back(visitor):
    reader = visitor()
    reader.opens(f"{CLAIM}?said=unsure")
    source = reader.page.locator(".s-sides-of a.s-cite").first
    source.focus()
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator("#citation #citation-name")).to_be_focused()
    reader.page.keyboard.press("Escape")
    expect(source).to_be_focused()


def test_home_leads_to_the_claims_and_each_claim_to_the_next(visitor):
    reader = visitor(javascript=False)
    reader.opens("/")
    reader.page.get_by_role("link", name="Weigh the first claim").click()
    first = reader.address
    picks(reader, "I cannot say")
    reader.presses("Commit")
    reader.page.get_by_role("link", name="Weigh the next claim").click()
    assert reader.address.startswith("/claims/")
    assert reader.address != first
    expect(answers(reader)).to_be_visible()
    expect(reader.page.locator("[aria-current=page]:visible", has_text="Teaching claims")).to_have_count(1)
