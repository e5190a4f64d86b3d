"""Folders and files of `.txt` and `.html`.

Belongs here: finding files, limits, and turning each into an Article or a Rejection. Stays out: encodings (`text`),
pages (`html`), dates (`metadata`).
"""

import os
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path, PurePosixPath

from etl.extraction.lexicon import LANGUAGES
from etl.sources import metadata
from etl.sources.article import Article, Rejection, content_hash
from etl.sources.html import read_page
from etl.sources.language import detect
from etl.sources.text import DecodeError, decode

LARGEST = 20_000_000
_MEDIA = {".txt": "text/plain", ".html": "text/html", ".htm": "text/html"}


class SourceError(ValueError):
    """A path that was asked for cannot be read at all; the message says which and what to do."""


def read_paths(paths: Sequence[Path], today: date) -> Iterator[Article | Rejection]:
    """Yield what the given files and folders hold, in the order of their names.

    `today` is the day after which no article can have been published. Raises SourceError, before anything is read,
    for a path that does not exist or a file of another kind.
    """
    for path in paths:
        if not path.exists():
            raise SourceError(f"{path}: there is no such file or folder; check the name")
        if path.is_file() and path.suffix.lower() not in _MEDIA:
            raise SourceError(f"{path}: only {', '.join(_MEDIA)} files can be read; convert it first")
    return _read(paths, today)


def _read(paths: Sequence[Path], today: date) -> Iterator[Article | Rejection]:
    for given in paths:
        if given.is_dir():
            yield from _read_folder(given, today)
        else:
            yield _read_file(given, given.parent, today)


def _read_folder(folder: Path, today: date) -> Iterator[Article | Rejection]:
    closed: list[OSError] = []
    found: list[Path] = []
    for place, folders, files in os.walk(folder, onerror=closed.append):
        found.extend(Path(place, name) for name in files if Path(name).suffix.lower() in _MEDIA)
        links = [Path(place, name) for name in folders if os.path.islink(Path(place, name))]  # noqa: PTH114 never raises
        for link in links:
            yield _rejected(_name(link, folder), "linked-folder", "links to folders are not followed; name the folder")
    for error in closed:
        name = _name(Path(error.filename), folder)
        yield _rejected(name, "unreadable", f"{error.strerror}; check the folder's permissions")
    for file in sorted(found):
        yield _read_file(file, folder, today)


def _name(file: Path, folder: Path) -> str:
    """Return a file's path in its folder; bytes that are no UTF-8 are spelt out, since tables hold text only."""
    return os.fsencode(file.relative_to(folder)).decode("utf-8", "backslashreplace")


def _rejected(name: str, reason: str, detail: str, article_id: str | None = None) -> Rejection:
    return Rejection("read", name, article_id, reason, f"{name!r}: {detail}")


def _read_file(file: Path, folder: Path, today: date) -> Article | Rejection:
    name = _name(file, folder)
    try:
        if not file.resolve(strict=True).is_relative_to(folder.resolve()):
            return _rejected(name, "outside-folder", "the link leads out of the folder; copy the file itself")
        if not file.is_file():
            return _rejected(name, "unreadable", "it is a pipe or a device, no file; save the article as a file")
        size = file.stat().st_size
        if size == 0:
            return _rejected(name, "empty-file", "the file is empty; delete it or fill it")
        if size > LARGEST:
            return _rejected(name, "too-large", f"{size:,} bytes are more than {LARGEST:,}; split it into articles")
        text = decode(file.read_bytes())
    except OSError as error:
        return _rejected(name, "unreadable", f"{error.strerror}; check its permissions or the link's target")
    except RuntimeError:
        return _rejected(name, "unreadable", "the link leads back to itself; copy the file itself")
    except DecodeError as error:
        return _rejected(name, error.reason, str(error))
    return _article(name, text, today)


def _article(name: str, text: str, today: date) -> Article | Rejection:
    file = PurePosixPath(name)
    media = _MEDIA[file.suffix.lower()]
    url = author = publisher = headline = None
    published: date | None
    if media == "text/html":
        page = read_page(text)
        if page is None:
            return _rejected(name, "no-article", "the page holds no article; save the full page")
        text, url, author, publisher, headline = page.text, page.url, page.author, page.publisher, page.title
        published = date.fromisoformat(page.published) if page.published else metadata.published_date(text)
    else:
        published = metadata.published_date(text)
    article_id = content_hash(text)
    language = detect(text)
    if language not in LANGUAGES:
        told = f"the text reads as {language!r}" if language else "the text holds no words"
        return _rejected(name, "unsupported-language", f"{told}; only {' and '.join(LANGUAGES)} are read", article_id)
    if published and published > today:
        detail = f"published {published}, which is after today, {today}; correct the date in the file"
        return _rejected(name, "future-date", detail, article_id)
    return Article(
        article_id=article_id,
        article=file.stem,
        source_path=name,
        url=url,
        publisher=publisher,
        title=headline or metadata.title(text),
        author=author,
        language=language,
        published=published,
        published_precision="day" if published else None,
        media_type=media,
        text=text,
    )
