from django.test import TestCase

from education.accounts import roles
from education.accounts.models import User


class AccountAdminTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.admin = User.objects.create_user("admin@example.org", "pw")
        roles.give(cls.admin, "clinic-admin")
        cls.chief = User.objects.create_superuser("chief@example.org", "pw")
        cls.ann = User.objects.create_user("ann@example.org", "pw")

    def setUp(self):
        self.client.force_login(self.admin)

    def change(self, user, **fields):
        form = {"email": user.email, "display_name": "", "is_active": "on", "theme": "system", "language": "", **fields}
        return self.client.post(f"/admin/accounts/user/{user.pk}/change/", form)

    def test_a_clinic_admin_gives_and_takes_roles(self):
        self.assertEqual(self.change(self.ann, roles=["educator"]).status_code, 302)
        self.ann = User.objects.get(pk=self.ann.pk)
        self.assertEqual((self.ann.role_names, self.ann.is_staff), ({"educator"}, True))
        self.change(self.ann)
        self.ann = User.objects.get(pk=self.ann.pk)
        self.assertEqual((self.ann.role_names, self.ann.is_staff), (frozenset(), False))

    def test_the_page_shows_the_roles_held(self):
        page = self.client.get(f"/admin/accounts/user/{self.admin.pk}/change/")
        self.assertRegex(page.content.decode(), r'value="clinic-admin"[^>]*checked')

    def test_a_clinic_admin_makes_an_account_with_a_role(self):
        form = {"email": "Bob@example.org", "display_name": "Bob", "usable_password": "false", "roles": ["reviewer"]}
        self.client.post("/admin/accounts/user/add/", form)
        bob = User.objects.get(email="bob@example.org")
        self.assertEqual((bob.role_names, bob.is_staff), ({"reviewer"}, True))

    def test_nobody_makes_himself_a_superuser(self):
        self.change(self.admin, is_superuser="on", is_staff="on", roles=["clinic-admin"])
        self.admin.refresh_from_db()
        self.assertFalse(self.admin.is_superuser)

    def test_a_superuser_is_touched_by_superusers_alone(self):
        before = self.chief.password
        self.assertEqual(self.change(self.chief, is_active="").status_code, 403)
        path = f"/admin/accounts/user/{self.chief.pk}"
        new = {"password1": "a new password indeed", "password2": "a new password indeed", "usable_password": "true"}
        self.assertEqual(self.client.post(f"{path}/password/", new).status_code, 403)
        self.assertEqual(self.client.post(f"{path}/delete/", {"post": "yes"}).status_code, 403)
        chosen = {"action": "delete_selected", "_selected_action": [self.chief.pk], "post": "yes"}
        self.client.post("/admin/accounts/user/", chosen)
        self.chief.refresh_from_db()
        self.assertEqual(self.chief.password, before)

    def test_an_educator_sees_no_accounts(self):
        roles.set_roles(self.admin, ["educator"])
        self.assertEqual(self.client.get("/admin/accounts/user/").status_code, 403)
        self.assertEqual(self.client.get("/admin/").status_code, 200)
