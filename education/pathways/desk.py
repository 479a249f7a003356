"""The publishing desk of one pathway: what the checks say, and publishing, withdrawing, signing."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import ValidationError

from education.core.policies import may
from education.editorial import memory, publishing
from education.editorial.domain.by import By
from education.editorial.models import Edition
from education.pathways import drafts, forms, models
from education.pathways.outline import Finding, Outline, OutlineStep

KIND = "pathway"


@dataclass(frozen=True)
class Desk:
    """What a page of a draft shows about the whole pathway.

    `edition` is the one learners read; `unpublished` says that the draft differs from it, None when that is unknown.
    `signed` are the role in words and the name of each who signed the draft as it stands.
    """

    pathway: models.Pathway
    steps: tuple[OutlineStep, ...]
    findings: tuple[Finding, ...]
    edition: Edition | None
    scheduled: Edition | None
    unpublished: bool | None
    signed: tuple[tuple[str, str], ...]
    may_edit: bool
    may_publish: bool
    may_withdraw: bool
    may_sign: bool

    @property
    def stopped(self):
        """Return how many problems stop publishing."""
        return sum(finding.stops for finding in self.findings)

    @property
    def unreadable(self):
        """Say whether a field cannot be read, so that nothing can be previewed or signed."""
        return any(finding.problem.code == "unreadable-field" for finding in self.findings)


def of(pathway, user, *, place="", problems=None):
    """Return the desk of a pathway; `place` is that of the page one is on, `problems` what a refusal named already."""
    now = timezone.now()
    if problems is None:
        problems = publishing.problems_of(KIND, pathway.slug, now=now)
    outline = Outline(pathway)
    findings = outline.findings(problems, place)
    standing = Edition.objects.standing(KIND, pathway.slug).select_related("publication").defer("document")
    edition = standing.filter(pk__in=Edition.objects.live(KIND, now)).first()
    scheduled = standing.filter(publication__live_from__gt=now, publication__superseded_at=None).first()
    document = _document(pathway)
    return Desk(
        pathway=pathway,
        steps=outline.steps(findings, place),
        findings=findings,
        edition=edition,
        scheduled=scheduled,
        unpublished=memory.opened(edition).compiled.pathway != document if edition and document else None,
        signed=_signatures(pathway) if document else (),
        may_edit=may(user, "draft.edit"),
        may_publish=may(user, "edition.publish"),
        may_withdraw=bool(edition or scheduled) and may(user, "edition.withdraw"),
        may_sign=may(user, "edition.sign-off"),
    )


def _signatures(pathway):
    found = publishing.sign_offs(KIND, pathway.slug)
    return tuple((forms.REVIEW_ROLES.get(one.role, one.role), one.name) for one in found)


def _document(pathway):
    try:
        return drafts.document_of(pathway)
    except ValidationError:
        return None  # the problems say which field cannot be read


def publish(request, pk):
    """Show what stops publishing, or publish."""
    pathway = _open(request, pk, "edition.publish")
    form = forms.PublishForm(_posted(request))
    problems = None
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            edition = publishing.publish(KIND, pathway.slug, by=by(request.user), now=now, **form.cleaned_data)
        except publishing.Blocked as blocked:
            messages.error(request, _("Nothing was published: the problems below stop it."))
            problems = blocked.problems
        else:
            return _done(request, pathway, _published(edition, now))
    return _page(request, pathway, form, "publish", _("Publish “%(title)s”"), problems)


def _published(edition, now):
    """Return in a sentence what publishing did."""
    said = {"number": edition.number, "title": edition.title}
    if edition.published_at < now:
        return _("Nothing has changed since edition %(number)d of “%(title)s”, so it stays as it is.") % said
    live_from = edition.publication.live_from
    if live_from > now:
        said["at"] = date_format(timezone.localtime(live_from), "j M Y H:i")
        return _("Edition %(number)d of “%(title)s” is published; learners get it from %(at)s.") % said
    return _("Edition %(number)d of “%(title)s” is published.") % said


def withdraw(request, pk):
    """Withdraw the pathway, with a reason that readers see."""
    pathway = _open(request, pk, "edition.withdraw")
    form = forms.WithdrawForm(_posted(request))
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
    form = forms.SignOffForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            publishing.sign_off(KIND, pathway.slug, by=by(request.user), **form.cleaned_data)
        except ValidationError:
            form.add_error(None, _("A field of this draft cannot be read. Have it corrected, then sign."))
        else:
            return _done(request, pathway, _("You signed this draft as it stands."))
    return _page(request, pathway, form, "sign_off", _("Sign off “%(title)s”"))


def preview_url(row):
    """Return the preview of a step, of a choice's step, or of a pathway from its start."""
    if isinstance(row, models.Pathway):
        return reverse("learning:preview_start", args=[row.pk])
    step = row.step if isinstance(row, models.Choice) else row
    return reverse("learning:preview", args=[step.pathway_id, step.key])


def by(user):
    """Return the account as published text names it."""
    return By(str(user.signature), user.account_key)


def _posted(request):
    """Return what was posted, an empty form too; None for a page that was only asked for."""
    return request.POST if request.method == "POST" else None


def _open(request, pk, action):
    if not may(request.user, action):
        raise PermissionDenied
    return get_object_or_404(models.Pathway, pk=pk)


def _done(request, pathway, text):
    messages.success(request, text)
    return redirect("admin:pathways_pathway_change", pathway.pk)


def _page(request, pathway, form, action, title, problems=None):
    desk = of(pathway, request.user, problems=problems)
    if action == "publish" and desk.stopped:
        form.blocked_by = "problems-name"
    context = admin.site.each_context(request) | {
        "title": title % {"title": pathway.title},
        "desk": desk,
        "form": form,
        "action": action,
        "opts": models.Pathway._meta,
        "original": pathway,
    }
    refused = form.is_bound and (form.errors or problems is not None)
    return render(request, "admin/pathways/desk.html", context, status=422 if refused else 200)
