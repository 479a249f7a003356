"""A signature as an edition holds it."""

from datetime import date

from education.core.domain.strict import Key, Line, Strict


class SignOffRecord(Strict):
    """A reviewer's signature on exactly this text."""

    role: Key
    name: Line
    disclosure: str
    signed_on: date
