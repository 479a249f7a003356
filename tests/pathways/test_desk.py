"""The publishing desk: what it shows of a draft, and who publishes, withdraws and signs."""

from datetime import timedelta

from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from education.editorial import memory
from education.editorial.models import AuditEntry, Edition, Notice, SignOff
from education.library.models import EvidenceStatement
from education.pathways import desk
from education.pathways.models import Choice, Pathway, Step
from tests import published
from tests.builders import drawn_pathway
from tests.published import somebody, store


class DeskTestCase(TestCase):
    role = "educator"

    def setUp(self):
        memory.forget_all()
        store(drawn_pathway(child=True))
        self.pathway = Pathway.objects.get()
        self.sign_in(self.role)

    def sign_in(self, role):
        self.user = somebody(f"{role}-{timezone.now().timestamp()}@example.org", role=role, display_name=f"The {role}")
        self.client.force_login(self.user)

    def url(self, action):
        return reverse(f"admin:pathways_pathway_{action}", args=[self.pathway.pk])

    def post(self, action, **fields):
        return self.client.post(self.url(action), fields, follow=True)

    def desk(self, **own):
        return desk.of(self.pathway, self.user, **own)

    def spoil(self):
        Step.objects.filter(key="ask").update(body="A fact without a source.")


class PublishTests(DeskTestCase):
    def test_the_page_says_that_nothing_stops_it(self):
        page = self.client.get(self.url("publish"))
        self.assertContains(page, "Nothing stops publishing")
        self.assertContains(page, "Learners see nothing of it: no edition is live.")

    def test_publishing_makes_an_edition_with_its_note_under_the_account(self):
        page = self.post("publish", note="First one.", safety="on")
        self.assertContains(page, "Edition 1 of “Lungs getting worse on treatment” is published.")
        self.assertContains(page, "Learners read edition 1")
        self.assertContains(page, "This draft says the same.")
        edition = Edition.objects.get(kind="pathway")
        self.assertEqual((edition.note, edition.safety, edition.published_by), ("First one.", True, "The educator"))
        self.assertEqual(edition.account_key, self.user.account_key)
        self.assertTrue(AuditEntry.objects.filter(action="publish", kind="pathway").exists())

    def test_a_note_is_asked_for(self):
        page = self.post("publish", note=" ")
        self.assertContains(page, "This field is required.", status_code=422)
        self.assertFalse(Edition.objects.exists())

    def test_problems_stop_it_and_the_button_says_so_before(self):
        self.spoil()
        page = self.client.get(self.url("publish"))
        self.assertContains(page, "Fix 1 problem before publishing")
        self.assertContains(page, 'aria-describedby="problems-name" aria-disabled="true"')
        refused = self.post("publish", note="Try")
        self.assertContains(refused, "Nothing was published: the problems below stop it.", status_code=422)
        self.assertContains(refused, "This paragraph cites nothing", status_code=422)
        self.assertFalse(Edition.objects.exists())

    def test_what_stops_the_release_of_a_record_is_listed_with_the_way_to_it(self):
        EvidenceStatement.objects.update(verified=False)
        EvidenceStatement.objects.get().mark_ready("Anna")
        page = self.post("publish", note="Try")
        record = reverse("admin:library_evidencestatement_change", args=[EvidenceStatement.objects.get().pk])
        self.assertContains(page, f'href="{record}"', status_code=422)
        self.assertFalse(Edition.objects.exists())

    def test_an_unreadable_field_is_listed_and_stops_it(self):
        Step.objects.filter(key="ask").update(minutes=99)
        page = self.post("publish", note="Try")
        self.assertContains(page, "Step 4, ask: minutes", status_code=422)
        self.assertContains(page, "A field cannot be read", status_code=422)

    def test_a_later_time_schedules_it(self):
        later = timezone.localtime() + timedelta(days=2)
        page = self.post("publish", note="Later", live_from=f"{later:%Y-%m-%dT%H:%M}")
        self.assertContains(page, "learners get it from")
        self.assertContains(page, "Edition 1 goes live on")
        self.assertIsNone(self.desk().edition)
        self.assertEqual(self.desk().scheduled.number, 1)
        self.assertTrue(self.desk().may_withdraw)

    def test_a_time_that_has_passed_is_refused(self):
        page = self.post("publish", note="Then", live_from="2020-01-01T10:00")
        self.assertContains(page, "This time has passed.", status_code=422)

    def test_an_unchanged_draft_is_not_published_twice_and_the_answer_says_so(self):
        self.post("publish", note="First")
        self.assertContains(self.post("publish", note="Again"), "Nothing has changed since edition 1")
        self.assertEqual(Edition.objects.filter(kind="pathway").count(), 1)

    def test_a_draft_that_was_edited_since_says_so(self):
        self.post("publish", note="First")
        Step.objects.filter(key="ask").update(body="Other words [@trial].")
        self.assertTrue(self.desk().unpublished)
        self.assertContains(self.client.get(self.url("publish")), "This draft differs from it.")


class WithdrawTests(DeskTestCase):
    def test_a_reason_is_needed_and_shown_to_readers(self):
        published.publish()
        self.assertContains(self.post("withdraw", why=""), "This field is required.", status_code=422)
        page = self.post("withdraw", why="A trial was retracted.")
        self.assertContains(page, "1 edition is withdrawn.")
        self.assertEqual(Notice.objects.get().text, "A trial was retracted.")
        self.assertIsNone(self.desk().edition)
        self.assertFalse(self.desk().may_withdraw)

    def test_nothing_published_is_said(self):
        self.assertContains(self.post("withdraw", why="Why"), "There is no published edition", status_code=422)

    def test_it_can_be_published_again(self):
        published.publish()
        self.post("withdraw", why="A mistake.")
        self.assertContains(self.post("publish", note="Mended"), "Edition 2 of")
        self.assertEqual(self.desk().edition.number, 2)


class SignOffTests(DeskTestCase):
    role = "reviewer"

    def sign(self, role="clinical", disclosure="None"):
        return self.post("sign_off", role=role, disclosure=disclosure)

    def test_a_reviewer_signs_the_draft_as_it_stands(self):
        page = self.sign()
        self.assertContains(page, "You signed this draft as it stands.")
        self.assertContains(page, "Signed as it stands by The reviewer (Clinical).")
        self.assertEqual(SignOff.objects.get().account_key, self.user.account_key)

    def test_a_disclosure_is_needed(self):
        self.assertContains(self.sign(disclosure=" "), "This field is required.", status_code=422)
        self.assertFalse(SignOff.objects.exists())

    def test_an_edit_leaves_the_signature_behind(self):
        self.sign()
        Step.objects.filter(key="ask").update(body="Other words [@trial].")
        self.assertEqual(self.desk().signed, ())

    def test_a_draft_that_cannot_be_read_cannot_be_signed(self):
        Step.objects.filter(key="ask").update(minutes=99)
        self.assertContains(self.sign(), "A field of this draft cannot be read.", status_code=422)
        self.assertFalse(SignOff.objects.exists())

    @override_settings(SCLERO_REQUIRED_SIGN_OFFS={"pathway": ["immunology"]})
    def test_a_role_that_is_asked_for_can_be_signed_for(self):
        self.assertContains(self.client.get(self.url("sign_off")), '<option value="immunology"')
        self.sign(role="immunology")
        self.sign_in("educator")
        self.assertContains(self.post("publish", note="Signed"), "is published.")

    def test_an_edition_made_from_it_carries_the_signature(self):
        self.sign()
        self.sign_in("educator")
        self.post("publish", note="Signed")
        edition = Edition.objects.get(kind="pathway")
        self.assertEqual([s.name for s in memory.opened(edition).compiled.sign_offs], ["The reviewer"])


class RoleTests(DeskTestCase):
    def test_each_role_may_do_its_own_and_nothing_else(self):
        may = {
            "educator": {"publish", "withdraw"},
            "reviewer": {"sign_off"},
            "clinic-admin": {"withdraw"},
        }
        for role, allowed in may.items():
            self.sign_in(role)
            for action in ("publish", "withdraw", "sign_off"):
                with self.subTest(role=role, action=action):
                    status = 200 if action in allowed else 403
                    self.assertEqual(self.client.get(self.url(action)).status_code, status)
                    self.assertEqual(self.client.post(self.url(action)).status_code, 422 if action in allowed else 403)

    def test_the_pages_offer_to_each_role_what_it_may(self):
        published.publish()
        offered = {
            "educator": ("publish", "withdraw"),
            "reviewer": ("sign_off",),
            "clinic-admin": ("withdraw",),
        }
        for role, actions in offered.items():
            self.sign_in(role)
            page = self.client.get(reverse("admin:pathways_pathway_change", args=[self.pathway.pk]))
            for action in ("publish", "withdraw", "sign_off"):
                with self.subTest(role=role, action=action):
                    check = self.assertContains if action in actions else self.assertNotContains
                    check(page, f'href="{self.url(action)}"')

    def test_a_trainee_and_a_stranger_are_sent_to_sign_in(self):
        self.sign_in("trainee")
        self.assertEqual(self.client.get(self.url("publish")).status_code, 302)
        self.client.logout()
        self.assertEqual(self.client.post(self.url("publish"), {"note": "x"}).status_code, 302)
        self.assertFalse(Edition.objects.exists())


class FindingTests(DeskTestCase):
    """Each problem leads to the very field."""

    def finding(self, code):
        return next(finding for finding in self.desk().findings if finding.problem.code == code)

    def step_url(self, key, anchor):
        return reverse("admin:pathways_step_change", args=[Step.objects.get(key=key).pk]) + anchor

    def choice_url(self, step, key, anchor):
        choice = Choice.objects.get(step__key=step, key=key)
        return reverse("admin:pathways_choice_change", args=[choice.pk]) + anchor

    def test_a_text_of_a_step(self):
        self.spoil()
        finding = self.finding("fact-without-source")
        self.assertEqual((finding.url, finding.spot), (self.step_url("ask", "#id_body"), "Step 4, ask: text"))

    def test_a_text_in_one_lens_is_the_row_of_that_lens(self):
        step = Step.objects.get(key="ask")
        step.wordings.create(population="adult", difference="Nothing.")
        step.wordings.filter(population="child").update(body="A fact without a source.")
        finding = self.finding("fact-without-source")
        self.assertEqual(finding.url, self.step_url("ask", "#id_wordings-1-body"))
        self.assertEqual(finding.spot, "Step 4, ask: text (Child)")

    def test_a_check_is_its_row(self):
        step = Step.objects.get(key="only")
        step.checks.create(key="dose", state="settled", text="")
        finding = self.finding("unreadable-field")
        self.assertEqual(
            (finding.url, finding.spot), (self.step_url("only", "#id_checks-1-text"), "Step 6, only: gate check (2)")
        )

    def test_a_field_of_a_choice_and_a_choice_as_a_whole(self):
        Choice.objects.filter(step__key="ask", key="to-done").update(rationale="")
        finding = self.finding("choice-without-rationale")
        self.assertEqual(finding.url, self.choice_url("ask", "to-done", "#id_rationale"))
        self.assertEqual(finding.spot, "Step 4, ask, “Go on to done”")

    def test_a_reason_for_absence(self):
        Choice.objects.filter(step__key="ask", key="to-done").update(
            absent_child="Not in 77 trials.", for_children=False
        )
        self.assertEqual(
            self.finding("figure-not-in-source").url, self.choice_url("ask", "to-done", "#id_absent_child")
        )

    def test_rows_that_are_missing_lead_to_their_table(self):
        Step.objects.get(key="only").checks.all().delete()
        Step.objects.get(key="ask").choices.all().delete()
        self.assertEqual(self.finding("gate-without-checks").url, self.step_url("only", "#checks-group"))
        self.assertEqual(self.finding("dead-end").url, self.step_url("ask", "#choices-group"))

    def test_a_field_of_the_pathway(self):
        Pathway.objects.update(review_by="2020-01-01")
        url = reverse("admin:pathways_pathway_change", args=[self.pathway.pk])
        self.assertEqual(self.finding("overdue").url, f"{url}#id_review_by")

    def test_a_record_of_the_library_is_its_own_page(self):
        EvidenceStatement.objects.update(finding="It fell by 999 mL [@trial].")
        EvidenceStatement.objects.get().mark_ready("Anna")
        finding = self.finding("figure-not-in-source")
        record = reverse("admin:library_evidencestatement_change", args=[EvidenceStatement.objects.get().pk])
        self.assertEqual((finding.url, finding.spot), (f"{record}#id_finding", "Evidence statement drug-lung: finding"))

    def test_every_anchor_is_on_the_page_it_leads_to(self):
        self.spoil()
        Step.objects.filter(key="only").update(why="Nor here.", flavour="")
        Step.objects.get(key="only").checks.update(text="Took 999 mg.")
        Step.objects.get(key="call").wordings.update(body="Nor here.")
        Choice.objects.filter(step__key="ask").update(rationale="", feedback="Nor here.", absent_child="77 of them.")
        Choice.objects.filter(step__key="right").delete()
        Choice.objects.get(step__key="choose", key="to-ask").compare.create(row="aim", text="In 88 of them.")
        Pathway.objects.update(disclosure="", review_by="2020-01-01", summary="In 1234 people.")
        findings = self.desk().findings
        self.assertGreater(len(findings), 10)
        for finding in findings:
            page, _, anchor = finding.url.partition("#")
            with self.subTest(url=finding.url, code=finding.problem.code):
                self.assertTrue(anchor or finding.problem.code in {"unreachable", "missing-sign-off"})
                self.assertContains(self.client.get(page), f'id="{anchor}"' if anchor else "Save")

    def test_those_of_the_page_come_first_then_the_worst(self):
        self.spoil()
        Choice.objects.filter(step__key="watch").update(rationale="")
        Step.objects.get(key="right").choices.all().delete()
        worst = [finding.problem.level for finding in self.desk().findings]
        self.assertEqual(worst, sorted(worst, reverse=True))
        self.assertEqual(self.desk(place="ask").findings[0].problem.place, "ask:body")
        self.assertTrue(self.desk(place="ask").findings[0].here)

    def test_what_a_draft_says_is_escaped_in_its_problems(self):
        Step.objects.filter(key="ask").update(short="<b>x</b>", body="<script>alert(1)</script>")
        page = self.client.get(self.url("publish"))
        self.assertContains(page, "&lt;script&gt;alert(1)&lt;/script&gt;")
        self.assertNotContains(page, "<script>alert(1)")
        self.assertNotContains(page, "<b>x</b>")
