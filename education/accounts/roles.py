"""Giving and taking roles: groups by name, with `is_staff` following from them."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction

from education.accounts.models import User
from education.core.policies import EDITORS, Role


def give(user: User, role: str) -> None:
    """Give one role more. Raises ValueError for a role that does not exist."""
    set_roles(user, {*user.role_names, role})


def set_roles(user: User, roles: Iterable[str]) -> None:
    """Let `user` hold exactly these roles. Raises ValueError for a role that does not exist."""
    wanted = {Role(role) for role in roles}
    with transaction.atomic():
        user.groups.set(Group.objects.filter(name__in=wanted))
        user.is_staff = user.is_superuser or not EDITORS.isdisjoint(wanted)
        user.save(update_fields=["is_staff"])
    user.__dict__.pop("role_names", None)  # the set kept with the object is stale now
