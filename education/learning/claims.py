"""Teaching claims: every one as a sentence, and each weighed once the reader has said what they expect.

Nothing of what is held of a claim is in a page before that. A stranger's answer is in the address and kept nowhere.
"""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from education.core import context
from education.core.access import reader_required
from education.core.htmx import render_page, wants_parts
from education.editorial import notices
from education.learning.forms import ANSWERS, PredictionForm
from education.learning.predicting import predict, predicted, predictions
from education.library.domain import glossary
from education.library.domain.standing import stands
from education.library.domain.weighing import next_to_weigh, nodes_of, reasons_of, standing_claims, weighed
from education.library.pages import release_of, same_for_everybody
from education.library.remarks import of_sources, remarks

KIND = "claim"
AT_HOME = 3
NO_SUCH_ANSWER = gettext_lazy("There is no such answer. Choose one of the five.")
NOT_KEPT_YET = gettext_lazy("The address brought an answer with it. Commit it, or another one, and it is kept.")


@require_safe
@reader_required
@same_for_everybody
def claims(request):
    """List every claim as a sentence; what is held of it only where the reader has predicted it."""
    release = release_of(request)
    standing = standing_claims(release.shelf)
    said = predicted(_account(request), kind=KIND, keys=_keys(standing))
    title = _("Teaching claims")
    page = {"title": title, "nav_current": "why", "subnav": "claims", "sample": True, "answers": ANSWERS, "said": said}
    return render_page(request, "learning/claims.html", page | _progress(standing, said))


def to_predict(request):
    """Return what home says of the claims: how many there are and are weighed, and the next few of them."""
    release = release_of(request)
    standing = standing_claims(release.shelf)
    done = predicted(_account(request), kind=KIND, keys=_keys(standing))
    return _progress(standing, done) | {"few": next_to_weigh(standing, done, most=AT_HOME)}


@require_http_methods(["GET", "HEAD", "POST"])
@reader_required
def claim(request, key):
    """Ask what the reader expects of a claim; show what is held of it to those who said."""
    return _commit(request, key) if request.method == "POST" else _ask(request, key)


@same_for_everybody
def _ask(request, key):
    """Show the question, or the answer to whoever has given one: in the address, or earlier with an account."""
    found = _found(request, key)
    asked = request.GET.get("said")
    if asked is None:
        return _page(request, found)
    if asked not in ANSWERS:
        return _page(request, found, fault=NO_SUCH_ANSWER)
    if _account(request):
        return _page(request, found, chosen=asked, note=NOT_KEPT_YET)
    return _page(request, found, said=asked)


def _commit(request, key):
    """Keep a prediction: the first of a release stands. Who signed out meanwhile gets it as a stranger's."""
    found, form, account = _found(request, key), PredictionForm(request.POST), _account(request)
    if not form.is_valid():
        return _page(request, found, fault=form.errors["said"][0], status=422)
    said = form.cleaned_data["said"]
    if account is None:
        return redirect(f"{_address(found)}?{urlencode({'said': said})}")
    number = release_of(request).number
    predict(account, kind=KIND, key=key, answer=said, release=number, now=timezone.now())
    return _page(request, found) if wants_parts(request) else redirect(_address(found))


def _page(request, found, *, said="", chosen="", note="", fault="", status=200):
    """Return a claim's page; an answer kept earlier comes before `said`, what a stranger says now.

    `chosen` is picked in the form and not yet said. `note` and `fault` are sentences above the answers.
    """
    release = release_of(request)
    library, standing = release.shelf, standing_claims(release.shelf)
    kept = predictions(_account(request), kind=KIND, keys=_keys(standing))
    mine = kept.get(found.key)
    said = mine.answer if mine else said
    page = {
        "title": found.claim,
        "nav_current": "why",
        "sample": True,
        "subnav": "claims",
        "claim": found,
        "here": _address(found),
        "answers": ANSWERS,
        "said": said,
        "kept": mine,
        "chosen": chosen,
        "note": note,
        "fault": fault,
        "release": release.number,
    }
    page |= _progress(standing, {*kept, found.key} if said else kept, after=found.key)
    page |= _held(request, found, library) if said else {"notices": _remarks(request, found)}
    return render_page(request, "learning/claim.html", page, parts=("claim",), status=status)


def _held(request, found, library):
    """Return what only those see who have said what they expect."""
    told, reasons = weighed(found, library), reasons_of(found, library)
    sources = [source.label for one in (told, *told.parts) for side in one.sides for source in side.sources]
    return {
        "weighed": told,
        "reasons": reasons,
        "on_map": nodes_of(reasons, library),
        "notices": _remarks(request, found, of_sources(sources)),
        "expansions": glossary.expansions(library.terms.values()),
    }


def _remarks(request, found, others=None):
    return remarks(request, notices.subject("claim", found.key), found.review_by, others)


def _progress(standing, done, *, after=""):
    """Return how far the reader is, and which claim comes next."""
    return {
        "claims": standing,
        "total": len(standing),
        "done": sum(one.key in done for one in standing),
        "next": next(iter(next_to_weigh(standing, done, after=after)), None),
    }


def _found(request, key):
    library = release_of(request).shelf
    found = library.claims.get(key)
    if found is None or not stands(found, library):
        raise Http404(_("No claim of this name is published."))
    return found


def _address(found):
    return reverse("learning:claim", args=[found.key])


def _account(request):
    """Return whoever is signed in, else None; a stranger's session is not touched."""
    return request.user if context.page(request)["signed_in"] else None


def _keys(standing):
    return [one.key for one in standing]
