"""Who may do what: one table from action to roles, and one question.

Superusers may do everything. Nobody else may do what their roles do not give them.
"""

from enum import StrEnum


class Role(StrEnum):
    """The four roles; each is a group of the same name, made by a migration of accounts."""

    TRAINEE = "trainee"
    EDUCATOR = "educator"
    REVIEWER = "reviewer"
    CLINIC_ADMIN = "clinic-admin"


EDITORS = frozenset({Role.EDUCATOR, Role.REVIEWER, Role.CLINIC_ADMIN})
"""The roles that open the admin; `is_staff` follows from holding one."""

ACTIONS: dict[str, frozenset[Role]] = {
    "draft.view": EDITORS,
    "draft.edit": frozenset({Role.EDUCATOR}),
    "edition.view": EDITORS,
    "edition.publish": frozenset({Role.EDUCATOR}),
    "edition.withdraw": frozenset({Role.EDUCATOR, Role.CLINIC_ADMIN}),
    "edition.sign-off": frozenset({Role.REVIEWER}),
    "notice.view": EDITORS,
    "notice.edit": EDITORS,
    "audit.view": frozenset({Role.CLINIC_ADMIN}),
    "account.view": frozenset({Role.CLINIC_ADMIN}),
    "account.edit": frozenset({Role.CLINIC_ADMIN}),
    "never": frozenset(),
}


def may(user: object, action: str) -> bool:
    """Tell whether `user` may do `action` (a key of ACTIONS).

    Raises KeyError for an action that is not in the table.
    """
    allowed = ACTIONS[action]
    if not getattr(user, "is_active", False):
        return False
    return bool(getattr(user, "is_superuser", False)) or not allowed.isdisjoint(user.role_names)
