"""Drafts in the admin: every page, for every role that has one, and a pathway built there from nothing."""

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from education.editorial import memory
from education.editorial.models import Edition
from education.library.models import Organ
from education.pathways import drafts
from education.pathways.models import Choice, GateCheck, Pathway, SeriesPoint, Step, StepStatement, StepWording
from tests import builders, published
from tests.builders import drawn_pathway
from tests.library.test_releases import stored
from tests.published import somebody, store

FULL = {
    "begin": {
        "statements": ["drug-lung"],
        "series": [{"measure": "FVC", "unit": "%", "month": 0, "value": "70.0"}],
        "roles": ["Nurse"],
    },
    "only": {
        "body": "One [@trial].\n\n::: prompt\nAsk.\n:::\n\nTwo [@trial].",
        "checks": [
            {"key": "dose", "state": "settled", "text": "Full dose."},
            {"key": "adherence", "state": "not-known", "text": "Nobody asked."},
        ],
    },
}


def fields_of(page):
    """Return what a browser would post back from a change page, unchanged: the form's fields and those of its rows."""
    form = page.context["adminform"].form
    forms = [form, *(one.management_form for one in formsets_of(page)), *(f for one in formsets_of(page) for f in one)]
    posted = {}
    for one in forms:
        for bound in one:
            value = bound.value()
            if value is not None and value is not False:
                posted[bound.html_name] = "on" if value is True else value
    return {name: str(value).replace("\n", "\r\n") for name, value in posted.items()}


def formsets_of(page):
    """Return the formsets of a change page."""
    return [inline.formset for inline in page.context["inline_admin_formsets"]]


class AdminTestCase(TestCase):
    role = "educator"

    def setUp(self):
        memory.forget_all()
        store(drawn_pathway(child=True, steps=FULL))
        self.pathway = Pathway.objects.get()
        self.client.force_login(somebody(role=self.role))

    def change_url(self, row):
        return reverse(f"admin:pathways_{row._meta.model_name}_change", args=[row.pk])

    def add_url(self, name, **query):
        return reverse(f"admin:pathways_{name}_add", query=query)

    def save(self, row, button="_save", **changes):
        url = self.change_url(row)
        return self.client.post(url, fields_of(self.client.get(url)) | changes | {button: "1"})

    def document(self):
        return drafts.document_of(Pathway.objects.get(pk=self.pathway.pk))


class PagesTests(AdminTestCase):
    def test_every_list_and_every_page_opens(self):
        for model in (Pathway, Step, Choice):
            name = f"admin:pathways_{model._meta.model_name}"
            with self.subTest(model=name):
                self.assertContains(self.client.get(reverse(f"{name}_changelist"), {"q": "a"}), "result")
                self.assertEqual(self.client.get(reverse(f"{name}_add")).status_code, 200)
                self.assertEqual(
                    self.client.get(reverse(f"{name}_history", args=[model.objects.first().pk])).status_code, 200
                )
            for row in model.objects.all()[:14]:  # one step of each kind
                with self.subTest(row=str(row)):
                    self.assertEqual(self.client.get(self.change_url(row)).status_code, 200)

    def test_saving_a_page_as_it_is_changes_nothing_in_the_draft(self):
        before = self.document()
        steps = Step.objects.filter(key__in=["begin", "only", "choose", "done"])
        for row in (self.pathway, *steps, *Choice.objects.filter(step__key="choose")):
            with self.subTest(row=str(row)):
                self.assertEqual(self.save(row).status_code, 302)
        self.assertEqual(self.document(), before)

    def test_every_step_is_listed_in_order_with_its_kind_and_number_of_choices(self):
        page = self.client.get(self.change_url(self.pathway))
        rows = [form.instance for form in formsets_of(page)[0]]
        self.assertEqual([row.key for row in rows], [step.key for step in self.document().steps])
        self.assertContains(page, "Gate: Is the resistance only apparent?")
        self.assertEqual([(row.key, row.ways) for row in rows][:2], [("begin", 2), ("call", 1)])

    def test_pages_link_up_and_down(self):
        step = Step.objects.get(key="ask")
        choice = step.choices.first()
        self.assertContains(self.client.get(self.change_url(self.pathway)), f'href="{self.change_url(step)}"')
        page = self.client.get(self.change_url(step))
        for row in (self.pathway, choice, Step.objects.get(key="done")):
            self.assertContains(page, f'href="{self.change_url(row)}"')
        self.assertContains(page, f'href="{self.add_url("choice", step=step.pk)}"')
        page = self.client.get(self.change_url(choice))
        for row in (self.pathway, step):
            self.assertContains(page, f'href="{self.change_url(row)}"')
        self.assertContains(page, f'href="{reverse("learning:preview", args=[self.pathway.pk, "ask"])}"')

    def test_every_field_in_a_table_has_a_name(self):
        page = self.client.get(self.change_url(Step.objects.get(key="only")))
        self.assertContains(page, 'aria-label="State, row 2"')
        self.assertContains(page, 'aria-label="Delete, row 1"')

    def test_a_gate_has_checks_and_another_step_has_no_table_for_them(self):
        self.assertContains(self.client.get(self.change_url(Step.objects.get(key="only"))), 'id="checks-group"')
        self.assertNotContains(self.client.get(self.change_url(Step.objects.get(key="ask"))), 'id="checks-group"')

    def test_values_are_words_and_not_keys(self):
        page = self.client.get(self.change_url(Step.objects.get(key="begin")))
        self.assertContains(page, "Decline of lung function, Adults, After failure (drug-lung)")
        self.assertContains(page, '<option value="assess">Assessment</option>', html=True)

    def test_a_draft_with_an_unreadable_field_opens_with_its_problem(self):
        step = Step.objects.get(key="ask")
        Step.objects.filter(pk=step.pk).update(minutes=99)
        for row in (self.pathway, step, Choice.objects.first()):
            self.assertContains(self.client.get(self.change_url(row)), "A field cannot be read")
        self.assertContains(self.client.get(self.change_url(step)), f'href="{self.change_url(step)}#id_minutes"')

    def test_what_a_draft_says_is_escaped(self):
        raw = "<script>alert(1)</script>"
        Step.objects.update(title=raw, short="<i>s</i>", body=raw, roles=raw)
        Choice.objects.update(label=raw, line=raw, rationale=raw)
        Pathway.objects.update(title=raw, summary=raw)
        pages = [self.change_url(row) for row in (self.pathway, Step.objects.first(), Choice.objects.first())]
        for url in (*pages, *(reverse(f"admin:pathways_{name}_changelist") for name in ("pathway", "step", "choice"))):
            with self.subTest(url=url):
                page = self.client.get(url)
                self.assertContains(page, "&lt;script&gt;")
                self.assertNotContains(page, raw)
                self.assertNotContains(page, "<i>s</i>")


class EditTests(AdminTestCase):
    def test_an_edit_of_a_step_is_saved_and_leads_back_to_its_pathway(self):
        step = Step.objects.get(key="ask")
        before = self.pathway.changed_at
        self.assertRedirects(self.save(step, title="Whom to ask?", minutes="7"), self.change_url(self.pathway))
        step.refresh_from_db()
        self.assertEqual((step.title, step.minutes), ("Whom to ask?", 7))
        self.assertGreater(Pathway.objects.get().changed_at, before)

    def test_an_edit_of_a_choice_leads_back_to_its_step(self):
        choice = Choice.objects.get(step__key="ask", key="to-done")
        self.assertRedirects(self.save(choice, line="One\r\nline."), self.change_url(choice.step))
        choice.refresh_from_db()
        self.assertEqual(choice.line, "One line.")

    def test_lines_end_as_in_packages_so_that_a_prompt_stays_one(self):
        step = Step.objects.get(key="only")
        self.save(step, body="One [@trial].\r\n\r\n::: prompt\r\nAsk.\r\n:::")
        self.assertEqual(Step.objects.get(key="only").body, "One [@trial].\n\n::: prompt\nAsk.\n:::")
        self.assertNotContains(self.client.get(self.change_url(step)), "This paragraph cites nothing")

    def test_saving_and_previewing_opens_the_step(self):
        step = Step.objects.get(key="ask")
        preview = reverse("learning:preview", args=[self.pathway.pk, "ask"])
        self.assertRedirects(self.save(step, "_preview"), preview)
        self.assertRedirects(self.save(step.choices.first(), "_preview"), preview)
        start = reverse("learning:preview_start", args=[self.pathway.pk])
        self.assertRedirects(self.save(self.pathway, "_preview"), start, fetch_redirect_response=False)

    def test_a_key_that_is_taken_is_refused_in_words(self):
        refused = self.save(Step.objects.get(key="ask"), key="done")
        self.assertContains(refused, "Another step of this pathway has this key")
        choice = Choice.objects.get(step__key="ask", key="to-done")
        self.assertContains(self.save(choice, key="to-right"), "Another choice of this step has this key")

    def test_what_no_edition_could_hold_is_refused_at_its_field(self):
        step = Step.objects.get(key="ask")
        for field, value in (("key", "Not a Key"), ("minutes", "61"), ("title", " "), ("short", "x" * 25)):
            with self.subTest(field=field):
                page = self.save(step, **{field: value})
                self.assertEqual(page.status_code, 200)
                self.assertIn(field, page.context["adminform"].form.errors)
        self.assertContains(self.save(step, flavour="right-disease"), "Only a gate asks the question of a gate")
        value = {"series-0-value": "7,5"}
        self.assertContains(self.save(Step.objects.get(key="begin"), **value), "Write a number with a decimal point")

    def test_a_row_belongs_where_it_is(self):
        store(drawn_pathway("first=start > last; last=outcome >", slug="another"))
        done, elsewhere = Step.objects.get(key="done"), Step.objects.get(key="last")
        self.assertEqual(self.save(done, pathway=str(elsewhere.pathway_id)).status_code, 302)
        self.assertEqual(Step.objects.get(pk=done.pk).pathway, self.pathway)
        step = Step.objects.get(key="ask")
        choice = step.choices.first()
        page = self.save(choice, target=str(elsewhere.pk))
        self.assertIn("target", page.context["adminform"].form.errors)
        self.assertNotContains(self.client.get(self.change_url(choice)), f'<option value="{elsewhere.pk}"')

    def test_a_choice_added_without_a_step_may_not_leave_its_pathway(self):
        store(drawn_pathway(slug="another", title="Another"))
        here, there = (
            Step.objects.get(key="ask", pathway=self.pathway),
            Step.objects.get(key="ask", pathway__slug="another"),
        )
        page = self.client.get(self.add_url("choice"))
        self.assertContains(page, '<optgroup label="Another">')
        fields = fields_of(page) | {"step": here.pk, "target": there.pk, "key": "new", "label": "New"}
        self.assertContains(self.client.post(self.add_url("choice"), fields), "leads to a step of another pathway")

    def test_a_moved_row_takes_its_new_place_and_the_rest_make_room(self):
        def order():
            return list(self.pathway.steps.values_list("key", "position"))

        keys = [key for key, _position in order()]
        self.save(self.pathway, **{f"steps-{keys.index('done')}-position": "2"})
        moved = ["begin", "done", *[key for key in keys[1:] if key != "done"]]
        self.assertEqual(order(), [(key, place) for place, key in enumerate(moved, start=1)])
        self.save(self.pathway, **{"steps-0-position": "3"})
        self.assertEqual([key for key, _position in order()], ["done", moved[2], "begin", *moved[3:]])

    def test_rows_are_added_and_deleted_in_a_table(self):
        step = Step.objects.get(key="only")
        new = {
            "checks-2-key": "duration",
            "checks-2-state": "settled",
            "checks-2-text": "A year.",
            "checks-2-step": step.pk,
        }
        self.save(step, **new, **{"checks-TOTAL_FORMS": "3", "checks-0-DELETE": "on"})
        rows = GateCheck.objects.filter(step=step).values_list("key", "position")
        self.assertEqual(list(rows), [("adherence", 1), ("duration", 2)])

    def test_a_step_can_become_a_gate_and_stop_being_one(self):
        ask, only = Step.objects.get(key="ask"), Step.objects.get(key="only")
        self.assertEqual(self.save(ask, kind="gate", flavour="really-worse").status_code, 302)
        self.assertEqual(self.save(only, kind="assess", flavour="").status_code, 302)
        self.assertContains(self.client.get(self.change_url(only)), "is no gate")


class DeleteTests(AdminTestCase):
    def delete(self, row):
        url = reverse(f"admin:pathways_{row._meta.model_name}_delete", args=[row.pk])
        self.assertEqual(self.client.get(url).status_code, 200)
        return self.client.post(url, {"post": "yes"})

    def test_a_step_that_others_lead_to_stays_and_the_page_names_them(self):
        page = self.delete(Step.objects.get(key="done"))
        self.assertContains(page, "“done” cannot be deleted yet, because other choices lead to it.")
        for choice in Choice.objects.filter(target__key="done"):
            self.assertContains(page, self.change_url(choice))
        self.assertTrue(Step.objects.filter(key="done").exists())

    def test_a_step_that_nothing_leads_to_goes_and_leads_back_to_the_pathway(self):
        step = Step.objects.create(pathway=self.pathway, key="new", kind="outcome", title="New", short="New")
        self.assertRedirects(self.delete(step), self.change_url(self.pathway))

    def test_a_choice_goes_and_leads_back_to_its_step(self):
        choice = Choice.objects.get(step__key="ask", key="to-done")
        self.assertRedirects(self.delete(choice), self.change_url(choice.step))
        self.assertFalse(Choice.objects.filter(pk=choice.pk).exists())

    def test_a_draft_goes_whole_but_not_while_an_edition_of_it_stands(self):
        self.assertRedirects(self.delete(self.pathway), reverse("admin:pathways_pathway_changelist"))
        self.assertFalse(Step.objects.exists())
        edition = published.publish()
        url = reverse("admin:pathways_pathway_delete", args=[Pathway.objects.get(slug=edition.slug).pk])
        self.assertEqual(self.client.post(url, {"post": "yes"}).status_code, 403)


class PermissionTests(AdminTestCase):
    def test_reviewer_and_clinic_admin_read_and_may_change_nothing(self):
        for role in ("reviewer", "clinic-admin"):
            self.client.force_login(somebody(f"{role}@example.org", role=role))
            for row in (self.pathway, Step.objects.get(key="only"), Choice.objects.first()):
                with self.subTest(role=role, row=str(row)):
                    page = self.client.get(self.change_url(row))
                    self.assertContains(page, "Nothing stops publishing")
                    self.assertNotContains(page, 'name="_save"')
                    self.assertNotContains(page, "Add a step")
                    self.assertEqual(self.client.post(self.change_url(row), {"title": "x"}).status_code, 403)
                    self.assertEqual(self.client.get(self.add_url(row._meta.model_name)).status_code, 403)

    def test_a_trainee_and_a_stranger_see_nothing_of_it(self):
        self.client.force_login(somebody("a-trainee@example.org", role="trainee"))
        for url in (self.change_url(self.pathway), reverse("admin:pathways_step_changelist")):
            self.assertEqual(self.client.get(url).status_code, 302)
        self.client.logout()
        self.assertEqual(self.client.get(self.change_url(self.pathway)).status_code, 302)


class QueryTests(AdminTestCase):
    def cost(self, row):
        with CaptureQueriesContext(connection) as queries:
            self.client.get(self.change_url(row))
        return len(queries)

    def test_no_page_costs_more_for_a_longer_pathway_or_a_fuller_step(self):
        step = Step.objects.get(key="only")
        rows = (self.pathway, step, step.choices.first())
        before = [self.cost(row) for row in rows]
        more = [
            Step(pathway=self.pathway, key=f"s{n}", kind="outcome", title="T", short=f"S{n}", position=99)
            for n in range(20)
        ]
        for target in Step.objects.bulk_create(more):
            Choice.objects.create(step=step, key=target.key, label="L", target=target)
            GateCheck.objects.create(step=step, key="dose", state="settled", text="T")
            SeriesPoint.objects.create(step=step, measure="FVC", unit="%", month=0, value="7")
            StepWording.objects.create(step=target, population="child", difference="D")
            StepStatement.objects.create(step=target, statement_id=StepStatement.objects.first().statement_id)
        self.assertEqual([self.cost(row) for row in rows], before)


class FromNothingTests(TestCase):
    """An educator makes a pathway with the plain admin, until it can be published."""

    def setUp(self):
        memory.forget_all()
        stored(builders.reference())
        self.client.force_login(somebody(role="educator"))

    def add(self, name, fields, **query):
        url = reverse(f"admin:pathways_{name}_add", query=query)
        page = self.client.get(url)
        self.assertEqual(page.status_code, 200)
        answer = self.client.post(url, fields_of(page) | fields)
        self.assertEqual(answer.status_code, 302, answer.context and answer.context["adminform"].form.errors)
        return answer.url

    def add_step(self, key, kind, **fields):
        texts = {"title": f"What at {key}?", "short": key, "body": "Known [@trial].", "key": key, "kind": kind}
        return self.add("step", texts | fields, pathway=self.pathway.pk)

    def add_choice(self, step, target, **fields):
        texts = {"key": f"to-{target}", "label": f"To {target}", "rationale": "Why [@trial].", "for_adults": "on"}
        steps = {step.key: step for step in Step.objects.all()}
        return self.add("choice", texts | {"target": steps[target].pk} | fields, step=steps[step].pk)

    def test_a_pathway_is_built_and_published(self):
        url = self.add("pathway", {
            "title": "A new one", "slug": "a-new-one", "summary": "Short.", "objectives": "Tell one from the other.",
            "organ": Organ.objects.get().pk, "fits_adults": "on", "disclosure": "None.", "review_by": builders.LATER,
        })  # fmt: skip
        self.pathway = Pathway.objects.get()
        self.assertEqual(url, reverse("admin:pathways_pathway_change", args=[self.pathway.pk]))
        self.assertContains(self.client.get(url), "The pathway has no step of the kind start.")
        for key, kind in {"begin": "start", "call": "urgent", "ease": "support", "done": "outcome"}.items():
            url = self.add_step(key, kind, vignette="A woman is short of breath." if kind == "start" else "")
            self.assertEqual(self.client.get(url).status_code, 200)
        for step, target in (("begin", "call"), ("begin", "ease"), ("call", "ease"), ("ease", "done")):
            url = self.add_choice(step, target)
            self.assertEqual(url, reverse("admin:pathways_step_change", args=[Step.objects.get(key=step).pk]))
        self.assertContains(self.client.get(url), "Nothing stops publishing")
        self.assertEqual(list(Step.objects.values_list("key", "position"))[-1], ("done", 4))
        publish = reverse("admin:pathways_pathway_publish", args=[self.pathway.pk])
        self.client.post(publish, {"note": "The first edition."})
        self.assertEqual(Edition.objects.get(kind="pathway").slug, "a-new-one")
