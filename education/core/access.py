"""Who may read the learner pages: anybody where open reading is on, otherwise people with an account."""

from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login


def reader_required(view):
    """Send a stranger to sign-in unless this site lets everybody read."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if settings.SCLERO_OPEN_READING or request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return redirect_to_login(request.get_full_path())

    return guarded
