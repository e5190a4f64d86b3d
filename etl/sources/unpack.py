"""Files as they lie on disk, plain or packed (`.gz`, `.zst`), read up to a limit.

Belongs here: suffixes of packing, and bounded unpacking. Stays out: what the bytes mean.
"""

import gzip
import zlib
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa

PACKED = (".gz", ".zst")


class UnpackError(ValueError):
    """A packed file that cannot be read: `reason` is broken-packing or bomb."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def bare_name(path: Path) -> Path:
    """Return a path without the suffix of its packing: `a.html.gz` is `a.html`."""
    return path.with_suffix("") if path.suffix.lower() in PACKED else path


def opened(path: Path) -> BinaryIO:
    """Open a file for reading its unpacked bytes, piece by piece."""
    match path.suffix.lower():
        case ".gz":
            return cast(BinaryIO, gzip.open(path))
        case ".zst":
            return cast(BinaryIO, pa.CompressedInputStream(pa.OSFile(str(path)), "zstd"))
    return path.open("rb")


def read_bytes(path: Path, limit: int) -> bytes:
    """Return the unpacked content of a file; of one that is not packed, at most `limit` + 1 bytes.

    Raises OSError, and UnpackError for what is no such packing, is cut off, or unpacks to more than `limit` bytes.
    """
    if path.suffix.lower() not in PACKED:
        with path.open("rb") as file:
            return file.read(limit + 1)
    try:
        with opened(path) as file:
            content = file.read(limit + 1)
    except (EOFError, OSError, ValueError, zlib.error) as error:
        if isinstance(error, OSError) and error.strerror:
            raise
        raise UnpackError("broken-packing", f"it cannot be unpacked ({error}); copy the file again") from error
    if len(content) > limit:
        size = path.stat().st_size
        raise UnpackError("bomb", f"{size:,} bytes unpack to more than {limit:,}; split it into articles")
    return content
