"""What allauth asks this site about accounts."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.utils import timezone

from education.accounts.models import Invitation
from education.core.address import client_address


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up follows SCLERO_SIGNUP; an address is believed only from our own proxies."""

    def is_open_for_signup(self, request):
        """Open for all, closed, or open for the holder of an unused invitation."""
        if settings.SCLERO_SIGNUP == "invitation":
            token = request.POST.get("invitation") or request.GET.get("invitation", "")
            return Invitation.objects.of_token(token).open(timezone.now()).exists()
        return settings.SCLERO_SIGNUP == "open"

    def save_user(self, request, user, form, commit=True):
        """Take the display name over from the form."""
        user.display_name = form.cleaned_data.get("display_name", "")
        return super().save_user(request, user, form, commit)

    def get_client_ip(self, request):
        return client_address(request)

    def post_login(self, request, user, **kwargs):
        """Bring the account's language to this browser."""
        response = super().post_login(request, user, **kwargs)
        if user.language in dict(settings.LANGUAGES):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax", secure=settings.LANGUAGE_COOKIE_SECURE
            )
        return response
