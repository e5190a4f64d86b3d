"""The web is fetched politely, within limits, and from public addresses only."""

import gzip
import ipaddress
import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from etl.sources.addresses import ForbiddenAddressError, is_public, resolve
from etl.sources.article import Document, Handed, Hints, Known, Refused
from etl.sources.feeds import from_web, page
from etl.sources.web import FetchError, Limits, Web
from tests.sources.handed import Nothing, articles
from tests.sources.server import Site, answer, serve

STORY = "Meta signed a cloud contract worth $14.2 billion with CoreWeave, the company said on Tuesday. " * 3
PAGE = f"<html><body><article><p>{STORY}</p></article></body></html>".encode()
QUICK = Limits(size=100_000, seconds=1.0, silence=0.3, redirects=3, pause=0.0, retries=1)
FEED = "application/rss+xml"


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


def web(limits: Limits = QUICK) -> Web:
    return Web(limits, private=True)


def why(url: str, limits: Limits = QUICK, private: bool = True) -> str:
    with pytest.raises(FetchError) as caught:
        Web(limits, private).get(url)
    assert url in str(caught.value) or "robots.txt" in str(caught.value)
    return caught.value.reason


def feed(site: Site, *numbers: int) -> bytes:
    items = "".join(
        f"<item><title>Story {number}</title><link>{site.url(f'/{number}')}</link><description>{STORY}</description>"
        "<pubDate>Mon, 06 Oct 2025 10:00:00 GMT</pubDate></item>"
        for number in numbers
    )
    return f'<rss version="2.0"><channel><title>The Wire</title>{items}</channel></rss>'.encode()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
    ],
)  # fmt: skip
def test_no_address_of_the_own_machine_or_network_is_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111", "64:ff9b::808:808"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/hostname", "ftp://example.org/", "gopher://127.0.0.1/", "http://", "http://[::1", "//example.org",
        "http://user:secret@127.0.0.1/", "http://localhost/", "http://127.1/", "http://2130706433/", "http://0x7f.1/",
        "http://[::ffff:127.0.0.1]/", "http://no-such-host.invalid/", "http://a..b/", f"http://{'x' * 300}/",
    ],
)  # fmt: skip
def test_only_http_to_public_addresses_is_fetched(url: str) -> None:
    with pytest.raises(ForbiddenAddressError):
        resolve(url)


def test_loopback_is_fetched_only_where_the_setting_says_so(site: Site) -> None:
    site.answers["/"] = answer(PAGE)
    assert why(site.url("/"), private=False) == "forbidden-address"
    assert site.asked == []
    assert web().get(site.url("/")).content == PAGE


def test_a_redirect_to_a_private_address_is_not_followed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first host passes for a public one; the one that it redirects to does not."""
    site.answers["/"] = answer(b"", 302, Location=site.url("/inside"))
    site.answers["/inside"] = answer(PAGE)
    outside = site.address.replace("127.0.0.1", "outside.example")
    inward = False
    monkeypatch.setattr("etl.sources.addresses.is_public", lambda _address: not inward)
    real = socket.getaddrinfo

    def lookup(host: str, *rest: object, **options: object) -> list[tuple[object, ...]]:
        nonlocal inward
        inward = host != "outside.example"
        return real("127.0.0.1", *rest, **options)  # type: ignore[arg-type, return-value]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    with pytest.raises(FetchError, match="not public"):
        Web(QUICK).get(f"{outside}/")
    assert site.asked == ["/robots.txt", "/"]


def test_a_name_that_changes_its_address_is_judged_at_each_request(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The judged address is the one connected to: a second look-up between the two would find another."""
    site.answers["/"] = answer(PAGE)
    asked: list[str] = []

    def lookup(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        asked.append(host)
        address = "127.0.0.1" if host == "127.0.0.1" or asked.count(host) <= 3 else "10.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr("etl.sources.addresses.is_public", lambda address: str(address) == "127.0.0.1")
    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    fetcher = Web(QUICK)
    rebound = site.address.replace("127.0.0.1", "rebind.example")
    assert fetcher.get(f"{rebound}/").content == PAGE
    with pytest.raises(FetchError, match=r"its address, 10\.0\.0\.1, is not public"):
        fetcher.get(f"{rebound}/")


def test_redirects_are_followed_up_to_a_limit(site: Site) -> None:
    site.answers |= {"/a": answer(b"", 301, Location="/b"), "/b": answer(b"", 307, Location=site.url("/c?d=1"))}
    site.answers |= {"/c?d=1": answer(PAGE), "/loop": answer(b"", 302, Location="/loop")}
    found = web().get(site.url("/a"))
    assert (found.url, found.content) == (site.url("/c?d=1"), PAGE)
    assert why(site.url("/loop")) == "too-many-redirects"


def test_an_address_with_letters_beyond_ascii_is_fetched(site: Site) -> None:
    site.answers["/d%C3%A9p%C3%AAche?q=%C3%A9"] = answer(PAGE)
    site.answers["/there"] = answer(b"", 302, Location="/d%C3%A9p%C3%AAche?q=%C3%A9")
    assert web().get(site.url("/dépêche?q=é")).content == PAGE
    assert web().get(site.url("/there")).content == PAGE


def test_an_answer_too_large_or_that_unpacks_without_end_is_cut_short(site: Site) -> None:
    site.answers["/large"] = answer(bytes(200_000))
    site.answers["/bomb"] = answer(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")
    site.answers["/packed"] = answer(gzip.compress(PAGE), Content_Encoding="gzip")
    assert why(site.url("/large")) == "too-large"
    assert why(site.url("/bomb")) == "too-large"
    assert web().get(site.url("/packed")).content == PAGE


def test_slow_silent_broken_and_truncated_answers_end_in_time(site: Site) -> None:
    def slow(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        for _ in range(40):
            handler.wfile.write(b"x" * 1000)
            time.sleep(0.1)

    def silent(_: BaseHTTPRequestHandler) -> None:
        time.sleep(1)

    def truncated(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        handler.wfile.write(PAGE)

    def garbage(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"no http at all\r\n\r\n")

    def dripping(handler: BaseHTTPRequestHandler) -> None:
        for byte in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 400:
            handler.wfile.write(bytes([byte]))
            time.sleep(0.02)

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(400):
            handler.wfile.write(b"x")
            time.sleep(0.02)

    site.answers |= {"/slow": slow, "/silent": silent, "/truncated": truncated, "/garbage": garbage}
    site.answers |= {"/dripping": dripping, "/endless": endless}
    began = time.monotonic()
    assert why(site.url("/dripping")) == "too-slow"
    assert why(site.url("/endless")) == "too-slow"
    assert time.monotonic() - began < 4
    assert why(site.url("/slow")) == "too-slow"
    assert why(site.url("/silent")) == "unreachable"
    assert why(site.url("/truncated")) == "unreachable"
    assert why(site.url("/garbage")) == "unreachable"
    assert time.monotonic() - began < 10


def test_a_server_that_fails_is_asked_again_and_one_that_refuses_is_not(site: Site) -> None:
    answers = iter([answer(b"", 503, Retry_After="0"), answer(PAGE)])
    site.answers["/busy"] = lambda handler: next(answers)(handler)  # noqa: PLW0108
    site.answers["/gone"] = answer(b"", 410)
    assert web().get(site.url("/busy")).content == PAGE
    assert why(site.url("/gone")) == "http-410"
    assert site.asked.count("/gone") == 1


def test_robots_txt_is_kept_and_asked_for_once(site: Site) -> None:
    site.answers["/robots.txt"] = answer(b"User-agent: dealhouse\nDisallow: /private\n\nUser-agent: *\nDisallow: /\n")
    site.answers |= {"/open": answer(PAGE), "/private/x": answer(PAGE)}
    fetcher = web()
    assert fetcher.get(site.url("/open")).content == PAGE
    with pytest.raises(FetchError, match=r"robots\.txt does not allow"):
        fetcher.get(site.url("/private/x"))
    assert site.asked == ["/robots.txt", "/open"]
    assert site.headers[0]["User-Agent"].startswith("dealhouse/")


def test_where_robots_txt_fails_nothing_is_fetched(site: Site) -> None:
    site.answers |= {"/robots.txt": answer(b"", 500), "/open": answer(PAGE)}
    assert why(site.url("/open")) == "http-500"
    assert "/open" not in site.asked


def test_a_host_has_its_budget_and_its_pause(site: Site) -> None:
    site.answers["/"] = answer(PAGE)
    fetcher = web(Limits(pause=0.2, requests=3))
    began = time.monotonic()
    fetcher.get(site.url("/"))
    fetcher.get(site.url("/"))
    assert time.monotonic() - began >= 0.4
    with pytest.raises(FetchError, match="the next run goes on"):
        fetcher.get(site.url("/"))


def test_a_feed_read_twice_fetches_nothing_twice(site: Site) -> None:
    memory = Nothing()
    site.answers["/feed"] = answer(feed(site, 1, 2), ETag='"v1"', Content_Type=FEED)
    site.answers |= {f"/{number}": answer(PAGE, ETag=f'"{number}"') for number in (1, 2, 3)}

    def read() -> list[object]:
        found = from_web(site.url("/feed"), web(), memory.visited, memory.seen, Hints(publisher=None), follow=True)
        return [one for one in memory.note(found) if isinstance(one, Document | Known | Refused)]

    first = read()
    assert [article.url for article in articles(one for one in first if isinstance(one, Document))] == [
        site.url("/1"), site.url("/2"),
    ]  # fmt: skip
    site.asked.clear()
    assert read() == [Known()]
    assert site.asked == ["/robots.txt", "/feed"]
    site.answers["/feed"] = answer(feed(site, 1, 2, 3), ETag='"v2"', Content_Type=FEED)
    site.asked.clear()
    assert [type(one) for one in read()] == [Known, Known, Document]
    assert site.asked == ["/robots.txt", "/feed", "/3"]


def test_a_page_of_a_feed_that_fails_is_asked_for_again_at_the_next_run(site: Site) -> None:
    memory = Nothing()
    site.answers |= {"/feed": answer(feed(site, 1, 2), ETag='"v1"', Content_Type=FEED), "/1": answer(PAGE)}

    def read() -> list[object]:
        found = from_web(site.url("/feed"), web(), memory.visited, memory.seen, Hints(), follow=True)
        return [one for one in memory.note(found) if isinstance(one, Document | Known | Refused)]

    assert [type(one) for one in read()] == [Document, Refused]
    site.answers["/2"] = answer(PAGE)
    assert [type(one) for one in read()] == [Known, Document]


def test_a_page_that_robots_txt_keeps_does_not_make_its_feed_be_fetched_again(site: Site) -> None:
    memory = Nothing()
    site.answers["/robots.txt"] = answer(b"User-agent: *\nDisallow: /2\n")
    site.answers |= {"/feed": answer(feed(site, 1, 2), ETag='"v1"', Content_Type=FEED), "/1": answer(PAGE)}

    def read() -> list[type[Handed]]:
        found = from_web(site.url("/feed"), web(), memory.visited, memory.seen, Hints(), follow=True)
        return [type(one) for one in memory.note(found) if isinstance(one, Document | Known | Refused)]

    assert read() == [Document, Refused]
    assert read() == [Known]


def test_a_page_is_fetched_again_only_when_it_has_changed(site: Site) -> None:
    memory = Nothing()
    site.answers["/1"] = answer(PAGE, ETag='"a"')

    def read() -> list[Handed]:
        return memory.note(page(site.url("/1"), web(), memory.visited, Hints()))[:1]

    assert [type(one) for one in read()] == [Document]
    assert read() == [Known()]
    site.answers["/1"] = answer(PAGE.replace(b"14.2", b"14.3"), ETag='"b"')
    assert [type(one) for one in read()] == [Document]
