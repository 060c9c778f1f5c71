"""Fetching what someone else's address points to, without becoming their way into our network.

An address given by a member may be, or redirect to, a machine that only this server can reach (server-side
request forgery). So each hop's name is resolved once, every address that it has must be a public one, and the
connection is made to the very address that was checked: a name that changes its mind in between (DNS
rebinding) gains nothing. Time is bounded in all, not per answer, and size is bounded before and after decompression.
"""

import http.client
import ipaddress
import queue
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from django.utils.translation import gettext as _

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Iterable[str]]

USER_AGENT = "cooperation-sud (calendars)"
MAX_REDIRECTS = 5
REDIRECTS = {301, 302, 303, 307, 308}
PORTS = frozenset({80, 443})
SCHEMES = {"http": "http", "https": "https", "webcal": "https", "webcals": "https"}
CHUNK = 64 * 1024

GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")  # all that IPv6 gives out to the public
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class FetchError(Exception):
    """The message, in French, is for whoever gave the address; `status` is the server's, if it answered."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Fetched:
    content: bytes  # empty with status 304
    content_type: str
    final_url: str
    etag: str
    last_modified: str
    status: int  # 200, or 304 when nothing changed since `etag` or `last_modified`
    is_cut: bool = False  # there is more, beyond `max_bytes`


def is_public(address: Address) -> bool:
    """Whether anyone on the internet may reach this address, also when it wraps an IPv4 address."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if address in NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        # 6to4 and Teredo also wrap IPv4 addresses; nobody serves calendars over them.
        if address not in GLOBAL_UNICAST or address.sixtofour or address.teredo:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def fetch(
    url: str,
    *,
    max_bytes: int,
    timeout: float,
    accept: str = "*/*",
    etag: str = "",
    last_modified: str = "",
    partial: bool = False,
    is_allowed: Callable[[Address], bool] = is_public,
    ports: frozenset[int] | None = PORTS,
    resolver: Resolver | None = None,
    context: ssl.SSLContext | None = None,
) -> Fetched:
    """The content of an address, or `FetchError`. `timeout` is for everything together, redirects included.

    With `partial`, of what is larger than `max_bytes` its beginning is given.

    `is_allowed`, `ports` (None for any), `resolver` and `context` serve tests against local servers.
    """
    deadline = time.monotonic() + timeout
    headers = {
        "User-Agent": USER_AGENT,
        "Accept": accept,
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
        "If-None-Match": _header(etag),
        "If-Modified-Since": _header(last_modified),
    }
    headers = {name: value for name, value in headers.items() if value}
    try:
        for _hop in range(MAX_REDIRECTS + 1):
            target = _parse(url, ports)
            addresses = _resolve(target, resolver or _system_resolver, deadline)
            if not all(map(is_allowed, addresses)):
                raise FetchError(
                    _("Cette adresse mène à un réseau privé ; seules les adresses publiques sont lues.")
                )
            with (
                closing(_connect(target, addresses, deadline, context)) as connection,
                closing(_request(connection, target, headers, deadline)) as response,
            ):
                response.begin()
                if response.status not in REDIRECTS:
                    conditional = bool(etag or last_modified)
                    return _fetched(response, target, max_bytes, conditional=conditional, partial=partial)
                url = _next_url(response, target)
    except TimeoutError:
        raise FetchError(_("Cette adresse n’a pas répondu à temps.")) from None
    except ssl.SSLCertVerificationError:
        raise FetchError(_("Le certificat de sécurité de ce site n’est pas valable.")) from None
    except ssl.SSLError:
        raise FetchError(_("La connexion sécurisée avec ce site a échoué.")) from None
    except (http.client.HTTPException, zlib.error, ValueError):
        raise FetchError(_("La réponse de ce site est incompréhensible ou incomplète.")) from None
    except OSError:
        raise FetchError(_("La connexion avec ce site a échoué.")) from None
    raise FetchError(_("Cette adresse redirige trop de fois."))


# The address


def _parse(url: str, ports: frozenset[int] | None) -> SplitResult:
    """The address with a scheme that we speak, an ASCII host and a port, without its fragment."""
    if re.search(r"[\x00-\x20\x7f\\]", url.strip()):
        raise FetchError(_("Cette adresse contient des caractères interdits."))
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
        # IPv6 literals keep their colons; names get their ASCII form.
        host = host if ":" in host else host.encode("idna").decode("ascii")
    except ValueError:
        raise FetchError(_("Cette adresse est mal écrite.")) from None
    scheme = SCHEMES.get(parts.scheme)
    if scheme is None:
        raise FetchError(_("Seules les adresses en https://, http:// ou webcal:// peuvent être lues."))
    if not host:
        raise FetchError(_("Cette adresse est mal écrite."))
    if parts.username is not None or parts.password is not None:
        raise FetchError(_("Cette adresse contient un identifiant ou un mot de passe : retirez-les."))
    port = (443 if scheme == "https" else 80) if port is None else port
    if ports is not None and port not in ports:
        raise FetchError(_("Cette adresse utilise un port inhabituel (%(port)d).") % {"port": port})
    return SplitResult(
        scheme,
        f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        quote(parts.path or "/", safe="/%:@!$&'()*+,;=~"),
        quote(parts.query, safe="/%:@!$&'()*+,;=~?[]"),
        "",
    )


def _resolve(target: SplitResult, resolver: Resolver, deadline: float) -> list[Address]:
    """Every address of the host. The system's resolver knows no deadline: it works in a thread of its own."""
    answers: queue.SimpleQueue = queue.SimpleQueue()

    def work() -> None:
        try:
            answers.put(list(resolver(target.hostname or "", target.port or 0)))
        except (OSError, ValueError):
            answers.put([])

    threading.Thread(target=work, daemon=True, name="fetch-resolver").start()
    try:
        found = answers.get(timeout=_remaining(deadline))
    except queue.Empty:
        raise TimeoutError from None
    if not found:
        raise FetchError(_("Ce site est introuvable : vérifiez l’adresse."))
    return [ipaddress.ip_address(text.partition("%")[0]) for text in found]


def _system_resolver(host: str, port: int) -> Iterable[str]:
    infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return dict.fromkeys(str(info[4][0]) for info in infos)


# The connection


def _connect(
    target: SplitResult, addresses: list[Address], deadline: float, context: ssl.SSLContext | None
) -> socket.socket:
    """A connection to the first address that answers; TLS is checked against the host's name."""
    problem: OSError = OSError()
    for index, address in enumerate(addresses):
        # One address that doesn't answer leaves time for the next ones.
        share = _remaining(deadline) / (len(addresses) - index)
        try:
            connection = socket.create_connection((str(address), target.port), timeout=share)
            break
        except OSError as error:
            problem = error
    else:
        raise problem
    if target.scheme == "http":
        return connection
    try:
        connection.settimeout(_remaining(deadline))
        context = context or ssl.create_default_context()
        return context.wrap_socket(connection, server_hostname=target.hostname)
    except BaseException:
        connection.close()
        raise


class _Wire(RawIOBase):
    """A socket as http.client wants it, where each wait is bounded by what remains of the deadline."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self.connection = connection
        self.deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        self.connection.settimeout(_remaining(self.deadline))
        return self.connection.recv_into(buffer)

    def sendall(self, data: bytes) -> None:
        self.connection.settimeout(_remaining(self.deadline))
        self.connection.sendall(data)

    def makefile(self, _mode: str) -> BufferedReader:
        return BufferedReader(self)


def _remaining(deadline: float) -> float:
    remaining = deadline - time.monotonic()
    if remaining <= 0:
        raise TimeoutError
    return remaining


def _request(
    connection: socket.socket, target: SplitResult, headers: dict[str, str], deadline: float
) -> http.client.HTTPResponse:
    """Send a GET; the answer is still to be read."""
    default = 443 if target.scheme == "https" else 80
    host = target.netloc.removesuffix(f":{default}")
    path = urlunsplit(("", "", target.path, target.query, ""))
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: {host}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    wire = _Wire(connection, deadline)
    wire.sendall("\r\n".join([*lines, "", ""]).encode("ascii"))
    return http.client.HTTPResponse(wire, method="GET")  # type: ignore[arg-type]


# The answer


def _next_url(response: http.client.HTTPResponse, target: SplitResult) -> str:
    # http.client reads headers as Latin-1; addresses that aren't ASCII are UTF-8, and spaces are sloppiness.
    location = response.headers.get("Location", "").strip().replace(" ", "%20")
    location = location.encode("latin-1", errors="replace").decode(errors="replace")
    if not location:
        raise FetchError(_("Cette adresse redirige vers nulle part."), response.status)
    return urljoin(urlunsplit(target), location)


def _fetched(
    response: http.client.HTTPResponse,
    target: SplitResult,
    max_bytes: int,
    *,
    conditional: bool,
    partial: bool,
) -> Fetched:
    headers = response.headers
    if response.status != 200 and not (response.status == 304 and conditional):
        raise FetchError(_refusal(response.status), response.status)
    default = 443 if target.scheme == "https" else 80
    content, is_cut = _content(response, max_bytes, partial) if response.status == 200 else (b"", False)
    return Fetched(
        content=content,
        content_type=headers.get_content_type() if "Content-Type" in headers else "",
        final_url=urlunsplit(target._replace(netloc=target.netloc.removesuffix(f":{default}"))),
        etag=_header(headers.get("ETag", "")),
        last_modified=_header(headers.get("Last-Modified", "")),
        status=response.status,
        is_cut=is_cut,
    )


def _refusal(status: int) -> str:
    match status:
        case 401 | 403:
            return _("Ce site refuse l’accès (%(status)d) : vérifiez que le calendrier est public.") % {
                "status": status
            }
        case 404 | 410:
            return _("Il n’y a plus rien à cette adresse (%(status)d).") % {"status": status}
        case 429:
            return _("Ce site demande d’attendre avant de réessayer (429).")
        case _ if status >= 500:
            return _("Ce site est en panne (%(status)d) : réessayez plus tard.") % {"status": status}
    return _("Ce site a répondu de façon inattendue (%(status)d).") % {"status": status}


def _content(response: http.client.HTTPResponse, max_bytes: int, partial: bool) -> tuple[bytes, bool]:
    """What it says, and whether there is more."""
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    chunks = _raw(response)
    match encoding:
        case "" | "identity":
            pass
        case "gzip" | "x-gzip" | "deflate":
            # What is sent is bounded as well: it may hold nothing.
            chunks = _inflated(_bounded(chunks, max_bytes), is_deflate=encoding == "deflate")
        case _:
            raise FetchError(_("Ce site compresse sa réponse d’une façon que nous ne lisons pas."))
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > max_bytes and partial:
            return bytes(content[:max_bytes]), True
        if len(content) > max_bytes:
            raise _too_big(max_bytes)
    return bytes(content), False


def _raw(response: http.client.HTTPResponse) -> Iterator[bytes]:
    while chunk := response.read(CHUNK):
        yield chunk
    # Half a calendar would look like one whose other events were deleted.
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)


def _bounded(chunks: Iterable[bytes], max_bytes: int) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > max_bytes:
            raise _too_big(max_bytes)
        yield chunk


def _too_big(max_bytes: int) -> FetchError:
    return FetchError(
        _("Ce que donne cette adresse est trop gros ; la limite est de %(limit)d Mo.")
        % {"limit": max(1, max_bytes // 10**6)}
    )


def _inflated(chunks: Iterable[bytes], *, is_deflate: bool) -> Iterator[bytes]:
    """Decompressed pieces of bounded size, whatever a few bytes may expand to."""
    decoder = None
    for chunk in chunks:
        if decoder is None:
            # "deflate" means zlib's format, but some servers leave its header out.
            has_header = not is_deflate or chunk[0] & 0x0F == 8
            decoder = zlib.decompressobj(32 + zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)
        while chunk and not decoder.eof:
            yield decoder.decompress(chunk, CHUNK)
            chunk = decoder.unconsumed_tail
        if chunk.strip(b"\0"):
            raise zlib.error("more than one compressed answer")
    while decoder and not decoder.eof and (rest := decoder.decompress(b"", CHUNK)):
        yield rest
    if decoder is None or not decoder.eof or decoder.unused_data.strip(b"\0"):
        raise zlib.error("not one whole compressed answer")


def _header(value: str) -> str:
    """A header's value that can be sent back; one that can't is as good as none."""
    value = value.strip()
    return value if re.fullmatch(r"[\x20-\x7e]{1,500}", value) else ""
