"""What governs a value, and where a partner stands to it."""

import pytest

from etl.extraction.frames import FrameReader, SentenceFrames, Syntax, inflected
from etl.extraction.lexicon import load_lexicon
from etl.extraction.mentions import Mention


def frames(language: str, text: str, *names: str) -> SentenceFrames:
    lexicon = load_lexicon(language)
    low = text.lower()
    mentions = [Mention((name,), text.index(name), text.index(name) + len(name), "name") for name in names]
    return SentenceFrames(low, Syntax(lexicon), FrameReader(lexicon).read(low), mentions, range(len(mentions)))


@pytest.mark.parametrize(
    ("language", "text", "value", "governor"),
    [
        ("en", "OpenAI signed a $38 billion cloud deal with Amazon", "$38 billion", ("contract", "noun")),
        ("en", "Nvidia will invest $5 billion in Intel", "$5 billion", ("invest", "verb")),
        ("en", "A loan of $2 billion was arranged", "$2 billion", ("borrow", "noun")),
        ("en", "The round came at a $380 billion valuation", "$380 billion", ("value", "noun")),
        ("fr", "Nvidia investira 5 milliards de dollars dans Intel", "5 milliards de dollars", ("invest", "verb")),
        ("fr", "Un investissement de 2 milliards d'euros en Suède", "2 milliards d'euros", ("invest", "noun")),
        ("fr", "8 milliards de dollars ont été empruntés", "8 milliards de dollars", ("borrow", "passive")),
    ],
)
def test_a_value_is_governed_by_the_word_that_its_phrase_belongs_to(
    language: str, text: str, value: str, governor: tuple[str, str]
) -> None:
    start = text.index(value)
    evocation, _ = frames(language, text).governors(start, start + len(value), [])[0]
    assert governor[0] in evocation.frames
    assert evocation.form == governor[1]


@pytest.mark.parametrize(
    ("language", "text", "slots"),
    [
        ("en", "Nvidia will invest $5 billion in Intel", {"Nvidia": "subject", "Intel": "right into"}),
        ("en", "Anthropic pays xAI $1 billion", {"Anthropic": "subject", "xAI": "object"}),
        ("en", "$2 billion was invested by Nvidia", {"Nvidia": "right by"}),
        ("en", "According to Anthropic, Google commits $10 billion", {"Anthropic": "left source", "Google": "subject"}),
        ("fr", "OpenAI achète 300 milliards de calcul auprès d'Oracle", {"OpenAI": "subject", "Oracle": "right from"}),
        ("fr", "Selon Reuters, Mistral lève 2 milliards", {"Reuters": "left source", "Mistral": "subject"}),
    ],
)
def test_a_partner_stands_in_a_slot_of_what_governs(language: str, text: str, slots: dict[str, str]) -> None:
    sentence = frames(language, text, *slots)
    start = text.index(next(digit for digit in text if digit.isdigit()))
    evocation, _ = sentence.governors(start, start + 1, [])[0]
    assert {name: sentence.slot(index, evocation) for index, name in enumerate(slots)} == slots


def test_verbs_are_written_as_stems_with_a_class() -> None:
    classes = {"ed": ["", "s", "ed", "ing"]}
    assert list(inflected("team+ed up", classes)) == ["team up", "teams up", "teamed up", "teaming up"]
    assert list(inflected("bought", classes)) == ["bought"]
