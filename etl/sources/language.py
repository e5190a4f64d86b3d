"""Which language a text is in, by lingua.

Belongs here: the choice of languages told apart, which are those of a lexicon and those that turn up beside them. Stays
out: what is done in each.
"""

from functools import cache

from lingua import IsoCode639_1, Language, LanguageDetector, LanguageDetectorBuilder

from etl.extraction.lexicon import LANGUAGES

_SAMPLE = 600
_OTHERS = (
    Language.GERMAN, Language.SPANISH, Language.ITALIAN, Language.PORTUGUESE, Language.DUTCH, Language.SWEDISH,
    Language.POLISH, Language.JAPANESE, Language.CHINESE, Language.KOREAN, Language.ARABIC,
)  # fmt: skip


@cache
def _detector() -> LanguageDetector:
    read = (Language.from_iso_code_639_1(IsoCode639_1.from_str(language)) for language in LANGUAGES)
    return LanguageDetectorBuilder.from_languages(*{*read, *_OTHERS}).build()


def detect(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of a text's beginning, None where it has no words."""
    found = _detector().detect_language_of(text[:_SAMPLE])
    return found.iso_code_639_1.name.lower() if found else None
