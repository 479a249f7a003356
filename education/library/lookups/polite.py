"""A careful reader of JSON over HTTPS: public addresses only, one request after another, never too fast.

A name is resolved once, every address it gives must be public, and the connection goes to the address that was checked,
while the certificate must be the name's: a name cannot lead into the clinic's own network, not even by answering
differently the second time. Redirects are not followed.
"""

import ipaddress
import json
import socket
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import certifi
import urllib3

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

ATTEMPTS = 4
MOST_BYTES = 5_000_000
LONGEST_WAIT = 60.0  # seconds; a register that asks for more is asked again another day
AGAIN = frozenset({429, 500, 502, 503, 504})


class Unreachable(Exception):
    """A register that gave no usable answer; the message says which and why."""


def public(address: Address) -> bool:
    """Say whether an address belongs to the open internet; an IPv4 address in IPv6 clothes is taken for what it is."""
    inside = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    address = inside or address
    return address.is_global and not address.is_multicast


class Polite:
    """One register: `base` is its address, `every` the seconds that pass at least between two requests.

    `allowed`, `wait` and `clock` are arguments so that tests can speak to a server of their own without waiting.
    """

    def __init__(
        self,
        base: str,
        *,
        every: float,
        contact: str = "",
        timeout: float = 20.0,
        allowed: Callable[[Address], bool] = public,
        wait: Callable[[float], object] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.base, self.every, self.timeout = urlsplit(base), every, timeout
        self.allowed, self.wait, self.clock = allowed, wait, clock
        self.agent = f"Sclero (checks its own references{f'; mailto:{contact}' if contact else ''})"
        self.last: float | None = None
        self.pool: urllib3.HTTPConnectionPool | None = None

    def json(self, path: str, query: Mapping[str, str] | None = None) -> Any:
        """Return what `path` holds, None where there is no such thing (404). Raises Unreachable."""
        target = path + (f"?{urlencode(query)}" if query else "")
        why = ""
        for attempt in range(ATTEMPTS):
            self._pace()
            try:
                answer = self._ask(target)
            except urllib3.exceptions.HTTPError as error:
                self.pool, why, pause = None, type(error).__name__, 2.0**attempt
            else:
                if answer.status == 404:
                    return None
                if answer.status == 200:
                    return self._read(answer.data)
                why = f"it answered {answer.status}"
                if answer.status not in AGAIN:
                    break
                pause = _asked_pause(answer.headers.get("Retry-After", ""), 2.0**attempt)
            if attempt + 1 < ATTEMPTS:
                self.wait(pause)
        raise Unreachable(f"{self.base.hostname}: {why}")

    def _pace(self) -> None:
        """Let the time pass that the register wants between two requests."""
        if self.last is not None and (left := self.last + self.every - self.clock()) > 0:
            self.wait(left)
        self.last = self.clock()

    def _ask(self, target: str) -> "_Answer":
        self.pool = self.pool or self._connected()
        headers = {"Host": self.base.netloc, "User-Agent": self.agent, "Accept": "application/json"}
        answer = self.pool.request("GET", target, headers=headers, redirect=False, retries=False, preload_content=False)
        data = answer.read(MOST_BYTES + 1, decode_content=True)
        if len(data) > MOST_BYTES:
            answer.close()
            raise Unreachable(f"{self.base.hostname}: the answer is larger than {MOST_BYTES} bytes")
        answer.release_conn()
        return _Answer(answer.status, answer.headers, data)

    def _connected(self) -> urllib3.HTTPConnectionPool:
        """Return a pool to the checked address. Raises Unreachable for a name that leads elsewhere."""
        host = self.base.hostname or ""
        secure = self.base.scheme == "https"
        port = self.base.port or (443 if secure else 80)
        address = str(self._checked(host, port))
        limits = urllib3.Timeout(connect=min(5.0, self.timeout), read=self.timeout)
        if not secure:
            return urllib3.HTTPConnectionPool(address, port, timeout=limits)
        return urllib3.HTTPSConnectionPool(
            address, port, timeout=limits, server_hostname=host, assert_hostname=host, ca_certs=certifi.where()
        )

    def _checked(self, host: str, port: int) -> Address:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise Unreachable(f"{host}: the name was not found") from error
        addresses = [ipaddress.ip_address(entry[4][0]) for entry in found]
        if not addresses or not all(self.allowed(address) for address in addresses):
            raise Unreachable(f"{host}: the name does not lead to a public address")
        return addresses[0]

    def _read(self, data: bytes) -> Any:
        try:
            return json.loads(data)
        except ValueError as error:
            raise Unreachable(f"{self.base.hostname}: the answer is no JSON") from error


class _Answer:
    def __init__(self, status: int, headers: Mapping[str, str], data: bytes) -> None:
        self.status, self.headers, self.data = status, headers, data


def _asked_pause(said: str, otherwise: float) -> float:
    """Return the seconds to wait: what the register asked for, as far as it is a number, within reason."""
    return min(float(said), LONGEST_WAIT) if said.isascii() and said.isdigit() else otherwise
