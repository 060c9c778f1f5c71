"""Against real servers on loopback. Only 127.0.0.1 is allowed besides public addresses, and no test waits long."""

import gzip
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from contextlib import closing, suppress

import pytest

from cooperation.core.fetch import FetchError, fetch, is_public

LOOPBACK = ipaddress.ip_address("127.0.0.1")
# A self-signed certificate for calendrier.example, valid from 2020 to 2120, and its key, which protects nothing.
CERTIFICATE = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgOGzvp3Whx4zD05Yd
nzaU9nL5siEwhItSiuMeUuLntuShRANCAAQ2rhpihXzJjfaZIE4HCs3tjCgqbTgK
urwPtw1z5Dpn/zyJY9k3qnnzAJs14sJRiO8OnT16ZWWM+m9fw2+dY/In
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBfTCCASKgAwIBAgIBATAKBggqhkjOPQQDAjAdMRswGQYDVQQDDBJjYWxlbmRy
aWVyLmV4YW1wbGUwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMB0x
GzAZBgNVBAMMEmNhbGVuZHJpZXIuZXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49
AwEHA0IABDauGmKFfMmN9pkgTgcKze2MKCptOAq6vA+3DXPkOmf/PIlj2TeqefMA
mzXiwlGI7w6dPXplZYz6b1/Db51j8iejUTBPMB0GA1UdEQQWMBSCEmNhbGVuZHJp
ZXIuZXhhbXBsZTAPBgNVHRMBAf8EBTADAQH/MB0GA1UdDgQWBBSGPiI2rNvCYPtD
xZw0Fp/Tn9CcgjAKBggqhkjOPQQDAgNJADBGAiEAkeK6l4tJ1b8ecxekmZJzh9tk
Ax+YqhA7cyjYjvgyrs8CIQCJIyt9Gin0AWRRRipYBNaJT30KBnxuuIHt8h4FleZ+
Xw==
-----END CERTIFICATE-----
"""


def answer(status="200 OK", body=b"BEGIN:VCALENDAR", **headers):
    headers = {
        "Content-Length": str(len(body)),
        **{name.replace("_", "-"): text for name, text in headers.items()},
    }
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {text}" for name, text in headers.items() if text)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def redirect(location, status="302 Found"):
    return answer(status, b"", Location=location)


class Server:
    """Gives its answers one connection after the other; an answer is bytes, or pieces sent as they come."""

    def __init__(self, context=None):
        self.context = context
        self.answers = []
        self.requests = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        while not self.stopped.is_set():
            # The client may hang up at any time: that is what many of these tests are about.
            with suppress(OSError), closing(self.listener.accept()[0]) as connection:
                if self.context:
                    connection = self.context.wrap_socket(connection, server_side=True)
                with closing(connection):
                    self.requests.append(connection.recv(65536).decode("latin-1"))
                    pieces = self.answers.pop(0)
                    for piece in [pieces] if isinstance(pieces, bytes) else pieces:
                        connection.sendall(piece)

    def stop(self):
        self.stopped.set()
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(2)


@pytest.fixture
def server():
    server = Server()
    yield server
    server.stop()


@pytest.fixture
def certificate(tmp_path):
    path = tmp_path / "certificate.pem"
    path.write_text(CERTIFICATE)
    return path


@pytest.fixture
def tls_server(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = Server(context)
    yield server
    server.stop()


def get(url, **options):
    options = {
        "max_bytes": 1000,
        "timeout": 5,
        "ports": None,
        "is_allowed": lambda address: address == LOOPBACK or is_public(address),
        **options,
    }
    return fetch(url, **options)


def refused(url, **options):
    with pytest.raises(FetchError) as error:
        get(url, **options)
    return str(error.value)


def slowly(*first):
    """Something every 10 ms, without end."""
    yield from first
    while True:
        time.sleep(0.01)
        yield b"a"


PRIVATE = "Cette adresse mène à un réseau privé ; seules les adresses publiques sont lues."
INCOMPLETE = "La réponse de ce site est incompréhensible ou incomplète."


def test_content_comes_with_what_the_next_request_needs(server):
    server.answers = [
        answer(
            Content_Type="text/calendar; charset=utf-8",
            ETag='"1"',
            Last_Modified="Tue, 24 Nov 2026 18:00:00 GMT",
        )
    ]

    fetched = get(f"{server.url}/été.ics?q=a b".replace(" ", "%20") + "#fragment", accept="text/calendar")

    assert fetched.content == b"BEGIN:VCALENDAR"
    assert fetched.content_type == "text/calendar"
    assert fetched.final_url == f"{server.url}/%C3%A9t%C3%A9.ics?q=a%20b"
    assert (fetched.etag, fetched.last_modified) == ('"1"', "Tue, 24 Nov 2026 18:00:00 GMT")
    assert fetched.status == 200
    request = server.requests[0].split("\r\n")
    assert request[0] == "GET /%C3%A9t%C3%A9.ics?q=a%20b HTTP/1.1"
    assert f"Host: 127.0.0.1:{server.port}" in request
    assert "Accept: text/calendar" in request


def test_nothing_new_since_the_last_time(server):
    server.answers = [answer("304 Not Modified", b"", ETag='"1"')]

    fetched = get(server.url, etag='"1"', last_modified="Tue, 24 Nov 2026 18:00:00 GMT")

    assert (fetched.status, fetched.content, fetched.etag) == (304, b"", '"1"')
    assert 'If-None-Match: "1"' in server.requests[0]
    assert "If-Modified-Since: Tue, 24 Nov 2026 18:00:00 GMT" in server.requests[0]


def test_header_that_would_forge_another_is_not_sent_back(server):
    server.answers = [answer()]

    get(server.url, etag='"1"\r\nX-Forged: yes')

    assert "X-Forged" not in server.requests[0]


# Where it may go


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "2002:101:101::1",
        "fc00::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_address_that_only_we_could_reach_is_not_public(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "193.52.0.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"],
)
def test_address_that_anyone_can_reach_is_public(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]", "①②⑦.0.0.1"],
)
def test_private_host_is_refused_however_it_is_written(server, host):
    assert refused(f"http://{host}:{server.port}/", is_allowed=is_public) == PRIVATE
    assert server.requests == []


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.2/",
        "http://169.254.169.254/latest/",
        "//10.0.0.1/",
        "http://[::1]/",
        "http://interne/",
    ],
)
def test_redirection_to_a_private_address_is_refused(server, target):
    server.answers = [redirect(target)]

    def resolver(host, port):
        return ["192.168.0.5"] if host == "interne" else [host]

    assert refused(server.url, resolver=resolver) == PRIVATE
    assert len(server.requests) == 1


def test_name_that_also_has_a_private_address_is_refused(server):
    message = refused(f"http://agenda.example:{server.port}/", resolver=lambda *_: ["127.0.0.1", "10.0.0.1"])

    assert message == PRIVATE
    assert server.requests == []


def test_connection_is_made_to_the_very_address_that_was_checked(server):
    """DNS rebinding: the second answer is private, but nobody asks for it."""
    server.answers = [answer()]
    addresses = iter([["127.0.0.1"], ["127.0.0.2"]])

    fetched = get(f"http://agenda.example:{server.port}/", resolver=lambda *_: next(addresses))

    assert fetched.content == b"BEGIN:VCALENDAR"
    assert f"Host: agenda.example:{server.port}" in server.requests[0]
    assert next(addresses) == ["127.0.0.2"]


def test_name_is_checked_again_at_each_hop(server):
    server.answers = [redirect("/2"), answer()]
    addresses = iter([["127.0.0.1"], ["127.0.0.2"]])

    assert refused(f"http://agenda.example:{server.port}/", resolver=lambda *_: next(addresses)) == PRIVATE
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("url", "message"),
    [
        (
            "ftp://example.org/a.ics",
            "Seules les adresses en https://, http:// ou webcal:// peuvent être lues.",
        ),
        ("file:///etc/passwd", "Seules les adresses en https://, http:// ou webcal:// peuvent être lues."),
        ("example.org/a.ics", "Seules les adresses en https://, http:// ou webcal:// peuvent être lues."),
        (
            "https://moi:secret@example.org/",
            "Cette adresse contient un identifiant ou un mot de passe : retirez-les.",
        ),
        ("https://@example.org/", "Cette adresse contient un identifiant ou un mot de passe : retirez-les."),
        ("https://example.org:22/", "Cette adresse utilise un port inhabituel (22)."),
        ("https://example.org:0/", "Cette adresse utilise un port inhabituel (0)."),
        ("https://example.org:port/", "Cette adresse est mal écrite."),
        ("https://example.org:99999/", "Cette adresse est mal écrite."),
        ("https://", "Cette adresse est mal écrite."),
        ("https://[::1/", "Cette adresse est mal écrite."),
        (f"https://{'a' * 64}.example/", "Cette adresse est mal écrite."),
        ("https://exam\r\nple.org/", "Cette adresse contient des caractères interdits."),
        ("https://example.org/a b", "Cette adresse contient des caractères interdits."),
        ("http://example.org\\@127.0.0.1/", "Cette adresse contient des caractères interdits."),
    ],
)
def test_address_that_is_not_accepted_is_never_resolved(url, message):
    def resolver(host, port):
        raise AssertionError

    assert refused(url, ports=frozenset({80, 443}), resolver=resolver) == message


def test_unknown_host_is_said(server):
    assert refused("http://agenda.example/", resolver=lambda *_: []) == (
        "Ce site est introuvable : vérifiez l’adresse."
    )


def test_refused_connection_is_said(server):
    server.stop()

    assert refused(server.url) == "La connexion avec ce site a échoué."


def test_next_address_is_tried_when_one_does_not_answer(server):
    server.answers = [answer()]
    url = f"http://agenda.example:{server.port}/"

    fetched = get(url, resolver=lambda *_: ["127.0.0.9", "127.0.0.1"], is_allowed=lambda address: True)

    assert fetched.status == 200


# Redirections


@pytest.mark.parametrize("status", ["301 A", "302 B", "303 C", "307 D", "308 E"])
def test_redirection_is_followed(server, status):
    server.answers = [redirect("/nouveau/été.ics".encode().decode("latin-1"), status), answer()]

    assert get(f"{server.url}/ancien").final_url == f"{server.url}/nouveau/%C3%A9t%C3%A9.ics"


def test_redirections_are_counted(server):
    server.answers = [redirect("/encore")] * 9

    assert refused(server.url) == "Cette adresse redirige trop de fois."
    assert len(server.requests) == 6


@pytest.mark.parametrize(
    ("location", "message"),
    [
        ("", "Cette adresse redirige vers nulle part."),
        ("file:///etc/passwd", "Seules les adresses en https://, http:// ou webcal:// peuvent être lues."),
    ],
)
def test_redirection_to_nowhere_is_refused(server, location, message):
    server.answers = [redirect(location)]

    assert refused(server.url) == message


# Bounds


@pytest.mark.parametrize(
    "pieces",
    [
        (),
        (b"HTTP/1.1 200 OK\r\nX-Endless: ",),
        (b"HTTP/1.1 200 OK\r\n\r\n",),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nf;",),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 9,),
    ],
    ids=["status", "headers", "body", "chunks", "continue"],
)
def test_answer_that_never_ends_is_left_at_the_deadline(server, pieces):
    server.answers = [slowly(*pieces)]
    begun = time.monotonic()

    message = refused(server.url, timeout=0.1)

    assert message == "Cette adresse n’a pas répondu à temps."
    assert time.monotonic() - begun < 0.5


def test_deadline_is_for_all_hops_together(server):
    def late():
        time.sleep(0.06)
        yield redirect("/encore")

    server.answers = [late(), late(), late()]

    assert refused(server.url, timeout=0.1) == "Cette adresse n’a pas répondu à temps."


def test_resolver_that_never_answers_is_left_at_the_deadline():
    released = threading.Event()

    message = refused("http://agenda.example/", timeout=0.05, resolver=lambda *_: released.wait(5) and [])

    released.set()
    assert message == "Cette adresse n’a pas répondu à temps."


@pytest.mark.parametrize(
    "pieces",
    [
        [answer(body=b"a" * 1001)],
        [b"HTTP/1.1 200 OK\r\n\r\n", *[b"a" * 65536] * 100],
        [
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            *[b"3e9\r\n" + b"a" * 1001 + b"\r\n"] * 100,
        ],
        [answer(body=gzip.compress(b"a" * 50_000_000, mtime=0), Content_Encoding="gzip")],
        [answer(body=zlib.compress(b"a" * 50_000_000), Content_Encoding="deflate")],
    ],
    ids=["length", "endless", "chunks", "gzip bomb", "deflate bomb"],
)
def test_size_is_bounded_before_and_after_decompression(server, pieces):
    server.answers = [pieces]

    message = refused(server.url, max_bytes=1000 if b"Content-Encoding: " not in pieces[0] else 1_000_000)

    assert message == "Ce que donne cette adresse est trop gros ; la limite est de 1 Mo."


def raw_deflate(data):
    compressor = zlib.compressobj(wbits=-15)
    return compressor.compress(data) + compressor.flush()


@pytest.mark.parametrize(
    ("encoding", "compress"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", raw_deflate),
    ],
)
def test_compressed_answer_is_read(server, encoding, compress):
    content = bytes(range(256)) * 1000
    server.answers = [answer(body=compress(content), Content_Encoding=encoding)]

    assert get(server.url, max_bytes=len(content)).content == content


@pytest.mark.parametrize(
    "pieces",
    [
        b"",
        b"bonjour",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nBEGIN",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nBEGIN\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        answer(body=gzip.compress(b"BEGIN" * 100, mtime=0)[:-9], Content_Encoding="gzip"),
        answer(body=gzip.compress(b"BEGIN", mtime=0) * 2, Content_Encoding="gzip"),
        answer(body=b"BEGIN", Content_Encoding="gzip"),
    ],
)
def test_answer_that_is_broken_or_cut_is_not_taken_for_a_calendar(server, pieces):
    server.answers = [pieces]

    assert refused(server.url) in (INCOMPLETE, "La connexion avec ce site a échoué.")


def test_unknown_compression_is_said(server):
    server.answers = [answer(Content_Encoding="br")]

    assert refused(server.url) == "Ce site compresse sa réponse d’une façon que nous ne lisons pas."


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (403, "Ce site refuse l’accès (403) : vérifiez que le calendrier est public."),
        (404, "Il n’y a plus rien à cette adresse (404)."),
        (429, "Ce site demande d’attendre avant de réessayer (429)."),
        (503, "Ce site est en panne (503) : réessayez plus tard."),
        (204, "Ce site a répondu de façon inattendue (204)."),
        (304, "Ce site a répondu de façon inattendue (304)."),
    ],
)
def test_status_is_told_in_words(server, status, message):
    server.answers = [answer(f"{status} X", b"")]

    with pytest.raises(FetchError) as error:
        get(server.url)

    assert (str(error.value), error.value.status) == (message, status)


# TLS


def test_webcal_is_https_and_the_certificate_is_checked_against_the_name(tls_server, certificate):
    tls_server.answers = [answer(), answer()]
    options = {
        "resolver": lambda *_: ["127.0.0.1"],
        "context": ssl.create_default_context(cafile=certificate),
    }

    fetched = get(f"webcal://calendrier.example:{tls_server.port}/a.ics", **options)
    message = refused(f"webcal://autre.example:{tls_server.port}/a.ics", **options)

    assert fetched.final_url == f"https://calendrier.example:{tls_server.port}/a.ics"
    assert message == "Le certificat de sécurité de ce site n’est pas valable."


def test_certificate_that_nobody_signed_is_refused(tls_server):
    message = refused(f"https://calendrier.example:{tls_server.port}/", resolver=lambda *_: ["127.0.0.1"])

    assert message == "Le certificat de sécurité de ce site n’est pas valable."


def test_server_that_speaks_no_tls_is_said(server):
    server.answers = [answer("400 Bad Request")]

    message = refused(f"https://127.0.0.1:{server.port}/")

    assert message == "La connexion sécurisée avec ce site a échoué."
