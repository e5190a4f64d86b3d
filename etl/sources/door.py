"""The one door: a document becomes an article, a rejection with its reason, or is turned away.

Belongs here: what is asked of every document, whatever source it comes from. Stays out: finding documents (one module
a kind of source), encodings (`text`), pages (`html`), dates (`metadata`), what cannot hold a claim (`scan`).
"""

from datetime import date

from etl.extraction.lexicon import LANGUAGES
from etl.sources import metadata
from etl.sources.article import Article, Document, Rejection, TurnedAway, content_hash
from etl.sources.html import PageError, read_page
from etl.sources.language import detect
from etl.sources.scan import Scan
from etl.sources.text import DecodeError, decode

LARGEST = 20_000_000
PAGE = "text/html"


def admit(document: Document, today: date, scan: Scan | None = None) -> Article | Rejection | TurnedAway:
    """Return what a document comes to.

    `today` is the day after which no article can have been published. With a `scan`, what cannot hold a claim is
    turned away before it is parsed, and so is what is in another language.
    """

    def rejected(reason: str, detail: str, article_id: str | None = None) -> Rejection:
        return Rejection("read", document.source_path, article_id, reason, f"{document.source_path!r}: {detail}")

    content, hints = document.content, document.hints
    if not content:
        return rejected("empty-file", "the file is empty; delete it or fill it")
    if len(content) > LARGEST:
        return rejected("too-large", f"{len(content):,} bytes are more than {LARGEST:,}; split it into articles")
    if scan and (why := scan.turns_away(content, document.media_type)):
        return TurnedAway(why)
    try:
        text = decode(content)
    except DecodeError as error:
        return rejected(error.reason, str(error))
    url, author, publisher, headline, published = hints.url, hints.author, hints.publisher, hints.title, hints.published
    if document.media_type == PAGE:
        try:
            page = read_page(text)
        except PageError as error:
            return rejected(error.reason, str(error))
        if page is None:
            return rejected("no-article", "the page holds no article; save the full page")
        text = page.text
        url, author, headline = page.url or url, page.author or author, page.title or headline
        publisher, published = page.publisher or publisher, page.published or published
    article_id = content_hash(text)
    language = hints.language or detect(text)
    if language not in LANGUAGES:
        if scan:
            return TurnedAway("unsupported-language")
        told = f"the text reads as {language!r}" if language else "the text holds no words"
        return rejected("unsupported-language", f"{told}; only {' and '.join(LANGUAGES)} are read", article_id)
    published = published or metadata.published_date(text)
    if published and published > today:
        detail = f"published {published}, which is after today, {today}; correct the date in the file"
        return rejected("future-date", detail, article_id)
    return Article(
        article_id=article_id,
        article=document.article,
        source_path=document.source_path,
        url=url,
        publisher=publisher,
        title=headline or metadata.title(text),
        author=author or metadata.author(text),
        language=language,
        published=published,
        published_precision="day" if published else None,
        media_type=document.media_type,
        text=text,
    )
