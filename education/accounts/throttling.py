"""Limits on failed sign-ins, counted in the database: per account and address, per account, per address.

One limit for all three would either lock a whole hospital behind its one address, or let a stranger lock out a person.
"""

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings

from education.core import errors

LIMITS = (settings.AXES_FAILURE_LIMIT, 30, 60)
"""Failures within the cool-off time, in the order of AXES_LOCKOUT_PARAMETERS: pair, account, address."""


class Handler(AxesDatabaseHandler):
    """Counts failures against three limits instead of one."""

    def get_failures(self, request, credentials=None):
        """Return AXES_FAILURE_LIMIT when any of the limits is reached, otherwise the failures of the pair."""
        counts = [_sum(attempts) for attempts in self.get_user_attempts(request, credentials)]
        if any(count >= limit for count, limit in zip(counts, LIMITS, strict=True)):
            return max(counts[0], settings.AXES_FAILURE_LIMIT)
        return counts[0]

    def reset_user_attempts(self, request, credentials=None):
        """Forget the failures of the account that signed in, and of nobody else at its address; return how many.

        Otherwise a right password of one's own would wipe out the count of wrong ones tried at others.
        """
        return AccessAttempt.objects.filter(username=account(request, credentials)).delete()[0]


def _sum(attempts):
    return sum(attempts.values_list("failures_since_start", flat=True))


def account(request, credentials=None):
    """Return the account a sign-in is for: allauth calls it email, the admin username, both forms differ too."""
    given = credentials or {}
    name = given.get("email") or given.get("username") or request.POST.get("login") or request.POST.get("username", "")
    return str(name).strip().lower()[:255]


def nobody(*_args):
    """Name nobody in the log."""
    return "somebody"


def locked_out(request, response=None, credentials=None):
    """Answer a locked-out sign-in: the 429 page, with the time after which to try again."""
    answer = errors.page(429, sign_in=True, minutes=int(settings.AXES_COOLOFF_TIME.total_seconds() // 60))
    answer["Retry-After"] = str(int(settings.AXES_COOLOFF_TIME.total_seconds()))
    return answer
