"""The publishing desk of one pathway: what the checks say, and publishing, withdrawing, signing."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from education.core.domain.problems import Level, Problem
from education.core.policies import may
from education.editorial import publishing
from education.editorial.domain.by import By
from education.editorial.models import Edition
from education.pathways import forms, models

KIND = "pathway"


@dataclass(frozen=True)
class Finding:
    """A problem, and the admin page on which it is mended."""

    problem: Problem
    url: str
    here: bool

    @property
    def stops(self):
        """Say whether it stops publishing."""
        return self.problem.level >= Level.BLOCKS_PUBLISHING


@dataclass(frozen=True)
class Desk:
    """What a page of a draft shows about the whole pathway."""

    pathway: models.Pathway
    findings: tuple[Finding, ...]
    edition: Edition | None
    signed: tuple
    may_publish: bool
    may_withdraw: bool
    may_sign: bool

    @property
    def stopped(self):
        """Return how many problems stop publishing."""
        return sum(finding.stops for finding in self.findings)


def of(pathway, user, *, place=""):
    """Return the desk of a pathway; `place` marks the problems of the page one is on."""
    now = timezone.now()
    return Desk(
        pathway=pathway,
        findings=_findings(pathway, publishing.problems_of(KIND, pathway.slug, now=now), place),
        edition=Edition.objects.live(KIND, now).filter(slug=pathway.slug).defer("document").first(),
        signed=_signed(pathway),
        may_publish=may(user, "edition.publish"),
        may_withdraw=may(user, "edition.withdraw"),
        may_sign=may(user, "edition.sign-off"),
    )


def _signed(pathway):
    try:
        return publishing.sign_offs(KIND, pathway.slug)
    except ValueError:
        return ()  # a draft with an unreadable field cannot have been signed as it stands


def _findings(pathway, problems, place):
    steps = {step.key: step.pk for step in pathway.steps.all()}
    choices = {
        (choice.step.key, choice.key): choice.pk
        for choice in models.Choice.objects.filter(step__pathway=pathway).select_related("step")
    }
    found = [Finding(p, _url(pathway, p, steps, choices), _within(p.place, place)) for p in problems]
    return tuple(sorted(found, key=lambda f: (not f.here, -f.problem.level, f.problem)))


def _within(spot, place):
    return bool(place) and spot.partition(":")[0] == place


def _url(pathway, problem, steps, choices):
    """Return the page where the problem's place is edited; library records are found by their key."""
    owner, _colon, field = problem.place.partition(":")
    step, _slash, choice = owner.partition("/")
    anchor = f"#id_{field.split(' ')[0]}" if field else ""
    if (step, choice) in choices:
        return reverse("admin:pathways_choice_change", args=[choices[step, choice]]) + anchor
    if step in steps:
        return reverse("admin:pathways_step_change", args=[steps[step]]) + anchor
    if step in LIBRARY_PAGES and choice:
        return reverse(LIBRARY_PAGES[step]) + f"?q={choice}"
    return reverse("admin:pathways_pathway_change", args=[pathway.pk]) + anchor


LIBRARY_PAGES = {
    "statements": "admin:library_evidencestatement_changelist",
    "references": "admin:library_reference_changelist",
    "therapies": "admin:library_therapy_changelist",
    "terms": "admin:library_term_changelist",
}


def publish(request, pk):
    """Show what stops publishing, or publish."""
    pathway = _open(request, pk, "edition.publish")
    form = forms.PublishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            edition = publishing.publish(KIND, pathway.slug, by=by(request.user), **form.cleaned_data)
        except publishing.Blocked:
            messages.error(request, _("Nothing was published: the problems below stop it."))
        else:
            text = _("Edition %(number)d of “%(title)s” is published.") % {"number": edition.number, "title": edition.title}
            return _done(request, pathway, text)
    return _page(request, pathway, form, "publish", _("Publish “%(title)s”"))


def withdraw(request, pk):
    """Withdraw the pathway, with a reason that readers see."""
    pathway = _open(request, pk, "edition.withdraw")
    form = forms.WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            count = publishing.withdraw(KIND, pathway.slug, by=by(request.user), **form.cleaned_data)
        except publishing.NothingPublished:
            form.add_error(None, _("There is no published edition to withdraw."))
        else:
            text = ngettext("%(count)d edition is withdrawn.", "%(count)d editions are withdrawn.", count)
            return _done(request, pathway, text % {"count": count})
    return _page(request, pathway, form, "withdraw", _("Withdraw “%(title)s”"))


def sign_off(request, pk):
    """Sign the draft exactly as it stands; any later edit leaves the signature behind."""
    pathway = _open(request, pk, "edition.sign-off")
    form = forms.SignOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        publishing.sign_off(KIND, pathway.slug, by=by(request.user), **form.cleaned_data)
        return _done(request, pathway, _("You signed this draft as it stands."))
    return _page(request, pathway, form, "sign_off", _("Sign off “%(title)s”"))


def by(user):
    """Return the account as published text names it."""
    return By(user.display_name or user.email, user.account_key)


def _open(request, pk, action):
    if not may(request.user, action):
        raise PermissionDenied
    return get_object_or_404(models.Pathway, pk=pk)


def _done(request, pathway, text):
    messages.success(request, text)
    return redirect("admin:pathways_pathway_change", pathway.pk)


def _page(request, pathway, form, action, title):
    context = admin.site.each_context(request) | {
        "title": title % {"title": pathway.title},
        "desk": of(pathway, request.user),
        "form": form,
        "action": action,
        "opts": models.Pathway._meta,
        "original": pathway,
    }
    status = 422 if form.is_bound and (form.errors or action == "publish") else 200
    return render(request, "admin/pathways/desk.html", context, status=status)
