"""Folders and files of `.txt` and `.html`.

Belongs here: finding files, limits, and turning each into an Article or a Rejection. Stays out: encodings (`text`),
pages (`html`), dates (`metadata`).
"""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

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
        folder = given if given.is_dir() else given.parent
        files = sorted(given.rglob("*")) if given.is_dir() else [given]
        for file in files:
            if file.suffix.lower() in _MEDIA and (file.is_symlink() or file.is_file()):
                yield _read_file(file, folder, today)


def _read_file(file: Path, folder: Path, today: date) -> Article | Rejection:
    name = file.relative_to(folder).as_posix()

    def rejected(reason: str, detail: str) -> Rejection:
        return Rejection("read", name, None, reason, f"{name!r}: {detail}")

    try:
        if not file.resolve(strict=True).is_relative_to(folder.resolve()):
            return rejected("outside-folder", "the link leads out of the folder; copy the file itself")
        size = file.stat().st_size
        if size == 0:
            return rejected("empty-file", "the file is empty; delete it or fill it")
        if size > LARGEST:
            return rejected("too-large", f"{size:,} bytes are more than {LARGEST:,}; split it into articles")
        text = decode(file.read_bytes())
    except OSError as error:
        return rejected("unreadable", f"{error.strerror}; check its permissions or the link's target")
    except DecodeError as error:
        return rejected(error.reason, str(error))
    return _article(file, name, text, today)


def _article(file: Path, name: str, text: str, today: date) -> Article | Rejection:
    media = _MEDIA[file.suffix.lower()]
    url = author = publisher = headline = None
    published: date | None
    if media == "text/html":
        page = read_page(text)
        if page is None:
            return Rejection(
                "read", name, None, "no-article", f"{name!r}: the page holds no article; save the full page"
            )
        text, url, author, publisher, headline = page.text, page.url, page.author, page.publisher, page.title
        published = date.fromisoformat(page.published) if page.published else metadata.published_date(text)
    else:
        published = metadata.published_date(text)
    article_id = content_hash(text)
    language = detect(text)
    if language not in LANGUAGES:
        told = f"the text reads as {language!r}" if language else "the text holds no words"
        detail = f"{name!r}: {told}; only {' and '.join(LANGUAGES)} are read"
        return Rejection("read", name, article_id, "unsupported-language", detail)
    if published and published > today:
        detail = f"{name!r}: published {published}, which is after today, {today}; correct the date in the file"
        return Rejection("read", name, article_id, "future-date", detail)
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
