"""Every template as a place to look at: how to come there, by name."""

from playwright.sync_api import expect

from tests.browser import starter
from tests.browser.editing import Educator, prompt

ADMIN = ("admin: sign-in", "admin: pathway", "admin: step", "admin: publish")


def look(name):
    """Return a function that brings a visitor to the page of that name."""
    if name.startswith("step: "):
        return lambda visitor: visitor.walks_to(starter.nearest(name.removeprefix("step: ")))
    return PLACES[name]


def names():
    """Return the names of all pages: the plain ones, and one step of every kind."""
    return [*PLACES, *(f"step: {kind}" for kind in starter.nearest_of_each_kind())]


def home_with_a_walk(visitor):
    visitor.begins()
    visitor.opens("/")
    expect(visitor.page.locator(".s-way")).to_be_visible()


def child_lens(visitor):
    visitor.walks_to(starter.nearest("equipoise"))
    visitor.opens(visitor.address.replace("lens=adult", "lens=child"))


def all_open(visitor):
    """A step with every reason opened."""
    visitor.walks_to(starter.nearest("equipoise"))
    visitor.page.locator("#player details").evaluate_all("all => all.forEach((one) => { one.open = true; })")


def citation_beside_the_step(visitor):
    visitor.begins()
    visitor.page.locator(".s-prose a.s-cite").first.click()
    expect(visitor.page.locator("#citation-name")).to_be_visible()


def empty_submit(visitor):
    visitor.watch.expect("status of 422")
    visitor.begins()
    visitor.presses("Continue")
    expect(visitor.page.locator(".s-errors")).to_be_visible()


def failed_request(visitor):
    visitor.watch.expect("status of 500", "Status Error Code 500")
    visitor.begins()
    visitor.marks(starter.step("start").choices[0].key)
    visitor.page.route("**/choices/", lambda route: route.fulfill(status=500))
    visitor.presses("Continue")
    expect(visitor.page.locator(".s-request-error")).to_be_visible()
    visitor.page.unroute_all()


def cited(visitor, link):
    visitor.begins()
    visitor.opens(visitor.page.locator(link).first.get_attribute("href"))


def missing(visitor):
    visitor.watch.expect("status of 404")
    visitor.opens("/walks/00000000-0000-4000-8000-000000000000/")


def newer_edition(visitor):
    """A walk whose pathway has a newer edition, with the notice that says so."""
    visitor.begins()
    here = visitor.address
    educator = Educator(visitor)
    educator.signs_in()
    educator.adds("start", prompt("Say aloud what you see first."))
    educator.publishes("The start asks you to speak.")
    visitor.opens(here)
    expect(visitor.page.locator(".s-banners")).to_contain_text("is out")


def changes(visitor):
    newer_edition(visitor)
    visitor.page.get_by_role("link", name="See what changed").click()
    expect(visitor.page.get_by_role("heading", name="What changed in edition")).to_be_visible()


def moved(visitor):
    newer_edition(visitor)
    visitor.page.get_by_role("button", name="Move over to edition").click()
    expect(visitor.page.get_by_role("heading", name="You moved over")).to_be_visible()


def closed_walk(visitor):
    moved(visitor)
    visitor.page.get_by_role("link", name="Open the old walk").click()
    expect(visitor.page.get_by_text("This walk is closed.")).to_be_visible()


def full_map(visitor):
    visitor.walks_to(starter.nearest("gate"))
    visitor.page.get_by_role("link", name="Full map", exact=True).click()
    expect(visitor.page.locator("svg.s-map")).to_be_visible()


def two_branches(visitor):
    """Two branches of a walk side by side."""
    gate = starter.nearest("gate")
    visitor.walks_to(gate)
    here = visitor.address
    for choice in starter.step(gate).choices[:2]:
        visitor.opens(here)
        visitor.chooses(choice.key)
    visitor.page.locator("#trail-list").get_by_role("link", name="Compare two branches").first.click()
    expect(visitor.page.locator(".s-sides")).to_be_visible()


def two_options(visitor):
    """Two options of a step side by side."""
    visitor.walks_to(starter.nearest("equipoise"))
    visitor.page.get_by_role("link", name="Compare two options").click()
    expect(visitor.page.locator(".s-sides")).to_be_visible()


def options_from_the_cover(visitor):
    """Two options side by side for somebody who walks nothing."""
    visitor.opens(f"/pathways/{starter.SLUG}/")
    visitor.page.get_by_role("link", name=starter.step(starter.nearest("equipoise")).title).click()
    expect(visitor.page.locator(".s-sides")).to_be_visible()


def nothing_to_compare(visitor):
    """The page that asks for a second option."""
    visitor.opens(f"/pathways/{starter.SLUG}/compare/?from={starter.nearest('equipoise')}")
    expect(visitor.page.locator(".s-compare-choose")).to_be_visible()


def recap(visitor):
    """The recap of a walk that came through a gate to an outcome."""
    gate = starter.nearest("gate")
    visitor.walks_to(gate)
    for choice, step in starter.way_to("out-apparent-resolved", begin=gate):
        visitor.chooses(choice)
        visitor.is_at(step)
    visitor.page.get_by_role("link", name="Recap of this walk").click()
    expect(visitor.page.get_by_role("heading", name="Recap of this walk")).to_be_visible()


def paper(visitor):
    visitor.walks_to(starter.nearest("gate"))
    visitor.page.locator("#trail").get_by_role("link", name="Print this trail").click()
    expect(visitor.page.locator(".s-paper")).to_be_visible()


def step_on_paper(visitor):
    visitor.walks_to(starter.nearest("equipoise"))
    visitor.opens(f"{visitor.walk_address}steps/{visitor.visit}/print/")
    expect(visitor.page.locator(".s-paper .s-option").first).to_be_visible()


def recap_on_paper(visitor):
    recap(visitor)
    visitor.page.get_by_role("link", name="Print this recap").click()
    expect(visitor.page.locator(".s-paper")).to_be_visible()


def pathway_on_paper(visitor):
    visitor.opens(f"/pathways/{starter.SLUG}/print/")
    expect(visitor.page.locator(".s-paper")).to_be_visible()


def recap_on_the_way(visitor):
    """The recap of a way that has not come to an outcome, in the other lens."""
    visitor.walks_to(starter.nearest("gate"))
    visitor.opens(f"{visitor.walk_address}recap/?lens=child")
    expect(visitor.page.get_by_text("This way has not come to an outcome yet.")).to_be_visible()


def map_in_the_child_lens(visitor):
    full_map(visitor)
    visitor.opens(visitor.address.replace("lens=adult", "lens=child"))
    expect(visitor.page.locator("#map-page[data-lens=child]")).to_be_visible()


def refused(visitor):
    """A form sent without what proves where it came from."""
    visitor.watch.expect("status of 403")
    visitor.opens(f"/pathways/{starter.SLUG}/")
    visitor.context.clear_cookies()
    visitor.presses("Start this pathway")
    expect(visitor.page.get_by_text("Error 403")).to_be_visible()


def signed_in(path):
    """Return a function that opens an address of somebody's own account."""

    def come(visitor):
        visitor.signs_in("reviewer")
        visitor.opens(path)
        expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()

    return come


def keys_help(visitor):
    visitor.begins()
    visitor.page.keyboard.press("?")
    expect(visitor.page.locator("#keys-help")).to_be_visible()


def at_the_desk(act):
    """Return a function that signs in as an educator and then does `act`."""

    def come(visitor):
        educator = Educator(visitor)
        educator.signs_in()
        act(educator)

    return come


def publishing(educator):
    educator.opens_draft()
    educator.page.locator(".object-tools").get_by_role("link", name="Publish", exact=True).click()
    expect(educator.page.locator("[name=note]")).to_be_visible()


def preview(educator):
    educator.opens_step(starter.nearest("equipoise"))
    educator.page.get_by_role("link", name="Preview this step").click()
    educator.visitor.is_at(starter.nearest("equipoise"))


def cell_in_place(visitor):
    """A cell of the matrix, opened at the cell."""
    visitor.opens("/evidence/")
    visitor.page.locator(".s-cell > a").first.click()
    expect(visitor.page.locator("#cell")).to_be_visible()


def therapy_all_open(visitor):
    visitor.opens("/therapies/tocilizumab/")
    visitor.page.locator("#dossier details").evaluate_all("all => all.forEach((one) => { one.open = true; })")


def citation_beside_a_therapy(visitor):
    visitor.opens("/therapies/tocilizumab/")
    visitor.page.locator("#children ~ .s-prose a.s-cite").first.click()
    expect(visitor.page.locator("#citation-name")).to_be_visible()


def claims_weighed(visitor):
    """The list of somebody signed in, after one prediction."""
    visitor.signs_in("trainee")
    visitor.opens("/claims/self-sustaining-fibrosis/?said=qualified")
    if visitor.page.locator("#answers").count():  # the first prediction stands, and the demo is shared
        visitor.presses("Commit")
    expect(visitor.page.locator("#held")).to_be_visible()
    visitor.opens("/claims/")
    expect(visitor.page.locator(".s-claim-held")).to_have_count(1)


def nothing_committed(visitor):
    visitor.watch.expect("status of 422")
    visitor.signs_in("educator")
    visitor.opens("/claims/vasodilators-for-raynaud/")
    visitor.presses("Commit")
    expect(visitor.page.locator(".s-errors")).to_be_visible()


def source_beside_a_claim(visitor):
    visitor.opens("/claims/self-sustaining-fibrosis/?said=unsure")
    visitor.page.locator(".s-sides-of a.s-cite").first.click()
    expect(visitor.page.locator("#citation-name")).to_be_visible()


def citation_beside_a_reason(visitor):
    visitor.opens("/why/timing/")
    visitor.page.locator(".s-reason-lead a.s-cite").first.click()
    expect(visitor.page.locator("#citation-name")).to_be_visible()


def unverified_reference(visitor):
    visitor.opens("/references/?verified=no")
    visitor.page.locator(".s-catalogue a").first.click()
    expect(visitor.page.get_by_text("not yet verified")).to_be_visible()


def mechanisms_chosen(visitor):
    """The map in every state at once, every link and its source opened."""
    chosen = ("imatinib", "tocilizumab", "metelimumab-cat-192", "jak-inhibitors", "ivig", "prostacyclins")
    visitor.opens("/mechanisms/?" + "&".join(f"with={key}" for key in chosen))
    visitor.page.locator("#links").evaluate("one => { one.open = true; }")


PLACES = {
    "home": lambda visitor: visitor.opens("/"),
    "home with a walk": home_with_a_walk,
    "home for children": lambda visitor: visitor.opens("/?population=child"),
    "pathways": lambda visitor: visitor.opens("/pathways/"),
    "claims": lambda visitor: visitor.opens("/claims/"),
    "claims, one weighed": claims_weighed,
    "claim": lambda visitor: visitor.opens("/claims/self-sustaining-fibrosis/"),
    "claim: no such answer": lambda visitor: visitor.opens("/claims/self-sustaining-fibrosis/?said=dogs"),
    "claim: nothing committed": nothing_committed,
    "claim weighed": lambda visitor: visitor.opens("/claims/vasodilators-for-raynaud/?said=qualified"),
    "claim weighed in parts": lambda visitor: visitor.opens("/claims/aggressive-course-in-children/?said=unsure"),
    "claim with a source": source_beside_a_claim,
    "cover": lambda visitor: visitor.opens(f"/pathways/{starter.SLUG}/"),
    "cover for a step": lambda visitor: visitor.opens(f"/pathways/{starter.SLUG}/?step=is-it-apparent"),
    "cover for a step that is gone": lambda visitor: visitor.opens(f"/pathways/{starter.SLUG}/?step=gone"),
    "step in the child lens": child_lens,
    "step with all reasons open": all_open,
    "step with a citation": citation_beside_the_step,
    "step with an error": empty_submit,
    "step that failed to load": failed_request,
    "step with a newer edition": newer_edition,
    "changes before moving": changes,
    "moved": moved,
    "closed walk": closed_walk,
    "full map": full_map,
    "full map in the child lens": map_in_the_child_lens,
    "compare: branches": two_branches,
    "compare: options": two_options,
    "compare: options from the cover": options_from_the_cover,
    "compare: nothing chosen": nothing_to_compare,
    "recap": recap,
    "recap on the way": recap_on_the_way,
    "trail on paper": paper,
    "step on paper": step_on_paper,
    "recap on paper": recap_on_paper,
    "pathway on paper": pathway_on_paper,
    "keyboard shortcuts": keys_help,
    "evidence": lambda visitor: visitor.opens("/evidence/"),
    "evidence of one organ": lambda visitor: visitor.opens("/evidence/?organ=lung-ild&population=child"),
    "evidence: nothing fits": lambda visitor: visitor.opens("/evidence/?certainty=high&organ=gi&direction=dogs"),
    "cell in place": cell_in_place,
    "cell": lambda visitor: visitor.opens("/evidence/tocilizumab/lung-ild/"),
    "cell without evidence": lambda visitor: visitor.opens("/evidence/tocilizumab/renal/"),
    "therapy": lambda visitor: visitor.opens("/therapies/tocilizumab/"),
    "therapy in the child lens": lambda visitor: visitor.opens("/therapies/tocilizumab/?lens=child"),
    "therapy with all opened": therapy_all_open,
    "therapy with a citation": citation_beside_a_therapy,
    "references": lambda visitor: visitor.opens("/references/"),
    "references: nothing fits": lambda visitor: visitor.opens("/references/?q=nothing+at+all&design=dogs"),
    "reference that leans on much": lambda visitor: visitor.opens("/references/senscis-2019/"),
    "reference not yet verified": unverified_reference,
    "thresholds": lambda visitor: visitor.opens("/thresholds/"),
    "why it fails": lambda visitor: visitor.opens("/why/"),
    "reason": lambda visitor: visitor.opens("/why/timing/"),
    "reason with a citation": citation_beside_a_reason,
    "reason of children": lambda visitor: visitor.opens("/why/growth-and-exposure/"),
    "terms: searched": lambda visitor: visitor.opens("/terms/?q=skin"),
    "reference": lambda visitor: cited(visitor, ".s-prose a.s-cite"),
    "term": lambda visitor: cited(visitor, ".s-prose a.s-term"),
    "search": lambda visitor: visitor.opens("/search/"),
    "search: found": lambda visitor: visitor.opens("/search/?q=TGF-beta"),
    "search: another spelling": lambda visitor: visitor.opens("/search/?q=rituxmab"),
    "search: any word": lambda visitor: visitor.opens("/search/?q=xylophone+rituximab"),
    "search: one heading": lambda visitor: visitor.opens("/search/?q=lung&group=reference&page=2"),
    "search: nothing found": lambda visitor: visitor.opens("/search/?q=xylophone"),
    "terms": lambda visitor: visitor.opens("/terms/"),
    "mechanisms": lambda visitor: visitor.opens("/mechanisms/"),
    "mechanisms: several chosen": mechanisms_chosen,
    "mechanisms: predicted": lambda visitor: visitor.opens("/mechanisms/?with=nintedanib&add=anifrolumab&said=17"),
    "mechanisms: nonsense chosen": lambda visitor: visitor.opens("/mechanisms/?with=dogs&add=cats&said=many"),
    "sign-in": lambda visitor: visitor.opens("/accounts/login/"),
    "sign-up": lambda visitor: visitor.opens("/accounts/signup/"),
    "password reset": lambda visitor: visitor.opens("/accounts/password/reset/"),
    "preferences": lambda visitor: visitor.opens("/preferences/"),
    "password": signed_in("/accounts/password/change/"),
    "addresses": signed_in("/accounts/email/"),
    "sign-out": signed_in("/accounts/logout/"),
    "not found": missing,
    "refused": refused,
    "preview": at_the_desk(preview),
    "admin: sign-in": lambda visitor: visitor.opens("/admin/login/"),
    "admin: pathway": at_the_desk(Educator.opens_draft),
    "admin: step": at_the_desk(lambda educator: educator.opens_step("is-it-real")),
    "admin: publish": at_the_desk(publishing),
}
