"""What the environment may say to Sclero: every variable, its default, and one sentence for each wrong value."""

import re
import zoneinfo
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

OURS = frozenset(
    {
        "SCLERO_BIND",
        "SCLERO_HOME",
        "SCLERO_DEMO",
        "SCLERO_DEBUG",
        "SCLERO_OPEN_READING",
        "SCLERO_SIGNUP",
        "SCLERO_HTTPS",
        "SCLERO_HSTS_SECONDS",
        "SCLERO_PROXIES",
        "SCLERO_REQUIRED_SIGN_OFFS",
        "SCLERO_LOOKUPS",
        "SCLERO_LOOKUP_CONTACT",
        "SCLERO_CI",
    }
)
SIGN_OFFS = re.compile(r"[a-z]+=[a-z]+(,[a-z]+)*")
TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})


class Refused(ImproperlyConfigured):
    """A value in the environment that cannot be right; the message is one sentence for whoever set it."""


class Environment:
    """Strict reading of environment variables. Empty means not set. Every method raises Refused."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.said = {name: value.strip() for name, value in variables.items() if value.strip()}
        unknown = sorted(name for name in self.said if name.startswith("SCLERO_") and name not in OURS)
        if unknown:
            raise Refused(f"{unknown[0]} is not a setting Sclero knows; known are {', '.join(sorted(OURS))}.")

    def text(self, name: str, default: str = "") -> str:
        """Return the value as it stands."""
        return self.said.get(name, default)

    def yes(self, name: str, default: bool) -> bool:
        """Return a yes-or-no value."""
        value = self.said.get(name, str(int(default))).lower()
        if value not in TRUE | FALSE:
            raise Refused(f"{name} must be 1 or 0, not {value!r}.")
        return value in TRUE

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        """Return a whole number between `least` and `most`, both allowed."""
        value = self.said.get(name, str(default))
        if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
            raise Refused(f"{name} must be a whole number from {least} to {most}, not {value!r}.")
        return int(value)

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        """Return one of `allowed`; the first is the default."""
        value = self.said.get(name, allowed[0])
        if value not in allowed:
            raise Refused(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
        return value

    def hosts(self, name: str, default: list[str]) -> list[str]:
        """Return host names, given with commas between them."""
        hosts = [host.strip() for host in self.said[name].split(",")] if name in self.said else default
        for host in hosts:
            if not host or "/" in host or " " in host:
                raise Refused(f"{name} must be host names with commas between them, not {self.said[name]!r}.")
        return hosts

    def origins(self, name: str) -> list[str]:
        """Return addresses such as https://learn.example.org, given with commas between them."""
        origins = [origin.strip() for origin in self.said[name].split(",")] if name in self.said else []
        for origin in origins:
            if not _is_url(origin, {"http", "https"}) or urlsplit(origin).path:
                raise Refused(f"{name} must be addresses such as https://learn.example.org, not {origin!r}.")
        return origins

    def sign_offs(self, name: str) -> dict[str, tuple[str, ...]]:
        """Return the roles that must sign before a kind is published, from "pathway=clinical,paediatric"."""
        parts = self.said.get(name, "").split()
        for part in parts:
            if not SIGN_OFFS.fullmatch(part):
                raise Refused(f"{name} must look like pathway=clinical,paediatric, not {part!r}.")
        return {kind: tuple(roles.split(",")) for kind, _, roles in (part.partition("=") for part in parts)}

    def time_zone(self, name: str) -> str:
        """Return the name of a time zone; UTC when none is given."""
        value = self.said.get(name, "UTC")
        if value not in zoneinfo.available_timezones():
            raise Refused(f"{name} must be a time zone such as Europe/Zurich, not {value!r}.")
        return value

    def redis(self, name: str) -> str:
        """Return the address of a Redis server, or "" for none."""
        value = self.said.get(name, "")
        if value and not _is_url(value, {"redis", "rediss"}):
            raise Refused(f"{name} must look like redis://host:6379/0, not {_without_password(value)!r}.")
        return value

    def database(self, name: str, default: Path) -> dict[str, object]:
        """Return Django's description of the database: SQLite in `default` unless an address says otherwise."""
        value = self.said.get(name, f"sqlite:///{default}")
        scheme = value.partition("://")[0]
        if scheme == "sqlite" and len(value) > len("sqlite:///"):
            return {"ENGINE": "django.db.backends.sqlite3", "NAME": value.removeprefix("sqlite:///")}
        if scheme in {"postgres", "postgresql"} and _is_url(value, {scheme}) and urlsplit(value).path.strip("/"):
            return dict(environ.Env.db_url_config(value))
        raise Refused(
            f"{name} must look like postgres://user:password@host:5432/sclero or sqlite:////path/to/file, "
            f"not {_without_password(value)!r}."
        )

    def mail(self, name: str) -> dict[str, object]:
        """Return Django's e-mail settings; messages are printed when no address is given."""
        value = self.said.get(name, "consolemail://")
        if value.partition("://")[0] not in {"smtp", "smtps", "smtp+tls", "smtp+ssl", "consolemail", "memorymail"}:
            raise Refused(f"{name} must look like smtp+tls://user:password@host:587, not {_without_password(value)!r}.")
        return dict(environ.Env.email_url_config(value))


def _is_url(value: str, schemes: set[str]) -> bool:
    """Tell whether `value` is an address with a host and a readable port."""
    try:
        parts = urlsplit(value)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _without_password(value: str) -> str:
    """Return an address that may be shown: what stands between the scheme and the @ is left out."""
    scheme, _, rest = value.partition("://")
    return f"{scheme}://…@{rest.rpartition('@')[2]}" if "@" in rest else value
