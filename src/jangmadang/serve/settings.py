"""How the page is served: from which results, at which address, and with which token."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

LOOPBACK, PORT = "127.0.0.1", 8600
LOCAL_NAME = "localhost"


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
        """The address to open first, with the token if there is one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/" + (f"?token={self.token}" if self.token else "")


def new_settings(results: Path, host: str, port: int, name: str) -> Settings:
    """Settings with a new token unless only this machine reaches the page."""
    is_open = bool(name) or not is_loopback(host)
    return Settings(results, host, port, name.casefold(), secrets.token_urlsafe(32) if is_open else "")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine alone."""
    return host.casefold() == LOCAL_NAME or (is_address(host) and ip_address(host).is_loopback)


def is_address(host: str) -> bool:
    """Whether a host is written as an IP address, not as a name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
