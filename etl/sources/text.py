"""Bytes to text: which encoding, and is it text at all.

Belongs here: decoding. Stays out: HTML, metadata, files.
"""

from charset_normalizer import from_bytes

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LEGACY = ["cp1252", "latin_1", "mac_roman", "iso8859_15"]


class DecodeError(ValueError):
    """Bytes that are no text in any encoding we read; `reason` is binary-file or broken-encoding."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def decode(content: bytes) -> str:
    """Return the text of `content` without byte-order mark and with `\\n` line ends.

    UTF-8 first, then UTF-16 by its mark, then the legacy encodings of Western Europe. Raises DecodeError.
    """
    text = _decoded(content)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError as error:
                raise DecodeError("broken-encoding", f"it is marked as {encoding} but is not: {error}") from error
    if b"\0" in content:
        raise DecodeError("binary-file", "it holds zero bytes, so it is no text; give the text or HTML of the article")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        found = from_bytes(content, cp_isolation=_LEGACY).best()
        if found is None:
            raise DecodeError(
                "broken-encoding", f"neither UTF-8 ({error}) nor a usual encoding; save it as UTF-8"
            ) from error
        return str(found)
