"""Which language a text is in, by lingua.

Belongs here: the choice of languages told apart. Stays out: what is done in each.
"""

from functools import cache

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

_SAMPLE = 1200
_NAMES = (
    Language.FRENCH, Language.ENGLISH, Language.GERMAN, Language.SPANISH, Language.ITALIAN, Language.PORTUGUESE,
    Language.DUTCH, Language.SWEDISH, Language.POLISH, Language.JAPANESE, Language.CHINESE, Language.KOREAN,
    Language.ARABIC,
)  # fmt: skip


@cache
def _detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*_NAMES).build()


def detect(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of a text's beginning, None where it has no words."""
    found = _detector().detect_language_of(text[:_SAMPLE])
    return found.iso_code_639_1.name.lower() if found else None
