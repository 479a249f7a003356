"""What the frame around every page needs to know."""

from django.conf import settings

THEMES = ("system", "light", "dark")
THEME_COOKIE = "sclero-theme"
KEYS_COOKIE = "sclero-keys"


def page(request):
    """Give every template: theme, keys_off, demo, open_reading, signup, signed_in, user_label, is_editor.

    Without a session cookie nobody is signed in, and the session is not touched: no query, no `Vary: Cookie`.
    """
    user = request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else None
    signed_in = user is not None and user.is_authenticated
    return {
        "theme": user.theme if signed_in else theme_of(request),
        "keys_off": user.keys_off if signed_in else request.COOKIES.get(KEYS_COOKIE) == "off",
        "demo": settings.SCLERO_DEMO,
        "open_reading": settings.SCLERO_OPEN_READING,
        "signup": settings.SCLERO_SIGNUP,
        "signed_in": signed_in,
        "user_label": user.label if signed_in else "",
        "is_editor": signed_in and user.is_staff,
    }


def theme_of(request):
    """Return the theme this browser was told to remember; "system" when none or nonsense."""
    theme = request.COOKIES.get(THEME_COOKIE, "system")
    return theme if theme in THEMES else "system"
