"""Make the demo's four accounts, one for each role, with random passwords kept in SCLERO_HOME/demo-accounts.txt."""

import os
import secrets

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from education.accounts import roles
from education.accounts.models import User
from education.core.policies import Role

FILE = "demo-accounts.txt"
NAMES = {
    Role.TRAINEE: "Demo trainee",
    Role.EDUCATOR: "Demo educator",
    Role.REVIEWER: "Demo reviewer",
    Role.CLINIC_ADMIN: "Demo clinic admin",
}


class Command(BaseCommand):
    help = "Make the demo's accounts (needs SCLERO_DEMO=1); those that are there already stay as they are."

    def handle(self, *args, **options):
        if not settings.SCLERO_DEMO:
            raise CommandError("Demo accounts are made only where SCLERO_DEMO=1 is set, which `make run` does.")
        path = settings.SCLERO_HOME / FILE
        passwords = _read(path) or _write(path)
        for role, name in NAMES.items():
            if not User.objects.filter(email=address(role)).exists():
                user = User.objects.create_user(address(role), passwords[address(role)], display_name=name)
                roles.give(user, role)


def address(role):
    """Return the e-mail address the demo's `role` signs in with."""
    return f"{role}@demo.example"


def _read(path):
    """Return passwords by address, or nothing when the file is missing or is not for these accounts."""
    if not path.exists():
        return {}
    lines = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    kept = {words[0]: words[1] for words in lines if len(words) == 2}
    return kept if kept.keys() >= {address(role) for role in NAMES} else {}


def _write(path):
    passwords = {address(role): secrets.token_urlsafe(12) for role in NAMES}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(f"{email:<28} {password}\n" for email, password in passwords.items())
    return passwords
