from django.db import IntegrityError, transaction
from django.test import TestCase

from education.accounts import roles
from education.accounts.models import User
from education.core.policies import ACTIONS, EDITORS, Role, may


class UserTests(TestCase):
    def test_an_address_has_one_account_whatever_its_capitals(self):
        ann = User.objects.create_user("Ann@Example.org", "pw")
        self.assertEqual(ann.email, "ann@example.org")
        self.assertEqual(User.objects.get_by_natural_key("ANN@EXAMPLE.ORG"), ann)
        with self.assertRaises(IntegrityError), transaction.atomic():
            User.objects.create_user("ANN@example.org", "pw")
        with self.assertRaises(IntegrityError), transaction.atomic():
            User.objects.bulk_create([User(email="ANN@example.org")])

    def test_an_account_needs_an_address(self):
        with self.assertRaises(ValueError):
            User.objects.create_user("", "pw")

    def test_account_keys_differ_and_say_nothing_about_the_person(self):
        ann, bob = (User.objects.create_user(f"{name}@example.org") for name in ("ann", "bob"))
        self.assertNotEqual(ann.account_key, bob.account_key)
        self.assertEqual(len(ann.account_key), 22)
        self.assertNotIn("ann", ann.account_key[:3])

    def test_without_a_display_name_the_address_is_shown(self):
        self.assertEqual(str(User(email="ann@example.org")), "ann@example.org")
        self.assertEqual(str(User(email="ann@example.org", display_name="Ann")), "Ann")


class RolesTests(TestCase):
    def setUp(self):
        self.ann = User.objects.create_user("ann@example.org")

    def test_the_groups_are_there_from_the_migration(self):
        from django.contrib.auth.models import Group

        self.assertLessEqual(set(Role), set(Group.objects.values_list("name", flat=True)))

    def test_is_staff_follows_from_the_roles(self):
        for role in Role:
            roles.set_roles(self.ann, [role])
            self.ann.refresh_from_db()
            self.assertEqual(self.ann.is_staff, role in EDITORS, role)
        roles.set_roles(self.ann, [])
        self.assertFalse(self.ann.is_staff)

    def test_giving_a_role_keeps_the_others_and_is_seen_at_once(self):
        roles.give(self.ann, "trainee")
        roles.give(self.ann, "reviewer")
        self.assertEqual(self.ann.role_names, {"trainee", "reviewer"})

    def test_a_role_that_does_not_exist_is_refused_and_nothing_changes(self):
        roles.give(self.ann, "trainee")
        with self.assertRaises(ValueError):
            roles.give(self.ann, "professor")
        self.assertEqual(self.ann.role_names, {"trainee"})


class PoliciesTests(TestCase):
    def person(self, *held, **fields):
        user = User.objects.create_user(f"{len(User.objects.all())}@example.org", **fields)
        roles.set_roles(user, held)
        return user

    def test_every_action_is_open_to_its_roles_and_to_nobody_else(self):
        people = {role: self.person(role) for role in Role}
        for action, allowed in ACTIONS.items():
            self.assertEqual({role for role, user in people.items() if may(user, action)}, allowed, action)

    def test_superusers_may_everything_and_strangers_and_closed_accounts_nothing(self):
        from django.contrib.auth.models import AnonymousUser

        chief = User.objects.create_superuser("chief@example.org")
        closed = self.person(*Role, is_active=False)
        for action in ACTIONS:
            self.assertTrue(may(chief, action))
            self.assertFalse(may(closed, action))
            self.assertFalse(may(AnonymousUser(), action))

    def test_an_unknown_action_is_a_mistake_not_a_no(self):
        with self.assertRaises(KeyError):
            may(self.person(), "draft.delet")

    def test_asking_twice_costs_one_query(self):
        ann = User.objects.get(pk=self.person("educator").pk)
        with self.assertNumQueries(1):
            may(ann, "draft.view")
            may(ann, "draft.edit")


class SignatureTests(TestCase):
    def test_published_text_keeps_the_display_name_and_never_the_address(self):
        named = User(email="ann@example.org", display_name="Ann")
        self.assertEqual(str(named.signature), "Ann")
        self.assertNotIn("@", str(User(email="ann@example.org").signature))
