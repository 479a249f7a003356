"""An educator at the desk: changing a step's text and publishing, as a person does it."""

import re

from playwright.sync_api import expect

from tests.browser import starter


def prompt(sentence):
    """Return the sentence as something to do: it needs no source."""
    return f"::: prompt\n{sentence}\n:::"


class Educator:
    """Somebody signed in at /admin/ with the educator's account; `visitor` is the browser."""

    def __init__(self, visitor):
        self.visitor = visitor
        self.page = visitor.page

    def signs_in(self):
        """Sign in on the desk's own page."""
        self.visitor.opens("/admin/")
        self.visitor.fills_in("username", "educator@demo.example")
        self.visitor.fills_in("password", self.visitor.served.passwords["educator"])
        self.page.locator("[type=submit]").click()
        self.is_at_the_desk()

    def is_at_the_desk(self):
        """See a page of the desk, signed in."""
        expect(self.page.locator("#user-tools")).to_be_visible()

    def opens_draft(self):
        """Go to the starter pathway's draft."""
        self.visitor.opens("/admin/pathways/pathway/")
        self.page.get_by_role("link", name=starter.pathway().title, exact=True).click()
        expect(self.page.locator("#id_summary")).to_be_visible()

    def opens_step(self, key):
        """Go to the page of one step."""
        self.visitor.opens(f"/admin/pathways/step/?q={key}")
        ours = self.page.locator("#result_list tr", has_text=starter.pathway().title)
        ours.get_by_role("link", name=starter.step(key).short, exact=True).click()
        expect(self.page.locator("#id_key")).to_have_value(key)

    def adds(self, key, paragraph):
        """Add a paragraph to the text of a step."""
        self.changes(key, lambda text: f"{text.rstrip()}\n\n{paragraph}")

    def changes(self, key, change):
        """Change the text of a step, and stay on its page."""
        self.opens_step(key)
        text = self.page.locator("#id_body")
        text.fill(change(text.input_value()))
        self.page.get_by_role("button", name="Save and continue editing").click()
        expect(self.page.locator(".messagelist .success")).to_be_visible()

    def publishes(self, note):
        """Publish the draft of the starter pathway with a note, and return the edition's number."""
        self.opens_draft()
        self.page.locator(".object-tools").get_by_role("link", name="Publish", exact=True).click()
        self.visitor.fills_in("note", note)
        self.page.get_by_role("button", name="Publish this draft").click()
        expect(self.page.locator(".messagelist .success")).to_be_visible()
        said = self.page.get_by_text(re.compile("Learners read edition"))
        return int(re.search(r"edition ([0-9]+)", said.inner_text())[1])
