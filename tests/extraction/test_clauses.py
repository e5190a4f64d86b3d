"""What governs a value, and where a partner stands to it."""

import pytest

from etl.extraction.clauses import SentenceClauses, Syntax
from etl.extraction.frames import Evocation, FrameReader
from etl.extraction.lexicon import inflected, load_lexicon


def clauses(language: str, text: str, *names: str) -> tuple[SentenceClauses, list[Evocation]]:
    lexicon = load_lexicon(language)
    low = text.lower()
    spans = [(text.index(name), text.index(name) + len(name), False) for name in names]
    evocations = FrameReader(lexicon).read(low)
    return SentenceClauses(low, (0, len(low)), Syntax(lexicon), evocations, spans), evocations


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
    evocation, _ = clauses(language, text)[0].governors(start, start + len(value), [])[0]
    assert governor[0] in evocation.frames
    assert evocation.form == governor[1]


@pytest.mark.parametrize(
    ("language", "text", "word", "slots"),
    [
        ("en", "Nvidia will invest $5 billion in Intel", "invest", {"Nvidia": "subject", "Intel": "into"}),
        ("en", "Anthropic pays xAI $1 billion", "pays", {"Anthropic": "subject", "xAI": "object"}),
        ("en", "$2 billion was invested by Nvidia", "invested", {"Nvidia": "by"}),
        ("en", "According to Anthropic, Google commits $10 billion", "commits", {"Anthropic": "", "Google": "subject"}),
        ("en", "Anthropic says Google will provide 5 GW", "provide", {"Google": "subject"}),
        ("en", "OpenAI, in which Microsoft has a stake, will buy chips", "buy", {"OpenAI": "subject", "Microsoft": ""}),
        ("en", "A deal with Oracle, which will deliver 4 GW", "deliver", {"Oracle": "subject"}),
        ("en", "Amazon's $4 billion investment in Anthropic", "investment", {"Anthropic": "into"}),
        ("en", "Oracle agreed to supply Meta with power", "supply", {"Oracle": "subject", "Meta": "object"}),
        ("fr", "En mai Oracle lui a vendu 4 GW", "vendu", {"Oracle": "subject", "lui": "to"}),
        ("fr", "Il évoque un backstop Nvidia", "backstop", {"Nvidia": "modifier"}),
        ("fr", "OpenAI achète du calcul auprès d'Oracle", "achète", {"OpenAI": "subject", "Oracle": "from"}),
        ("fr", "Selon Reuters, Mistral lève 2 milliards", "lève", {"Reuters": "", "Mistral": "subject"}),
        ("fr", "Un financement bouclé par Apollo pour Anthropic", "financement", {"Apollo": "by", "Anthropic": "for"}),
        ("fr", "Pour payer la facture, Oracle lève 18 milliards", "payer", {"Oracle": "subject"}),
    ],
)
def test_a_partner_stands_in_a_slot_of_a_frame(language: str, text: str, word: str, slots: dict[str, str]) -> None:
    sentence, evocations = clauses(language, text, *slots)
    evocation = next(one for one in evocations if text[one.start : one.end] == word)
    assert {name: sentence.slot(rank, evocation) for rank, name in enumerate(slots)} == slots


@pytest.mark.parametrize(
    ("language", "text", "value", "name", "slot"),
    [
        ("fr", "Les 100 milliards de dollars d'Anthropic chez AWS", "100 milliards de dollars", "Anthropic", "of"),
        ("en", "Its $38 billion to Amazon", "$38 billion", "Amazon", "to"),
        ("en", "SoftBank's $4 billion swoop", "$4 billion", "SoftBank", "genitive"),
    ],
)
def test_a_partner_may_be_tied_to_the_value_itself(language: str, text: str, value: str, name: str, slot: str) -> None:
    start = text.index(value)
    assert clauses(language, text, name)[0].value_slot(0, start, start + len(value)) == slot


def test_a_verb_of_the_lexicon_stands_for_its_forms() -> None:
    assert list(inflected("invest+ed", {"ed": ["", "s", "ed"]})) == ["invest", "invests", "invested"]
    assert list(inflected("team+ed up", {"ed": ["", "s"]})) == ["team up", "teams up"]
    assert list(inflected("bought", {})) == ["bought"]
