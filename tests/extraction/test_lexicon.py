"""A language is a lexicon: one file adds it, and a broken file is told by name and key."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from etl.extraction import Extractor, Organisation
from etl.extraction.lexicon import LANGUAGES, LexiconError, load_lexicon, parse_lexicon

TOY = Path(__file__).with_name("toy.toml")
ORGANISATIONS = [Organisation("Meta", kind="cloud"), Organisation("CoreWeave", kind="neocloud")]


def test_a_third_language_is_read_by_its_lexicon_alone() -> None:
    lexicon = parse_lexicon("toy", TOY.read_text(encoding="utf-8"), TOY.name)
    extractor = Extractor(ORGANISATIONS, lexicons=[load_lexicon("en"), lexicon])
    text = "Meta investos cirkau 14,2 miliardoj da dolaroj en CoreWeave ekde la unua jarduono 2027."
    (claim,) = extractor.extract(text, language="toy").claims
    assert (claim.value, claim.unit, claim.bound) == (Decimal(14_200_000_000), "USD", "about")
    assert (claim.from_partners, claim.to_partners, claim.kind) == (("Meta",), ("CoreWeave",), "investment")
    assert claim.quote == "14,2 miliardoj da dolaroj"
    assert extractor.extract("Meta will invest $14.2 billion in CoreWeave.", language="en").claims
    with pytest.raises(KeyError):
        extractor.extract(text, language="fr")


def test_the_languages_are_those_of_the_lexicon_files() -> None:
    files = Path(__file__).parents[2].joinpath("etl", "extraction", "lexicon").glob("*.toml")
    assert sorted(LANGUAGES) == sorted(file.stem for file in files)


def test_another_lexicon_is_another_version_of_the_extractor() -> None:
    toy = TOY.read_text(encoding="utf-8")
    both = [parse_lexicon("toy", source, TOY.name) for source in (toy, toy.replace("cirkau", "proksime"))]
    assert len({Extractor(ORGANISATIONS, lexicons=[one]).version for one in both}) == 2


def swap(old: str, new: str) -> Callable[[str], str]:
    def changed(source: str) -> str:
        assert old in source
        return source.replace(old, new, 1)

    return changed


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (swap('about = ["cirkau"]', "about = [cirkau]"), "not valid TOML"),
        (swap("[bounds]", "[hedges]"), "table [bounds] is missing"),
        (swap('about = ["cirkau"]', ""), "[bounds] lacks the key 'about'"),
        (swap('about = ["cirkau"]', "about = []"), "[bounds] about is empty"),
        (swap('about = ["cirkau"]', 'about = "cirkau"'), "[bounds] about must be a list of words"),
        (swap('about = ["cirkau"]', "about = [1]"), "[bounds] about must be a list of words"),
        (swap('about = ["cirkau"]', 'about = ["cirkau", " "]'), "[bounds] about has a blank word, the 2."),
        (swap('"veno", ', ""), "[dates] weekdays has 6 entries, not 7"),
        (swap('[["unua jarduono"], ', '["unua jarduono", '), "[dates] halves must be a list of words"),
        (swap("antau {n} semajnoj", "antau semajnoj"), "[dates] ago has 'antau semajnoj', which lacks {n}"),
        (swap("month_first = false", 'month_first = "no"'), "[dates] month_first must be True or False"),
        (swap("miliardo = 1e9", 'miliardo = "9"'), "[numbers] scales has for 'miliardo' no number above 0"),
        (swap("miliardo = 1e9", "miliardo = nan"), "[numbers] scales has for 'miliardo' no number above 0"),
        (swap('decimal = ","', 'decimal = ";"'), "[numbers] decimal must be '.' or ','"),
        (swap('before = ["kaj"]\n', ""), "[numbers] ellipsis lacks the key 'before'"),
        (swap('"USD"', '"dollar"'), "[units] currencies has for 'dolaroj' no ISO 4217 code"),
        (swap("(?P<noun>", "((?P<noun>"), "[units] counted is no regular expression"),
        (swap('banko = "bank"', "banko = 3"), "[coreference] heads must be a table of words and names"),
        (swap('kompanioj" = 2', 'kompanioj" = -1'), "[coreference] groups ambau kompanioj: is no whole number"),
        (
            swap("modifiers_first = true", "modifiers_first = 1.5"),
            "[coreference] modifiers_first must be True or False",
        ),
        (swap('"invest+as"', '"invest+us"'), "[frames.invest] verbs has 'invest+us', but [inflections] has no 'us'"),
        (swap('nouns = ["aceto"]\n', ""), "[frames] buy lacks the key 'nouns'"),
        (swap('"kun"]', '"kun", ""]'), "[syntax] prepositions with: has a blank word"),
    ],
)
def test_a_broken_lexicon_is_told_by_file_and_key(change: Callable[[str], str], told: str) -> None:
    broken = change(TOY.read_text(encoding="utf-8"))
    with pytest.raises(LexiconError) as caught:
        parse_lexicon("toy", broken, "toy.toml")
    assert str(caught.value).startswith("toy.toml: ")
    assert told in str(caught.value)
