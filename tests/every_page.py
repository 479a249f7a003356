"""Every page that a learner or a stranger can meet, for tests that look at them all."""

import logging
from contextlib import contextmanager
from datetime import timedelta
from functools import cache

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from education.accounts.models import Invitation
from education.core import errors
from education.core.policies import Role
from education.editorial import kinds, publishing
from education.editorial.domain.by import By
from education.editorial.models import Notice
from education.learning.forms import ANSWERS
from education.learning.models import Walk
from education.library import drafts as library_drafts
from education.library import releases
from education.pathways.models import Pathway
from tests import builders, full
from tests.published import TESTS, somebody

PASSWORD = "a long enough password"
TOKEN = "a-token-of-a-page"
HTMX = {"HTTP_HX_REQUEST": "true"}
WAYS = (
    "ease right really only safe choose drug watch done",
    "call ease ask right other",
    "assess ease right really only safe choose even study watch choose drug watch done",
    "ease right really only same",
)


@contextmanager
def quiet():
    """Keep the log silent: many pages are refusals, and meant."""
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


class EveryPage:
    """Walks the whole site; yields (what it is, response). `worded` may reword whatever is content."""

    def __init__(self, *, worded=lambda document: document, cookies=None):
        self.worded, self.cookies = worded, cookies or {}
        self.words = worded({"note": "We reworded a step.", "why": "It is out of date.", "name": "Ada of the ward"})

    def __iter__(self):
        with quiet(), override_settings(SCLERO_OPEN_READING=True, SCLERO_SIGNUP="invitation", SCLERO_DEMO=True):
            yield from self.lists("empty")
            self.user = somebody("ada@example.org", display_name=self.words["name"])
            self.edition = self.publish(full.pathway())
            for pathway in full.pathways().values():
                self.publish(pathway)
            yield from self.lists("a stranger's")
            yield from self.claims()
            yield from self.mechanisms()
            yield from self.matrix("a stranger's")
            yield from self.library("a stranger's")
            yield from self.searched()
            yield from self.records()
            yield from self.walked()
            yield from self.previews()
            yield from self.newer()
            yield from self.withdrawn()
            yield from self.sign_in()
            yield from self.sign_up()
            yield from self.account()
            yield from self.faults()

    def browser(self, user=None):
        """Return a new browser, signed in as `user`."""
        client = Client()
        if user:
            client.force_login(user)
        for name, value in self.cookies.items():
            client.cookies[name] = value
        return client

    def publish(self, document, **own):
        """Store the reworded pathway and library, sign it, publish it and return the edition."""
        shelf = builders.shelf(*full.records())
        shelf = type(shelf).model_validate(
            self.worded(shelf.model_dump() | {"organs": full.ORGANS, "map_notes": full.MAP_NOTES})
        )
        library_drafts.store(shelf)
        library_drafts.vouch(shelf, by="Tests")
        document = type(document).model_validate(self.worded(document.model_dump()))
        kinds.get("pathway").store(document)
        by = By(self.words["name"], "key-of-account")
        publishing.sign_off("pathway", document.slug, role="md", disclosure=self.words["why"], by=by)
        own = {"now": full.PUBLISHED} | own
        releases.release_ready(by=TESTS, now=own["now"])  # a pathway alone releases no more than it cites
        return publishing.publish("pathway", document.slug, by=TESTS, **own)

    def lists(self, whose):
        """Yield the lists, and home, for a stranger."""
        client = self.browser()
        for url in (
            "/",
            "/?population=child",
            "/pathways/",
            "/pathways/?population=adult",
            "/terms/",
            "/references/",
            "/thresholds/",
            "/why/",
            "/mechanisms/",
            "/mechanisms/?with=of-blocks&with=of-reduces",
        ):
            yield f"{whose} {url}", client.get(url)

    def records(self):
        """Yield the library's pages, overdue too, and the covers."""
        client = self.browser()
        self.notices()
        yield from self.matrix("a noticed")
        yield from self.library("a noticed")
        for slug in (self.edition.slug, *full.pathways()):
            yield f"cover {slug}", client.get(reverse("learning:cover", args=[slug]))
            yield f"cover {slug} for a step", client.get(reverse("learning:cover", args=[slug]) + "?step=choose")
        for key in ("trial", "doubted", "mended"):
            url = reverse("library:reference", args=[key])
            yield url, client.get(url)
            yield f"{url} as panel", client.get(url, **HTMX)
        yield "term", client.get("/terms/fvc/")
        yield "term as panel", client.get("/terms/fvc/", **HTMX)

    def matrix(self, whose):
        """Yield the matrix under every filter, and the page of a cell with and without evidence."""
        client = self.browser()
        asked = (
            "", "population=adult", "population=child", "population=child&borrowed=hide", "organ=lung-ild",
            "organ=lung-ild&certainty=high&direction=favours&line=first-line&class=other", "organ=9", "class=9",
            "borrowed=hide&certainty=high&direction=no-difference", "certainty=high", "line=first-line",
        )  # fmt: skip
        for query in asked:
            yield f"{whose} matrix {query}", client.get(f"/evidence/?{query}")
            yield f"{whose} matrix {query} as parts", client.get(f"/evidence/?{query}", **HTMX)
        for therapy in ("drug", "new", "unproven"):
            yield f"{whose} cell of {therapy}", client.get(f"/evidence/{therapy}/lung-ild/")
            yield f"{whose} cell of {therapy} as panel", client.get(f"/evidence/{therapy}/lung-ild/", **HTMX)

    def library(self, whose):
        """Yield the library's lists, narrowed and not, and therapies in both lenses."""
        client = self.browser()
        asked = (
            "/therapies/drug/", "/therapies/drug/?lens=child", "/therapies/drug/?lens=dog",
            "/therapies/new/?lens=child", "/therapies/unproven/", "/references/",
            "/references/?design=rct&population=9&verified=yes&q=trial",
            "/references/?q=nothing", "/terms/?q=breath", "/terms/?q=nothing", "/references/unseen/",
            "/references/nameless/", "/references/pulled/", "/references/guide/", "/why/", "/why/timing/",
            "/why/growth/", "/why/first/", "/why/markers/", "/why/unseen/",
        )  # fmt: skip
        for url in asked:
            yield f"{whose} {url}", client.get(url)
            yield f"{whose} {url} as parts", client.get(url, **HTMX)
        yield f"{whose} thresholds", client.get("/thresholds/")

    def claims(self):
        """Yield the claims asked and answered, by a stranger and by somebody signed in, as page and as parts."""
        stranger, reader = self.browser(), self.browser(self.user)
        for said in ("", "?said=dogs", *(f"?said={answer}" for answer in ANSWERS)):
            for url in ("/claims/", "/claims/whole/", "/claims/supported/"):
                yield f"{url}{said}", stranger.get(f"{url}{said}")
            yield f"/claims/whole/{said} as parts", stranger.get(f"/claims/whole/{said}", **HTMX)
        for key in ("whole", "supported", "qualified", "contradicted", "not-shown"):
            url = reverse("learning:claim", args=[key])
            yield f"{url} to commit", reader.get(f"{url}?said=unsure")
            yield f"{url} without an answer", reader.post(url)
            yield f"{url} committed", reader.post(url, {"said": "qualified"}, **HTMX)
            yield f"{url} again", reader.get(url)
            yield "claims, some weighed", reader.get("/claims/")

    def mechanisms(self):
        """Yield the map under every therapy, alone and together, with predictions, as page and as parts."""
        stranger, reader = self.browser(), self.browser(self.user)
        keys = ("blocks", "depletes", "reduces", "supports", "relay", "relays", "end", "guess")
        asked = ["", "add=9&said=9", "with=9&with=8&with=7&with=6&with=5&with=4", *(f"with=of-{key}" for key in keys)]
        asked += ["&".join(f"with=of-{key}" for key in keys), "with=of-blocks&with=of-reduces", "with=9&with=8"]
        asked += [f"add=of-blocks&said={number}" for number in (9, *range(6))]
        for query in asked:
            yield f"map {query}", stranger.get(f"/mechanisms/?{query}")
            yield f"map {query} as parts", stranger.get(f"/mechanisms/?{query}", **HTMX)
            yield f"map {query} with an account", reader.get(f"/mechanisms/?{query}")
        yield "map, no answer", reader.post("/mechanisms/")
        for number in range(6):
            yield f"map, {number} said", reader.post("/mechanisms/", {"add": "of-blocks", "said": number}, **HTMX)
        yield "map, said", reader.get("/mechanisms/")

    def searched(self):
        """Yield the search: before anything is typed, with and without answers, one heading, every remark there is."""
        client = self.browser()
        drug, none, slip, long = self.worded(["The drug", "Nothing", "Unporven", "Long " * 20])
        asked = (
            {}, {"q": "?"}, {"q": drug}, {"q": drug, "group": "reference"}, {"q": f"{drug} {none}"}, {"q": none},
            {"q": slip}, {"q": slip, "exact": "1"}, {"q": long}, {"q": none, "group": "term"},
            {"q": drug, "group": "reference", "page": "2"},
        )  # fmt: skip
        for query in asked:
            yield f"search {query}", client.get("/search/", query)
            yield f"search {query} as parts", client.get("/search/", query, **HTMX)

    def notices(self):
        """Put a notice of every kind on the pathway and on a reference."""
        for kind in Notice.Kind:
            for subject in (f"pathway:{self.edition.slug}", "reference:trial"):
                url = "https://example.org/"
                Notice.objects.create(kind=kind, subject=subject, text=self.words["why"], url=url)

    def choose(self, client, walk, seq, choice, token=TOKEN, **headers):
        """Post a choice from visit `seq`; "" is none at all."""
        data = {"from": seq, "choice": choice, "lens": "adult", "token": token}
        return client.post(reverse("learning:choose", args=[walk.pk]), data, **headers)

    def start(self, client, token, slug=""):
        """Start a walk and return it."""
        url = reverse("learning:start", args=[slug or self.edition.slug])
        client.post(url, {"token": token})
        return Walk.objects.order_by("-started_at").first()

    def walked(self):
        """Yield every visit of walks that together meet every step, in both lenses, as page and as parts."""
        client = self.browser(self.user)
        for number, way in enumerate(WAYS):
            walk = self.start(client, f"{TOKEN}-{number}")
            for seq, target in enumerate(way.split(), start=1):
                yield from self.visit(client, walk, seq)
                self.choose(client, walk, seq, f"to-{target}")
            yield from self.visit(client, walk, len(way.split()) + 1)
        self.choose(client, walk, 1, "to-call")
        yield from self.visit(client, walk, 1)
        yield from self.visit(client, walk, 5)
        yield from self.looked_back(client, walk, len(way.split()) + 1)
        yield "no choice", self.choose(client, walk, 1, "")
        yield "a choice not offered", self.choose(client, walk, 1, "to-nowhere", **HTMX)
        yield "start in nobody", client.post(reverse("learning:start", args=["for-both"]), {"population": "9"})
        yield from ((url, client.get(url)) for url in ("/", "/pathways/", f"/pathways/{self.edition.slug}/"))
        for step in ("choose", "done", "gone"):
            cover = reverse("learning:cover", args=[self.edition.slug])
            yield f"cover for the step {step}", client.get(cover, {"step": step})
        for slug in ("not-for-children", "half-worded", "of-a-child"):
            other = self.start(client, f"{TOKEN}-{slug}", slug)
            yield from self.visit(client, other, 1)
        for token in ("again", "and-again"):
            self.choose(client, other, 1, "to-ease", token)
        yield from self.visit(client, other, 1)
        long = self.start(client, f"{TOKEN}-long")
        for seq, target in enumerate(WAYS[0].split()[:-2], start=1):
            self.choose(client, long, seq, f"to-{target}")
        yield "home in mid-walk", client.get("/")
        yield from self.compared(client, walk, long)
        self.walk = walk

    def visit(self, client, walk, seq, lenses=("adult", "child")):
        """Yield one visit in its lenses, as page and as parts."""
        for lens in lenses:
            url = reverse("learning:step", args=[walk.pk, seq]) + f"?lens={lens}"
            yield f"visit {seq} {lens}", client.get(url)
            yield f"visit {seq} {lens} as parts", client.get(url, **HTMX)
            yield f"visit {seq} {lens} as player", client.get(url, HTTP_HX_TARGET="player", **HTMX)

    def looked_back(self, client, walk, seq):
        """Yield the recap of a way and all its pages for paper, in both lenses."""
        for lens in ("adult", "child"):
            pages = [reverse(f"learning:{name}", args=[walk.pk]) for name in ("recap", "print_recap", "print_trail")]
            pages += [reverse("learning:print_step", args=[walk.pk, one]) for one in range(1, seq + 1)]
            pages += [reverse("learning:print_pathway", args=[walk.edition.slug])]
            yield from ((f"{url} {lens}", client.get(f"{url}?at={seq}&lens={lens}")) for url in pages)
        yield "recap on the way", client.get(reverse("learning:recap", args=[walk.pk]) + "?at=2")

    def compared(self, client, walk, other):
        """Yield two branches, two options and every reason why there is nothing to compare, as page and as parts."""
        own, of_other = (reverse("learning:compare", args=[one.pk]) for one in (walk, other))
        anybody = reverse("learning:compare_options", args=[self.edition.slug])
        asked = (
            "a=6&b=7", "a=6&b=7&lens=child", "a=6&b=6", "a=2&b=6", "", "from=1&a=to-call&b=to-ease",
            "from=1&a=to-ease&b=to-assess", "from=1&a=to-call&b=to-call", "from=5&a=to-same&b=to-safe",
        )  # fmt: skip
        for query in asked:
            yield f"compare {query}", client.get(f"{own}?{query}")
            yield f"compare {query} as parts", client.get(f"{own}?{query}", **HTMX)
        yield "compare in a walk of one branch", client.get(of_other)
        two = "a=to-drug&b=to-study"
        for query in (two, f"{two}&lens=child", f"{two}&only=key", "a=to-other&b=to-even", "a=to-drug"):
            yield f"compare options {query}", client.get(f"{anybody}?from=choose&{query}")
        yield "compare at a step with one option", client.get(f"{anybody}?from=study")

    def previews(self):
        """Yield the preview of every step in both lenses."""
        client = self.browser(somebody("educator@example.org", Role.EDUCATOR))
        draft = Pathway.objects.get(slug=self.edition.slug)
        for key in draft.steps.values_list("key", flat=True):
            for lens in ("adult", "child"):
                url = reverse("learning:preview", args=[draft.pk, key]) + f"?lens={lens}"
                yield f"preview {key} {lens}", client.get(url)
        half = Pathway.objects.get(slug="half-worded")
        url = reverse("learning:preview", args=[half.pk, "begin"]) + "?lens=child"
        yield "preview in a closed lens", client.get(url)
        url = reverse("learning:preview", args=[draft.pk, "begin"]) + "?lens=adult&via=to-ease.to-right"
        yield "preview of a way", client.get(url)

    def newer(self):
        """Yield what a walk shows when a newer edition is out, and after moving over to it."""
        client = self.browser(self.user)
        changed = full.pathway(right=full.STEPS["right"] | {"body": "New words [@trial]."})
        own = {"note": self.words["note"], "safety": True, "now": full.PUBLISHED + timedelta(days=1)}
        self.publish(changed, **own)
        other = Walk.objects.order_by("started_at").first()
        yield from self.visit(client, self.walk, 1)
        yield from self.visit(client, self.walk, 4)
        for walk in (self.walk, other):
            for name in ("changes", "recap", "print_trail"):
                yield f"{name} beside a newer edition", client.get(reverse(f"learning:{name}", args=[walk.pk]))
            url = reverse("learning:move", args=[walk.pk])
            yield "moved over", client.post(url, follow=True)
            yield from self.visit(client, walk, 2)
        yield "a choice on a closed walk", self.choose(client, other, 1, "to-call")
        yield from ((url, client.get(url)) for url in ("/", f"/pathways/{self.edition.slug}/"))

    def withdrawn(self):
        """Yield what is left of a withdrawn pathway."""
        client = self.browser(self.user)
        publishing.withdraw("pathway", self.edition.slug, why=self.words["why"], by=TESTS)
        walk = Walk.objects.filter(closed_at=None, edition__slug=self.edition.slug).first()
        for step in ("", "choose", "study", "gone"):
            cover = reverse("learning:cover", args=[self.edition.slug])
            yield f"withdrawn cover {step}", client.get(cover, {"step": step})
        yield from self.visit(client, walk, 1)

    def sign_in(self):
        """Yield the pages around signing in and a forgotten password."""
        client = self.browser()
        login, reset = reverse("account_login"), reverse("account_reset_password")
        wrong = {"login": "ada@example.org", "password": "wrong"}
        yield login, client.get(login)
        yield "wrong password", client.post(login, wrong)
        yield "no password", client.post(login, {})
        for _ in range(5):
            answer = client.post(login, wrong)
        yield "locked out", answer
        yield reset, client.get(reset)
        yield "reset for no address", client.post(reset, {"email": "no-address"})
        yield "reset sent", client.post(reset, {"email": "ada@example.org"}, follow=True)
        yield "reset of a stranger", client.post(reset, {"email": "nobody@example.org"}, follow=True)
        for name in ("account_reset_password_from_key_done", "account_inactive", "account_email_verification_sent"):
            yield name, client.get(reverse(name))
        key = {"uidb36": user_pk_to_url_str(self.user), "key": default_token_generator.make_token(self.user)}
        page = client.get(reverse("account_reset_password_from_key", kwargs=key), follow=True)
        yield "new password", page
        yield "bad new password", client.post(page.request["PATH_INFO"], {"password1": "12345", "password2": "54321"})
        gone = reverse("account_reset_password_from_key", kwargs={"uidb36": "0", "key": "gone"})
        yield "old reset link", client.get(gone)

    def sign_up(self):
        """Yield sign-up closed, open and by invitation."""
        client, url = self.browser(), reverse("account_signup")
        yield "sign-up closed", client.get(url)
        invitation = Invitation(email="new@example.org")
        token = invitation.seal(by=self.user, now=timezone.now())
        invitation.save()
        yield "invited", client.get(f"{url}?invitation={token}")
        given = {"email": "other@example.org", "password1": "12345", "password2": "54321", "invitation": token}
        yield "invited, with faults", client.post(url, given)
        with override_settings(SCLERO_SIGNUP="open"):
            yield "sign-up open", client.get(url)
            yield "sign-in where sign-up is open", client.get(reverse("account_login"))
            yield "sign-up of somebody known", client.post(url, given | {"email": "ada@example.org"})

    def account(self):
        """Yield what somebody signed in sees of their account."""
        client, again = self.browser(self.user), reverse("account_reauthenticate")
        second = EmailAddress.objects.create(user=self.user, email="second@example.org")
        EmailAddress.objects.filter(email="ada@example.org").update(verified=True, primary=True)
        for name in ("account_email", "account_logout", "account_change_password", "accounts:preferences"):
            yield name, client.get(reverse(name))
        yield "preferences, with faults", client.post(reverse("accounts:preferences"), {"theme": "9"})
        wrong = {"oldpassword": "wrong", "password1": "12345", "password2": "54321"}
        yield "bad change of password", client.post(reverse("account_change_password"), wrong)
        yield "bad address", client.post(reverse("account_email"), {"action_add": "", "email": "no-address"})
        yield again, client.get(again)
        yield "not you", client.post(again, {"password": "wrong"})
        for key in (EmailConfirmationHMAC(second).key, "gone"):
            yield "confirm address", client.get(reverse("account_confirm_email", args=[key]))
        yield "somebody without an address", self.browser(somebody("plain@example.org")).get(reverse("account_email"))

    def faults(self):
        """Yield the error pages."""
        client = self.browser()
        yield "404", client.get("/no/such/page/")
        for status in (400, 403, 404, 413, 429, 500, 503):
            yield f"error {status}", errors.page(status)
        yield "old form", errors.page(403, stale_form=True)


@cache
def pages_in_english():
    """Return (what it is, HTML) for every page; walked once a process, in the test that asks first."""
    return tuple((name, response.content.decode()) for name, response in EveryPage())
