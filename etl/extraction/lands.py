"""Lands: whether a country, its capital or its government acts, or is only where something happens.

Belongs here: what stands beside the name of a country. Stays out: who is named (`mentions`), which state a government
or a capital stands for (`coreference`), all words (lexicons).
"""

import re

from etl.extraction.lexicon import Lexicon, alternation, folded, inflected
from etl.extraction.model import Mention

_BEFORE = 24
_AFTER = 40
_ARTICLE = re.compile(r"\w+['’\s]")
_NAMED_BEFORE = re.compile(r"[A-ZÀ-ÖØ-Þ][\w.-]*\s$")


class LandReader:
    """Tells states that act from places, in one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        roles, syntax = lexicon["roles"], lexicon["syntax"]
        self._place = re.compile(rf"(?<!\w)(?:{alternation(roles['place_prepositions'])})\s(?:the\s)?$")
        self._tied = re.compile(rf"(?<!\w)(?:{alternation(roles['prepositions'])})(?:\s|(?<='))$|[a-z]-$")
        self._acts = re.compile(rf"(?:'s)?,?\s(?:\w+\s)?(?:{alternation(roles['subject_verbs'])})(?!\w)")
        self._next = re.compile(r"(?:'s)?\s(\w+)(?:\s(\w+))?")
        active = tuple(syntax["active_endings"])
        self._verbs = frozenset(
            folded(form)
            for frame in lexicon["frames"].values()
            for entry in frame["verbs"]
            for form in inflected(entry, lexicon["inflections"])
            if not form.endswith(active)
        )
        beside = alternation(roles["state_prepositions"])
        self._acting = re.compile(rf"(?<!\w)(?:{beside})(?:\s|(?<='))(?:the\s|la\s|l'|les\s|le\s)?$")

    def is_place(self, text: str, mention: Mention) -> bool:
        """Tell whether the mention of a state is where something happens (« en Inde », "to India", "Canada's Cohere")
        rather than who acts: it acts where a verb follows it, or behind « avec », "from", "by"; a capital only where a
        verb follows."""
        start, end = mention.char_start, mention.char_end
        before = folded(text[max(0, start - _BEFORE) : start])
        after = folded(text[end : end + _AFTER])
        if mention.how == "capital":
            tied = self._tied.search(before) or _NAMED_BEFORE.search(text, max(0, start - _BEFORE), start)
            return bool(tied) or not self._does(after)
        if mention.how == "noun":
            article = _ARTICLE.match(text, start, end)
            if article and self._place.search(before + folded(article[0]).rstrip() + " "):
                return True
        if self._place.search(before) or (after.startswith("'s ") and text[end + 3 : end + 4].isupper()):
            return True
        return not self._does(after) and not self._acting.search(before)

    def deals(self, after: str) -> bool:
        """Tell whether a verb of a deal follows."""
        following = self._next.match(after)
        return following is not None and not self._verbs.isdisjoint(following.groups())

    def _does(self, after: str) -> bool:
        return self._acts.match(after) is not None or self.deals(after)
