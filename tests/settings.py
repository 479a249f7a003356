"""The settings the tests run with: those of service, minus whatever the developer's shell says about Sclero."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

for _name in [name for name in os.environ if name.startswith("SCLERO_") and name != "SCLERO_CI"]:
    del os.environ[_name]
for _name in ("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "EMAIL_URL", "PORT", "TIME_ZONE"):
    os.environ.pop(_name, None)
# A folder of its own for every process: test runs beside each other never meet.
_home = Path(tempfile.mkdtemp(prefix="sclero-tests-"))
atexit.register(shutil.rmtree, _home, ignore_errors=True)
(_home / "static").mkdir()
os.environ |= {"SCLERO_HOME": str(_home), "SECRET_KEY": "a key for tests and nothing else, fifty letters long or more"}
os.environ |= {"SCLERO_HTTPS": "0"}

from sclero.settings import *  # noqa: E402, F403
from sclero.settings import DATABASES, STORAGES  # noqa: E402

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# Argon2 is slow on purpose; tests/platform checks that service uses it.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The names in the manifest exist only after collectstatic; tests/platform collects for real once.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# A file, not memory: locking is then that of service.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(_home / "test.sqlite3")}
