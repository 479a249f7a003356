"""Where a request comes from, believing only our own proxies."""

from django.conf import settings


def client_address(request) -> str:
    """Return the caller's address; "" when it is not known.

    Each of our proxies adds one address at the end of X-Forwarded-For; everything before those is the caller's word.
    """
    proxies = settings.SCLERO_PROXIES
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies]
    return request.META.get("REMOTE_ADDR", "")
