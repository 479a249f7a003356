"""Library and editorial models in the admin."""

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from education.accounts import roles
from education.core.policies import Role
from education.editorial import memory
from education.editorial.models import AuditEntry, Citation, Edition, Notice
from education.library import drafts, releases
from education.library.models import (
    ClaimPart,
    ClaimReference,
    EvidenceStatement,
    MapNotes,
    Organ,
    Reason,
    Reference,
    TeachingClaim,
    Term,
    Therapy,
)
from tests import builders
from tests.library.test_releases import ANNA, stored

LIBRARY = "/admin/library"


def queries_of(client, address):
    """Return how many queries a page takes."""
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def as_a_browser_sends(page):
    """Return what a browser posts for the forms of an admin page that nobody touched: lines end in CRLF."""
    forms = [page.context["adminform"].form]
    for rows in page.context["inline_admin_formsets"]:
        forms += [rows.formset.management_form, *rows.formset.forms]
    sent = {}
    for form in forms:
        for field in form:
            value = field.value()
            if isinstance(value, list):
                sent[field.html_name] = [str(getattr(one, "pk", one)) for one in value]
            elif value is not None and value is not False:
                sent[field.html_name] = str(value).replace("\n", "\r\n")
    return sent


class AdminTests(TestCase):
    def setUp(self):
        memory.forget_all()
        stored(ready=False)
        self.sign_in(Role.EDUCATOR)

    def sign_in(self, role):
        self.user = get_user_model().objects.create_user(f"{role}@example.org", "pw", display_name=f"The {role}")
        roles.give(self.user, role)
        self.client.force_login(self.user)

    def act(self, model, action, **chosen):
        pks = list(model.objects.filter(**chosen).values_list("pk", flat=True))
        address = f"{LIBRARY}/{model._meta.model_name}/"
        return self.client.post(address, {"action": action, "_selected_action": pks}, follow=True)

    def test_every_list_and_every_page_opens(self):
        releases.release_ready(by=ANNA)
        Notice.objects.create(kind="safety", subject="term:fvc", text="Stop.")
        for model in (Reference, EvidenceStatement, Therapy, Term, Edition, Notice):
            name = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
            with self.subTest(name=name):
                self.assertEqual(self.client.get(name, {"q": "a"}).status_code, 200)
                self.assertEqual(self.client.get(f"{name}{model.objects.first().pk}/change/").status_code, 200)

    def test_every_list_and_page_of_the_whole_library_opens_and_no_list_grows_in_queries(self):
        stored(*builders.one_of_each(), ready=False)
        MapNotes(notice="Not a map of lungs.").save()
        more = [make(f"more-{n}", references=["guide"]) for make in (builders.node, builders.claim) for n in range(4)]
        made = (builders.recommendation, builders.threshold, builders.edge, builders.target, builders.fact)
        more += [make(f"more-{n}") for make in made for n in range(4)]
        models = (*drafts.MODELS.values(), MapNotes, ClaimPart, Organ)
        lists = {model: f"{LIBRARY}/{model._meta.model_name}/" for model in models}
        for model, name in lists.items():
            with self.subTest(name=name):
                self.assertContains(self.client.get(name, {"q": "a"}), "changelist")
                self.assertContains(self.client.get(f"{name}{model.objects.first().pk}/change/"), "_save")
        asked = {name: queries_of(self.client, name) for name in lists.values()}
        stored(*builders.one_of_each(), *more, ready=False)
        for name, few in asked.items():
            with self.subTest(name=name):
                self.assertEqual(queries_of(self.client, name), few)

    def test_a_form_saved_as_it_came_keeps_the_mark(self):
        lines = {"key_findings": ["One.", "Two [90% CI 1 to 2]."], "caveats": ["Small."], "topics": ["lung", "skin"]}
        text = "::: prompt\nAsk.\n:::\n\nIt slows decline [@trial]."
        stored(
            *builders.one_of_each(), builders.reference(**lines), builders.statement(finding=text),
            builders.therapy(verdict="One [@trial].\nTwo.", safety=["So [@trial].", "Ask."]),
        )  # fmt: skip
        for name, model in drafts.MODELS.items():
            for row in model.objects.all():
                page = f"{LIBRARY}/{model._meta.model_name}/{row.pk}/change/"
                with self.subTest(page=page, key=row.key):
                    self.assertTrue(row.ready)
                    sent = as_a_browser_sends(self.client.get(page))
                    self.assertEqual(self.client.post(page, sent).status_code, 302)
                    self.assertTrue(drafts.rows(name).get(pk=row.pk).ready)

    def test_every_field_of_every_row_has_a_name(self):
        stored(*builders.one_of_each(), ready=False)
        for model in drafts.MODELS.values():
            page = self.client.get(f"{LIBRARY}/{model._meta.model_name}/{model.objects.first().pk}/change/")
            for formset in page.context["inline_admin_formsets"]:
                for form in formset.formset.forms:
                    shown = [field for field in form if not field.is_hidden]
                    self.assertTrue(all(field.field.widget.attrs["aria-label"] for field in shown))

    def test_a_new_row_goes_last(self):
        stored(*builders.one_of_each(), ready=False)
        claim = TeachingClaim.objects.get()
        row = ClaimReference.objects.create(claim=claim, role="supports", reference=Reference.objects.get(key="guide"))
        self.assertEqual(row.position, 3)

    def test_records_are_marked_ready_by_an_action_and_released_by_another(self):
        self.assertContains(self.act(Term, "mark_ready"), "1 record is marked ready.")
        self.assertEqual(Term.objects.get().ready_by, "The educator")
        self.assertContains(self.act(Term, "release"), "Release 1 is live.")
        self.assertEqual(list(releases.current_shelf().terms), ["fvc"])
        self.assertEqual(Edition.objects.get().account_key, self.user.account_key)

    def test_a_release_that_is_blocked_says_why(self):
        self.act(EvidenceStatement, "mark_ready")
        response = self.act(EvidenceStatement, "release")
        self.assertContains(response, "Nothing was released.")
        self.assertFalse(Edition.objects.exists())

    def test_saving_with_the_button_marks_ready_what_was_saved(self):
        term = Term.objects.get()
        fields = {"key": "fvc", "name": "FVC", "expansion": "", "plain": "New.", "review_by": "2027-11-22"}
        self.client.post(f"{LIBRARY}/term/{term.pk}/change/", {**fields, "_mark_ready": "1"})
        term = Term.objects.get()
        self.assertEqual((term.plain, term.ready), ("New.", True))
        self.client.post(f"{LIBRARY}/term/{term.pk}/change/", {**fields, "plain": "Newer."})
        self.assertFalse(Term.objects.get().ready)

    def test_a_reason_takes_long_texts_as_they_are_and_no_slug_that_is_none(self):
        stored(*builders.one_of_each(), ready=False)
        reason = Reason.objects.get()
        page = f"{LIBRARY}/reason/{reason.pk}/change/"
        sent = as_a_browser_sends(self.client.get(page))
        text = "One [@trial].\r\n\r\n::: prompt\r\nAsk.\r\n:::"
        refused = self.client.post(page, sent | {"mechanism": text, "pathways": "one-pathway\nNo slug"})
        self.assertContains(refused, "No slug is no slug of a pathway.")
        self.assertEqual(self.client.post(page, sent | {"mechanism": text, "pathways": "one\ntwo"}).status_code, 302)
        reason = drafts.rows("reasons").get()
        self.assertEqual(reason.mechanism, "One [@trial].\n\n::: prompt\nAsk.\n:::")
        self.assertEqual(reason.document().pathways, ("one", "two"))

    def test_the_filter_finds_what_is_not_ready(self):
        Term.objects.get().mark_ready("Anna Field")
        self.assertContains(self.client.get(f"{LIBRARY}/term/?ready=yes"), "1 term")
        self.assertContains(self.client.get(f"{LIBRARY}/term/?ready=no"), "0 terms")

    def test_a_published_key_cannot_be_changed(self):
        page = f"{LIBRARY}/term/{Term.objects.get().pk}/change/"
        self.assertContains(self.client.get(page), 'name="key"')
        Term.objects.get().mark_ready("Anna Field")
        releases.release_ready(by=ANNA)
        self.assertNotContains(self.client.get(page), 'name="key"')

    def test_a_record_shows_where_it_is_used(self):
        for model in (EvidenceStatement, Reference, Therapy):
            self.act(model, "mark_ready")
        self.act(EvidenceStatement, "release")
        response = self.client.get(f"{LIBRARY}/reference/{Reference.objects.get().pk}/change/")
        self.assertContains(response, "statements/drug-lung")

    def test_the_list_of_statements_does_not_grow_in_queries(self):
        with CaptureQueriesContext(connection) as few:
            self.client.get(f"{LIBRARY}/evidencestatement/")
        stored(*(builders.statement(f"s-{n}") for n in range(5)), ready=False)
        with self.assertNumQueries(len(few)):
            self.client.get(f"{LIBRARY}/evidencestatement/")

    def test_frozen_rows_can_be_looked_at_and_not_changed_even_by_a_superuser(self):
        releases.release_ready(by=ANNA)
        root = get_user_model().objects.create_superuser("root@example.org", "pw")
        self.client.force_login(root)
        for model in (Edition, AuditEntry, Citation):
            name = f"/admin/editorial/{model._meta.model_name}/"
            with self.subTest(name=name):
                self.assertEqual(self.client.get(name).status_code, 200)
                self.assertEqual(self.client.get(f"{name}add/").status_code, 403)
        page = f"/admin/editorial/edition/{Edition.objects.get().pk}"
        self.assertEqual(self.client.post(f"{page}/change/", {"title": "x"}).status_code, 403)
        self.assertEqual(self.client.post(f"{page}/delete/", {"post": "yes"}).status_code, 403)

    def test_a_reviewer_reads_and_may_neither_mark_nor_release(self):
        self.sign_in(Role.REVIEWER)
        self.assertEqual(self.client.get(f"{LIBRARY}/term/").status_code, 200)
        self.act(Term, "mark_ready")
        self.assertFalse(Term.objects.get().ready)

    def test_a_trainee_sees_nothing_of_it(self):
        self.sign_in(Role.TRAINEE)
        self.assertEqual(self.client.get(f"{LIBRARY}/term/").status_code, 302)
