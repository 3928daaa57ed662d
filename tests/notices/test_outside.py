"""Whoever may name an address we speak with reaches no machine beside us: not by a number, not by a name that leads
there, and not by one that leads elsewhere the second time it is asked."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from urllib3.util import connection

from yishi.notices.channels import Unreachable, web
from yishi.notices.channels.outside import is_outside

NEAR = """127.0.0.1 10.1.2.3 172.16.0.9 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 ::1 ::
fe80::1 fe80::1%eth0 fd00::1 ff02::1 ::ffff:127.0.0.1 64:ff9b::7f00:1 2002:7f00:1::
2001:db8::1 64:ff9b::a00:1""".split()
OUTSIDE = "93.184.216.34 8.8.8.8 2606:4700::1111 ::ffff:8.8.8.8 64:ff9b::808:808".split()


@pytest.mark.parametrize("address", NEAR)
def test_what_is_near(address):
    assert not is_outside(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_what_is_outside(address):
    assert is_outside(address)


def leads_to(monkeypatch, *answers: str) -> list[str]:
    """Names lead to these, one after the other; gives what was asked for."""
    left, asked = list(answers), []

    def lookup(host, port, *_more, **_said):
        asked.append(host)
        found = left.pop(0)
        kind = socket.AF_INET6 if ":" in found else socket.AF_INET
        return [(kind, socket.SOCK_STREAM, 6, "", (found, port))]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    return asked


@pytest.fixture
def connected(monkeypatch) -> list[tuple[str, int]]:
    """What was connected to; nothing ever answers."""
    found: list[tuple[str, int]] = []

    def create(address, *_more, **_said):
        found.append(address)
        raise OSError("nobody there")

    monkeypatch.setattr(connection, "create_connection", create)
    return found


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_name_that_leads_near_is_not_spoken_with(scheme, monkeypatch, connected):
    leads_to(monkeypatch, "127.0.0.1")
    with pytest.raises(Unreachable, match="private address"):
        web.post(f"{scheme}://hooks.example.org/in", outside=True, data=b"{}")
    assert connected == []


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_it_connects_to_the_very_address_that_was_looked_at(scheme, monkeypatch, connected):
    asked = leads_to(monkeypatch, "93.184.216.34", "127.0.0.1")
    with pytest.raises(Unreachable):
        web.get(f"{scheme}://hooks.example.org/in", outside=True)
    assert asked == ["hooks.example.org"], "the name is asked once"
    assert [address for address, _port in connected] == ["93.184.216.34"]


def test_a_number_near_by_is_not_spoken_with(connected):
    with pytest.raises(Unreachable, match="private address"):
        web.get("http://127.0.0.1:9/", outside=True)
    assert connected == []


def test_elsewhere_what_stands_near_is_spoken_with_and_the_name_stays():
    """A carrier of the operator's own may well stand beside us; and the name goes with the question."""
    heard: list[str] = []

    class Near(BaseHTTPRequestHandler):
        def do_GET(self):
            heard.append(self.headers["Host"])
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_said):
            pass

    server = HTTPServer(("127.0.0.1", 0), Near)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"localhost:{server.server_port}"
        assert web.get(f"http://{address}/").status == 200
        assert heard == [address]
    finally:
        server.shutdown()
        server.server_close()
