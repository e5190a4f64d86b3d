"""Fetching from the web, politely and within limits.

Belongs here: one GET with all that surrounds it (robots.txt, a budget a host, conditions, redirects, limits). Stays
out: which addresses are allowed (`addresses`), what is fetched (`feeds`).
"""

import time
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import certifi
import urllib3
from protego import Protego
from urllib3.util import Retry, Timeout

from etl import __version__
from etl.sources.addresses import PORTS, ForbiddenAddressError, Target, resolve
from etl.sources.article import Visit
from etl.sources.deadline import Deadline, Pool, SafePool

AGENT = "dealhouse"
USER_AGENT = f"{AGENT}/{__version__}"
_ACCEPT = (
    "text/html, application/rss+xml, application/atom+xml, application/feed+json, text/xml, text/plain;q=0.9, */*;q=0.1"
)
_CHUNK = 65_536
_REDIRECTS = (301, 302, 303, 307, 308)
_GIVEN_UP = (429, 500, 502, 503, 504)
_LONGEST_PAUSE = 30.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a fetch may go; seconds and bytes, `requests` a host and run."""

    size: int = 10_000_000
    seconds: float = 60.0
    silence: float = 15.0
    redirects: int = 5
    requests: int = 500
    pause: float = 1.0
    retries: int = 3


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer, from `url` after all redirects; `content` is None where nothing has changed since the last visit."""

    url: str
    content: bytes | None
    media_type: str
    etag: str | None
    modified: str | None


class FetchError(RuntimeError):
    """Something that was not fetched: `reason` is a short code, the message says which address and why."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(slots=True)
class _Host:
    """What one run remembers of a host."""

    robots: Protego | None = None
    pause: float = 0.0
    requests: int = 0
    last: float = float("-inf")


@dataclass(slots=True)
class Web:
    """Fetches for one run; `private` lets addresses that are not public through (a loopback server, an intranet)."""

    limits: Limits = field(default_factory=Limits)
    private: bool = False
    _hosts: dict[str, _Host] = field(default_factory=dict)

    def get(self, url: str, last: Visit | None = None) -> Fetched:
        """Return what stands at an address, following redirects; each hop is judged anew. Raises FetchError."""
        here = url
        for _ in range(self.limits.redirects + 1):
            self._target(here)
            self._ask_robots(here)
            answer = self._request(here, last)
            if isinstance(answer, Fetched):
                return answer
            here = answer
        raise FetchError("too-many-redirects", f"{url}: more than {self.limits.redirects} redirects; check the address")

    def _request(self, url: str, last: Visit | None) -> Fetched | str:
        """Return the answer of one server, or the address that it redirects to."""
        target = self._target(url)
        self._wait(url)
        headers = {"User-Agent": USER_AGENT, "Accept": _ACCEPT, "Accept-Encoding": "gzip", "Host": _authority(target)}
        if last and last.etag:
            headers["If-None-Match"] = last.etag
        if last and last.modified:
            headers["If-Modified-Since"] = last.modified
        retry = Retry(
            total=self.limits.retries, redirect=0, status_forcelist=_GIVEN_UP, backoff_factor=0.2,
            raise_on_redirect=False, raise_on_status=False,
            retry_after_max=int(min(_LONGEST_PAUSE, self.limits.seconds)),
        )  # fmt: skip
        with Deadline(self.limits.seconds) as deadline, _pool(target, self.limits.silence, deadline) as pool:
            try:
                response = pool.request(
                    "GET", _path(url), headers=headers, retries=retry, redirect=False, preload_content=False
                )
                try:
                    answer = self._read(url, response, last)
                finally:
                    response.close()
            except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
                if not deadline.is_over:
                    raise FetchError("unreachable", f"{url}: no whole answer ({error}); try again later") from error
            if deadline.is_over:
                raise FetchError("too-slow", f"{url}: not there after {self.limits.seconds:g} s; try again later")
        return answer

    def _target(self, url: str) -> Target:
        """Return where a request goes; it is judged anew for each, since a name may come to mean another address."""
        try:
            return resolve(url, self.private)
        except ForbiddenAddressError as error:
            raise FetchError("forbidden-address", str(error)) from error

    def _read(self, url: str, response: urllib3.BaseHTTPResponse, last: Visit | None) -> Fetched | str:
        headers = response.headers
        etag, modified = headers.get("ETag"), headers.get("Last-Modified")
        media = headers.get("Content-Type", "").split(";")[0].strip().lower()
        if response.status == 304 and last:
            return Fetched(url, None, media, last.etag, last.modified)
        if response.status in _REDIRECTS and (location := headers.get("Location")):
            return urljoin(url, location)
        if response.status != 200:
            raise FetchError(
                f"http-{response.status}", f"{url}: the server answered {response.status}; check the address"
            )
        content = bytearray()
        while chunk := response.read1(_CHUNK, decode_content=True):
            content += chunk
            if len(content) > self.limits.size:
                raise FetchError("too-large", f"{url}: more than {self.limits.size:,} bytes; it is not read")
        return Fetched(url, bytes(content), media, etag, modified)

    def _host(self, url: str) -> _Host:
        parts = urlsplit(url)
        return self._hosts.setdefault(f"{parts.scheme}://{parts.netloc}", _Host())

    def _wait(self, url: str) -> None:
        host = self._host(url)
        if host.requests >= self.limits.requests:
            raise FetchError(
                "budget", f"{url}: {self.limits.requests} requests were made of this host; the next run goes on"
            )
        host.requests += 1
        pause = max(self.limits.pause, host.pause) - (time.monotonic() - host.last)
        if pause > 0:
            time.sleep(min(pause, _LONGEST_PAUSE))
        host.last = time.monotonic()

    def _ask_robots(self, url: str) -> None:
        """Raise FetchError where robots.txt does not allow a URL; one that cannot be read because the server fails
        allows nothing, one that does not exist everything."""
        host = self._host(url)
        if host.robots is None:
            host.robots = self._robots(url)
            host.pause = float(host.robots.crawl_delay(AGENT) or 0)
        if not host.robots.can_fetch(url, AGENT):
            raise FetchError("robots", f"{url}: the site's robots.txt does not allow it")

    def _robots(self, url: str) -> Protego:
        here = urljoin(url, "/robots.txt")
        try:
            for _ in range(self.limits.redirects + 1):
                answer = self._request(here, None)
                if isinstance(answer, Fetched):
                    return Protego.parse((answer.content or b"").decode("utf-8", "replace"))
                here = answer
        except FetchError as error:
            if not error.reason.startswith("http-4"):
                raise
        return Protego.parse("")


def _pool(target: Target, silence: float, deadline: Deadline) -> urllib3.HTTPConnectionPool:
    """Return connections to the very address that was judged, under the name that the server goes by."""
    timeout = Timeout(connect=silence, read=silence)
    if target.scheme == "http":
        return Pool(target.address, target.port, timeout=timeout, deadline=deadline)
    return SafePool(
        target.address, target.port, timeout=timeout, ca_certs=certifi.where(), cert_reqs="CERT_REQUIRED",
        server_hostname=target.host, assert_hostname=target.host, deadline=deadline,
    )  # fmt: skip


def _authority(target: Target) -> str:
    host = f"[{target.host}]" if ":" in target.host else target.host
    return host if target.port == PORTS[target.scheme] else f"{host}:{target.port}"


def _path(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
