#!/usr/bin/env python
"""Django's command line for Sclero."""

import os
import secrets
import sys

from sclero.environment import Refused

# These read code and sign nothing, so they run on a checkout that was never set up.
UNSIGNED = {"makemigrations", "makemessages", "compilemessages", "check_content"}


def main() -> None:
    """Run one management command; a refused setting is one sentence, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sclero.settings")
    if not UNSIGNED.isdisjoint(sys.argv[1:2]):
        os.environ["SECRET_KEY"] = os.environ.get("SECRET_KEY") or secrets.token_urlsafe(50)  # for this command alone
    from django.conf import settings
    from django.core.management import execute_from_command_line

    try:
        settings.INSTALLED_APPS  # noqa: B018  (reads the settings file now, so that a refusal is caught here)
    except Refused as refused:
        sys.exit(f"Sclero cannot start: {refused}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
