"""How the page is served: from which results, at which address, and with which token."""

from __future__ import annotations

import secrets
import socket
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

LOOPBACK, PORT = "127.0.0.1", 8600
LOCAL_NAME = "localhost"
#: Addresses for documentation (RFC 5737, RFC 3849): nobody has them, and nothing is sent to them.
ELSEWHERE = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}
LOCAL = {socket.AF_INET: LOOPBACK, socket.AF_INET6: "::1"}


@dataclass(frozen=True)
class Settings:
    """What a running page knows of itself.

    Attributes
    ----------
    results : folder of the results, as the command line writes them.
    host, port : where it listens.
    name : name that browsers reach it by where a reverse proxy stands before it; empty without one.
    token : what a browser must show; empty where only this machine reaches the page.
    """

    results: Path
    host: str = LOOPBACK
    port: int = PORT
    name: str = ""
    token: str = ""

    @property
    def evidence(self) -> Path:
        """The observation table that `evidence import` and `evidence add` write; it need not exist."""
        return self.results / "evidence" / "observations.csv"

    @property
    def readings(self) -> Path:
        """The folder of the reports that were read, and the decisions on them; it need not exist."""
        return self.results / "reading"

    @property
    def address(self) -> str:
        """The address to open first, with the token if there is one; of all addresses, one that others reach."""
        return self._address_at(own_address(_family_of(self.host)) if is_any(self.host) else self.host)

    @property
    def local_address(self) -> str:
        """The address to open first on this machine."""
        return self._address_at(LOCAL[_family_of(self.host)] if is_any(self.host) else self.host)

    def _address_at(self, host: str) -> str:
        written = f"[{host}]" if ":" in host else host
        return f"http://{written}:{self.port}/" + (f"?token={self.token}" if self.token else "")


def new_settings(results: Path, host: str, port: int, name: str) -> Settings:
    """Settings with a new token unless only this machine reaches the page."""
    is_open = bool(name) or not is_loopback(host)
    return Settings(results, host, port, name.casefold(), secrets.token_urlsafe(32) if is_open else "")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine alone."""
    return host.casefold() == LOCAL_NAME or (is_address(host) and ip_address(host).is_loopback)


def is_any(host: str) -> bool:
    """Whether a host stands for all addresses of this machine, as 0.0.0.0 does, which no browser can open."""
    return is_address(host) and ip_address(host).is_unspecified


def own_address(family: socket.AddressFamily) -> str:
    """The address of this machine by which others reach it; its own alone where it is in no network.

    Parameters
    ----------
    family : of the address, IPv4 or IPv6.
    """
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((ELSEWHERE[family], 9))  # chooses the way out, and sends nothing
            return str(probe.getsockname()[0])
        except OSError:
            return LOCAL[family]


def _family_of(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def is_address(host: str) -> bool:
    """Whether a host is written as an IP address, not as a name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
