"""Fill the bare app's database: its page and a signed-in reader."""

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from bench.bare.models import Page  # noqa: E402

Page.objects.create(slug="page-1", title="A page")
user = get_user_model().objects.create_user("reader", "reader@example.org", "a long enough password")
store = SessionStore()
backend = "django.contrib.auth.backends.ModelBackend"
store.update({SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: backend, HASH_SESSION_KEY: user.get_session_auth_hash()})
store.create()
print(store.session_key)
