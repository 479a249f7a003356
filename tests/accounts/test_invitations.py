import re
from datetime import timedelta

from django.test import TestCase, override_settings
from django.utils import timezone

from education.accounts import roles
from education.accounts.models import INVITATION_LASTS, Invitation, User

SIGNUP = "/accounts/signup/"
PASSWORD = "plain heron walks slowly"


class InvitationTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.admin = User.objects.create_user("admin@example.org", "pw")
        roles.give(cls.admin, "clinic-admin")

    def invite(self, *, email="ann@example.org", role="educator", now=None):
        invitation = Invitation(email=email, role=role)
        token = invitation.seal(by=self.admin, now=now or timezone.now())
        invitation.save()
        return token

    def sign_up(self, token, *, email="ann@example.org"):
        fields = {"email": email, "display_name": "Ann", "password1": PASSWORD, "password2": PASSWORD}
        return self.client.post(SIGNUP, {**fields, "invitation": token})

    def test_without_an_invitation_the_door_is_closed(self):
        for response in (self.client.get(SIGNUP), self.sign_up(""), self.sign_up("guessed")):
            self.assertTemplateUsed(response, "account/signup_closed.html")
        self.assertFalse(User.objects.filter(email="ann@example.org").exists())

    def test_the_link_makes_one_account_with_the_role_and_signs_it_in(self):
        token = self.invite()
        page = self.client.get(f"{SIGNUP}?invitation={token}")
        self.assertContains(page, "ann@example.org")
        self.assertContains(page, token)
        self.assertRedirects(self.sign_up(token), "/", fetch_redirect_response=False)
        ann = User.objects.get(email="ann@example.org")
        self.assertEqual((ann.display_name, ann.role_names, ann.is_staff), ("Ann", {"educator"}, True))
        self.assertEqual(int(self.client.session["_auth_user_id"]), ann.pk)

    def test_a_used_link_is_closed(self):
        token = self.invite()
        self.sign_up(token)
        self.client.logout()
        self.assertTemplateUsed(self.sign_up(token, email="bob@example.org"), "account/signup_closed.html")

    def test_an_old_link_is_closed(self):
        token = self.invite(now=timezone.now() - INVITATION_LASTS - timedelta(seconds=1))
        self.assertTemplateUsed(self.sign_up(token), "account/signup_closed.html")

    def test_a_link_is_for_its_own_address_alone_and_stays_unused_when_refused(self):
        token = self.invite()
        self.assertContains(self.sign_up(token, email="bob@example.org"), "another e-mail address")
        self.assertEqual(User.objects.count(), 1)
        self.assertIsNone(Invitation.objects.get().used_at)

    def test_the_database_keeps_no_link(self):
        token = self.invite()
        self.assertNotIn(token, str(Invitation.objects.values().get()))

    def test_two_people_with_one_link_make_one_account(self):
        token = self.invite()
        invitation = Invitation.objects.of_token(token).get()
        invitation.use(now=timezone.now())
        with self.assertRaises(Invitation.DoesNotExist):
            invitation.use(now=timezone.now())

    @override_settings(SCLERO_SIGNUP="closed")
    def test_closed_means_closed_for_invitations_too(self):
        self.assertTemplateUsed(self.sign_up(self.invite()), "account/signup_closed.html")

    @override_settings(SCLERO_SIGNUP="open")
    def test_open_lets_anybody_in_without_a_role(self):
        self.sign_up("")
        self.assertEqual(User.objects.get(email="ann@example.org").role_names, frozenset())


class InvitingTests(TestCase):
    def setUp(self):
        self.admin = User.objects.create_user("admin@example.org", "pw")
        roles.give(self.admin, "clinic-admin")
        self.client.force_login(self.admin)

    def test_the_link_is_shown_once_and_works(self):
        form = {"email": "Ann@example.org", "role": "trainee"}
        page = self.client.post("/admin/accounts/invitation/add/", form, follow=True)
        token = re.search(r"invitation=([\w-]+)", page.content.decode())[1]
        self.assertEqual(Invitation.objects.of_token(token).get().email, "ann@example.org")
        self.assertEqual(Invitation.objects.get().made_by, self.admin.account_key)
        self.assertNotContains(self.client.get("/admin/accounts/invitation/"), token)

    def test_somebody_with_an_account_is_not_invited(self):
        form = {"email": "ADMIN@example.org", "role": "trainee"}
        self.assertContains(self.client.post("/admin/accounts/invitation/add/", form), "already")

    def test_an_invitation_can_be_taken_back_but_not_changed(self):
        invitation = Invitation(email="ann@example.org")
        invitation.seal(by=self.admin, now=timezone.now())
        invitation.save()
        self.assertEqual(self.client.post(f"/admin/accounts/invitation/{invitation.pk}/change/", {}).status_code, 403)
        self.client.post(f"/admin/accounts/invitation/{invitation.pk}/delete/", {"post": "yes"})
        self.assertFalse(Invitation.objects.exists())
