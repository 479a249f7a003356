"""Who did something, as text that outlives the account."""

from dataclasses import dataclass


@dataclass(frozen=True)
class By:
    """A name to print and the account's opaque key; frozen rows hold these, never a link to an account.

    `account_key` is empty when a command line did it.
    """

    name: str
    account_key: str = ""
