"""Web pages as browsers save them: a page in one file (.mhtml, .webarchive), and pages in the charset they declare."""

from __future__ import annotations

import codecs
import email
import email.policy
import plistlib
import re

from jangmadang.errors import InputError

#: Charsets that browsers read as a wider one.
_WIDER = {"euc-kr": "cp949", "ks_c_5601-1987": "cp949", "gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252",
          "latin1": "cp1252", "us-ascii": "cp1252", "shift_jis": "cp932"}  # fmt: skip
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}encoding=[\"']([\w.-]+)", re.I
)
_MIME = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?content-type:\s*(?:multipart/|text/html)", re.I)
_WHERE_DECLARED = 4096
_MOST_UNREADABLE = 0.01


def saved_page(name: str, data: bytes) -> str:
    """Return the page inside a web archive; empty if the bytes are none.

    Raises
    ------
    InputError
        If it is an archive that holds no page.
    """
    if data.startswith(b"bplist00"):
        return _of_webarchive(data)
    if not _MIME.match(data.lstrip(b"\xef\xbb\xbf\r\n").replace(b"\r\n", b"\n")[:8192]):
        return ""
    message = email.message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n"), policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml", "text/plain"):
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            return _text(content, part.get_content_charset())
    raise InputError(f"{name}: is a saved page that holds no text; save the page as .html")


def declared_charset(data: bytes) -> str:
    """Return the charset that a page declares; empty if it declares none."""
    found = _CHARSET.search(data, 0, _WHERE_DECLARED)
    return (found[1] or found[2]).decode("ascii") if found else ""


def as_declared(data: bytes) -> str | None:
    """Return a page read in the charset it declares; None if it declares none that is known or that fits."""
    charset = declared_charset(data)
    return _decoded(data, charset) if charset else None


def _of_webarchive(data: bytes) -> str:
    """The page inside Safari's archive."""
    try:
        page = plistlib.loads(data)["WebMainResource"]
        return _text(page["WebResourceData"], page.get("WebResourceTextEncodingName"))
    except (plistlib.InvalidFileException, KeyError, TypeError, ValueError):
        return ""


def _text(content: bytes, charset: str | None) -> str:
    """Bytes of a page as text: UTF-8 if they are, else as declared outside or inside it."""
    try:
        return content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        declared = _decoded(content, charset) if charset else None
        return declared or as_declared(content) or content.decode("cp1252", "replace")


def _decoded(data: bytes, charset: str) -> str | None:
    """Bytes in a charset, a few bad ones replaced; None if it is not known or does not fit."""
    name = charset.lower().strip()
    try:
        text = data.decode(codecs.lookup(_WIDER.get(name, name)).name, "replace")
    except LookupError:
        return None
    return text if text.count("\ufffd") <= len(text) * _MOST_UNREADABLE else None
