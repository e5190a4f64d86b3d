"""Articles as nobody would write them, made from real ones.

Belongs here: cutting prose into pieces and spoiling it, reproducibly from a seed. Stays out: what must hold of the
result (`fuzz`). Lone surrogates are left out: no text that can be stored has them.
"""

import random
import re
from collections.abc import Callable, Sequence

Mutation = Callable[[random.Random, str], str]
_LONGEST = 4000
_CONTROLS = "\0\a\b\t\v\f\r\x1b\x7f\x85\u2028\u2029\ufeff\U000e0001"
_MARKS = "\u200e\u200f\u202a\u202b\u202d\u202e\u2066\u2067\u2069\u061c"
_INVISIBLE = "\u200b\u200c\u200d\u2060\u00ad\u180e\u034f"
_ACCENTS = "\u0300\u0301\u0302\u0308\u0327\u0338\u20e3\ufe0f"
_SPACES = "\u00a0\u2002\u2009\u202f\u3000\t\n"
_DIGITS = ("٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "０１２３４５６７８９", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "⁰¹²³⁴⁵⁶⁷⁸⁹", "①②③④⑤⑥⑦⑧⑨⑩")
_CASES = "İıßﬀǅΣςŉẞ"
_SNIPPETS = (
    "1e400", "0 milliards", "0 milliard d'euros", "$0 billion", "-5 milliards de dollars", "1,2,3,4 milliards", "$.",
    "$,5bn", "9" * 400 + " milliards", "1" + " 000" * 60 + " dollars", "1." * 40, "½ milliard", "10⁹ dollars", "Ⅻ GW",
    "1/0 GW", "«", "“", "((((", "]]]]", "\"'", "…", "%%", "$$$", "€€ 5", "5 5 5 5 GW", "NaN GW", "inf dollars",
    "31 février 2026", "99/99/2026", "le 0 mai 2026", "February 30, 2026", "in 0000", "sur 0 ans", "over 999 years",
    "il y a 99999 semaines", "99 weeks ago", "H9 2026", "Q7 2027", "OpenAI OpenAI", "OpenAI,OpenAI,et OpenAI",
    "OpenAI's's", "AMD-backed-backed", "<b>5 GW</b>", "&nbsp;5&nbsp;GW", "\\d+ GW", "{n} GW", "5 GWGW", "5GW5GW",
    "milliard milliard", "billion-billion", "100 % 100 %", "X",
)  # fmt: skip


def _place(rng: random.Random, text: str) -> int:
    return rng.randint(0, len(text))


def _inserted(choices: str) -> Mutation:
    def mutate(rng: random.Random, text: str) -> str:
        for _ in range(rng.randint(1, 6)):
            at = _place(rng, text)
            text = text[:at] + rng.choice(choices) * rng.choice((1, 1, 2, 20)) + text[at:]
        return text

    return mutate


def _snippet(rng: random.Random, text: str) -> str:
    at = _place(rng, text)
    gap = rng.choice((" ", "", "\u00a0", "\n"))
    return text[:at] + gap + rng.choice(_SNIPPETS) + gap + text[at:]


def _foreign_digits(rng: random.Random, text: str) -> str:
    return text.translate(str.maketrans("0123456789", rng.choice(_DIGITS)))


def _accented(rng: random.Random, text: str) -> str:
    accent = rng.choice(_ACCENTS)
    return "".join(char + accent if char.isalnum() and rng.random() < 0.2 else char for char in text)


def _other_spaces(rng: random.Random, text: str) -> str:
    return text.replace(" ", rng.choice(_SPACES))


def _repeated(rng: random.Random, text: str) -> str:
    words = list(re.finditer(r"\S+\s?", text))
    if not words:
        return text
    first = rng.randrange(len(words))
    last = min(len(words), first + rng.randint(1, 4))
    piece = text[words[first].start() : words[last - 1].end()]
    return text[: words[first].start()] + piece * rng.randint(2, 30) + text[words[last - 1].end() :]


def _deleted(rng: random.Random, text: str) -> str:
    start = _place(rng, text)
    return text[:start] + text[start + rng.randint(1, 40) :]


def _without(rng: random.Random, text: str) -> str:
    return text.replace(rng.choice(".,  '’$%-"), "")


def _swapped(rng: random.Random, text: str) -> str:
    words = text.split(" ")
    for _ in range(rng.randint(1, 5)):
        one, other = rng.randrange(len(words)), rng.randrange(len(words))
        words[one], words[other] = words[other], words[one]
    return " ".join(words)


def _cased(rng: random.Random, text: str) -> str:
    return rng.choice((str.upper, str.lower, str.title, str.swapcase))(text)


def _reversed(_: random.Random, text: str) -> str:
    return text[::-1]


MUTATIONS: tuple[Mutation, ...] = (
    _inserted(_CONTROLS), _inserted(_MARKS), _inserted(_INVISIBLE), _inserted(_ACCENTS), _inserted(_CASES),
    _inserted("«“\"'(["), _inserted("0123456789"), _inserted("$€£%.,-"),
    _snippet, _snippet, _foreign_digits, _accented, _other_spaces, _repeated, _deleted, _without, _swapped, _cased,
    _reversed,
)  # fmt: skip


def pieces(texts: Sequence[str]) -> list[str]:
    """Return the sentences and lines of texts, which articles are made of."""
    cut = (piece.strip() for text in texts for piece in re.split(r"(?<=[.!?])\s+|\n+", text))
    return sorted({piece for piece in cut if len(piece) > 20})


def article(seed: int, prose: Sequence[str]) -> str:
    """Return the article of a seed: one to four pieces of prose, spoilt in one to four ways."""
    rng = random.Random(seed)
    text = rng.choice((" ", "\n", "\n\n")).join(rng.choice(prose) for _ in range(rng.randint(1, 4)))
    for mutate in rng.choices(MUTATIONS, k=rng.randint(1, 4)):
        text = mutate(rng, text)[:_LONGEST]
    return text
