"""One text for one document, byte for byte, so that a hash can stand for it."""

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal
from unicodedata import normalize

from pydantic import BaseModel


def canonical(model: BaseModel) -> str:
    """Return the model as JSON in its one form: NFC, keys sorted, no spaces, decimals as strings, dates as ISO text.

    Raises ValueError for anything without one exact text: a float, a decimal that is no number, a set.
    """
    plain = _plain(model.model_dump(mode="python"), "")
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def fingerprint(text: str) -> str:
    """Return the SHA-256 of the text's UTF-8 bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _plain(value: object, place: str) -> object:
    """Return the value made of JSON's own shapes; `place` names it in an error."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return normalize("NFC", value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal) and value.is_finite():
        return str(value)
    if isinstance(value, list | tuple):
        return [_plain(item, f"{place}.{number}") for number, item in enumerate(value)]
    if isinstance(value, dict):
        return _plain_mapping(value, place)
    raise ValueError(
        f"{place.lstrip('.')}: {value!r} ({type(value).__name__}) has no exact text; use text or a decimal."
    )


def _plain_mapping(mapping: dict[object, object], place: str) -> dict[str, object]:
    """Return a mapping with text keys in NFC; two keys that become one are an error."""
    plain: dict[str, object] = {}
    for key, value in mapping.items():
        name = normalize("NFC", str(key))
        if name in plain:
            raise ValueError(f"{place.lstrip('.')}: the key {name!r} stands there twice.")
        plain[name] = _plain(value, f"{place}.{name}")
    return plain
