"""The mechanism map: what chosen therapies close in a teaching model, what carries on, and predicting it first.

The address carries the selection (`?with=tocilizumab&with=nintedanib`). The model and its drawing are made once for a
release; HTML that only a selection decides is kept.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.shortcuts import redirect
from django.template import loader
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from education.core import context
from education.core.access import reader_required
from education.core.htmx import render_page, wants_parts
from education.core.kept import Kept
from education.learning import mechanism_words as words
from education.learning.mechanism_picture import picture
from education.learning.predicting import predict, predicted
from education.library.domain import glossary
from education.library.domain.citing import labels
from education.library.domain.markup import citations
from education.library.domain.mechanism_drawing import Drawing, drawing
from education.library.domain.routes import Network, Question, network_of, question, result
from education.library.domain.standing import stands, text_stands
from education.library.pages import release_of, same_for_everybody

PAGE, KIND = "learning/mechanisms.html", "map"
PARTS = ("mechanisms", "status")
LONGEST_KEY = 400  # characters of a prediction's key
SHOWN, NAMED = 40, 5  # characters of an unknown name, and how many of them, that are repeated to the reader
TEACHES = ("immune-redundancy", "self-sustaining-fibrosis")  # the reasons that the map is about

NOT_OFFERED = gettext_lazy("That is not one of the answers offered for these therapies. Choose one of them.")
NOT_KEPT = gettext_lazy("The address brought an answer with it. Choose it, or another one, and it is kept.")

RESULTS = Kept(most=4_000_000)
"""Parts of the page as HTML, by release, selection and language."""
_of_release: dict[str, "Model"] = {}


@dataclass(frozen=True)
class Model:
    """What a release makes of the map."""

    network: Network
    drawing: Drawing


@require_http_methods(["GET", "HEAD", "POST"])
@reader_required
def mechanisms(request):
    """Show what the chosen therapies do to the routes to fibrosis; keep what a reader with an account predicts."""
    return _commit(request) if request.method == "POST" else _show(request)


@same_for_everybody
def _show(request):
    asked = Asked(request, request.GET)
    added, said = request.GET.get("add"), request.GET.get("said")
    if added is None and said is None:
        return asked.answer()
    if not asked.offers(added, said):
        return asked.answer(note=NOT_OFFERED)
    return asked.answer(note=NOT_KEPT) if asked.account else asked.answer(said=int(said))


def _commit(request):
    """Keep a prediction, the first of a release; whoever signed out meanwhile gets the answer as a stranger does."""
    asked = Asked(request, request.POST)
    added, said = request.POST.get("add"), request.POST.get("said")
    if not asked.offers(added, said):
        return asked.answer(fault=NOT_OFFERED, status=422)
    if asked.account is None:
        return redirect(asked.said_address(said))
    number = asked.release.number
    predict(asked.account, kind=KIND, key=asked.key, answer=said, release=number, now=timezone.now())
    return asked.answer() if wants_parts(request) else redirect(f"{asked.address}#predict")


class Asked:
    """One request's selection, what the model makes of it, and what is asked next."""

    def __init__(self, request, given):
        self.request, self.release = request, release_of(request)
        self.model = model_of(self.release)
        network = self.model.network
        wanted = dict.fromkeys(given.getlist("with"))
        self.chosen = tuple(sorted(key for key in wanted if key in network.therapies))
        self.unknown = [key for key in wanted if key not in network.therapies]
        self.result = result(network, self.chosen)
        self.question = question(network, self.result)
        if self.question and len(self.key) > LONGEST_KEY:
            self.question = None
        self.account = request.user if context.page(request)["signed_in"] else None

    @property
    def key(self):
        """Return the name of the question: "mycophenolate+nintedanib>tocilizumab"."""
        return f"{'+'.join(self.chosen)}>{self.question.added}"

    @property
    def address(self):
        """Return the address of this selection."""
        return address(self.chosen)

    def offers(self, added, said):
        """Say whether this is an answer to the question that is asked now."""
        asked = self.question
        return asked is not None and added == asked.added and said in map(str, asked.answers)

    def answer(self, *, said=None, note="", fault="", status=200):
        """Return the page or its parts; `said` is what a stranger predicted, `note` and `fault` are sentences."""
        if not self.model.network.routes:
            return render_page(self.request, PAGE, self._frame() | {"empty": True})
        if self.account and self.question:
            kept = predicted(self.account, kind=KIND, keys=[self.key], release=self.release.number)
            said = int(kept[self.key]) if self.key in kept else said
        page = self._frame() | self._selection() | self._asking(said) | {"note": note, "fault": fault}
        push = (
            "" if status != 200 else self.said_address(said) if said is not None and not self.account else self.address
        )
        return render_page(self.request, PAGE, page, parts=PARTS, status=status, push_url=push)

    def _frame(self):
        notes = self.release.shelf.map_notes
        return {
            "title": _("Why one drug is rarely enough"),
            "nav_current": "mechanisms",
            "sample": True,
            "notices_of_map": words.sentences(notes.notice),
            "not_in_map": notes.not_in_map,
        }

    def _selection(self):
        return {
            "groups": self._groups(),
            "chosen": self.chosen,
            "unknown": [key[:SHOWN] for key in self.unknown[:NAMED]],
            "unknown_more": max(0, len(self.unknown) - NAMED),
            "here": reverse("learning:mechanisms"),
            "heading": words.readout(self.result),
            "announce": f"{words.readout(self.result)}. {words.of_selection(self.model.network, self.chosen)}.",
            "map": self._part("_mechanism_map", self.chosen),
            "routes": self._part("_mechanism_routes", self.chosen),
            "trials": [self._part("_mechanism_trial", key) for key in self._in_order()],
            "nodes": self._part("_mechanism_nodes"),
            "links": self._part("_mechanism_links"),
            "teaching": self._part("_mechanism_teaching"),
        }

    def _groups(self):
        """Return the therapies group by group, as (group, therapies)."""
        groups = {}
        for one in self.model.network.therapies.values():
            groups.setdefault(one.group, []).append(one)
        return list(groups.items())

    def _asking(self, said):
        """Return what the question shows: its answers, or the model's answer to whoever said one."""
        if self.question is None:
            return {"question": None}
        asked, network = self.question, self.model.network
        then = address((*self.chosen, asked.added))
        return {
            "question": asked,
            "added": words.mid_sentence(network.therapies[asked.added].name),
            "answers": [(number, f"{self.said_address(number)}#predict") for number in asked.answers],
            "said": said,
            "of": len(network.routes),
            "account": self.account,
            "then": then,
            "changed": changed(network, asked),
        }

    def said_address(self, number):
        """Return the address in which a stranger's answer to the question stands."""
        query = [("with", key) for key in self.chosen] + [("add", self.question.added), ("said", number)]
        return f"{reverse('learning:mechanisms')}?{urlencode(query)}"

    def _in_order(self):
        """Return what is chosen in the order of the list."""
        return [key for key in self.model.network.therapies if key in self.chosen]

    def _part(self, name, about=None):
        """Return a part of the page that only the release, the language and what it is about decide."""
        key = (name, self.release.sha256, about, get_language())
        return RESULTS.draw(key, {}, lambda _values: self._rendered(name, about))

    def _rendered(self, name, about):
        library, model = self.release.shelf, self.model
        told = {
            "_mechanism_map": lambda: picture(model.network, model.drawing, self.result),
            "_mechanism_routes": lambda: {
                "rows": words.route_rows(library, model.network, model.drawing, self.result),
                "others": words.others(model.network, self.result),
            },
            "_mechanism_nodes": lambda: {"nodes": words.node_rows(library, model.network)},
            "_mechanism_trial": lambda: {"trial": words.trial(library, model.network, about)},
            "_mechanism_links": lambda: {"rows": words.link_rows(library, model.network)},
            "_mechanism_teaching": lambda: teaching(library),
        }
        expansions = glossary.expansions(library.terms.values())
        return loader.render_to_string(f"learning/{name}.html", told[name]() | {"expansions": expansions})


def model_of(release) -> Model:
    """Return the model of a release; kept while it is current."""
    found = _of_release.get(release.sha256)
    if found is None:
        network = network_of(release.shelf)
        found = Model(network, drawing(network))
        _of_release.clear()
        _of_release[release.sha256] = found
    return found


def address(chosen) -> str:
    """Return the address of a selection, its therapies in the order of their names."""
    query = urlencode([("with", key) for key in sorted(chosen)])
    return reverse("learning:mechanisms") + (f"?{query}" if query else "")


def changed(network: Network, asked: Question) -> list[str]:
    """Return what the added therapy would do to the routes, in sentences."""
    name = network.therapies[asked.added].name
    said = {
        "closed": _("%(therapy)s closes %(routes)s."),
        "dampened": _("%(therapy)s dampens %(routes)s without closing it."),
    }
    return [
        said[state]
        % {"therapy": name, "routes": words.listed(words.mid_sentence(network.nodes[key].name) for key in keys)}
        for state in said
        if (keys := [route.key for route in asked.changed if route.state == state])
    ]


def teaching(library):
    """Return what the map teaches: the leads of the reasons it is about, and the ways round that it counts."""
    reasons = [library.reasons[key] for key in TEACHES if key in library.reasons]
    told = [one for one in reasons if stands(one, library) and text_stands(one.lead, library)]
    around = [row for row in words.link_rows(library, network_of(library)) if _goes_round(row)]
    claims = dict.fromkeys(key for one in told for key in one.claims[:1] if key in library.claims)
    return {
        "reasons": [(one, labels(citations(one.lead), library)) for one in told],
        "around": around,
        "claims": [library.claims[key] for key in claims if stands(library.claims[key], library)],
        "terms": glossary.names(library.terms.values()),
    }


def _goes_round(row):
    return row.status == "counted" and row.link.effect == "compensates-for"
