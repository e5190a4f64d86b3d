"""What a plain text says of itself: its date, its author and its title.

Belongs here: the few forms in which newsrooms' texts carry them (« date 2025-09-23 », « Rédigé par … le Mercredi 8
Octobre 2025 », "Published October 6, 2025", "By Jo Doe"). Stays out: dates and persons that the story tells of.
"""

import re
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier january janv jan", "février fevrier february févr feb", "mars march mar", "avril april avr apr",
            "mai may", "juin june jun", "juillet july juil jul", "août aout august aug", "septembre september sept sep",
            "octobre october oct", "novembre november nov", "décembre decembre december déc dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_CUE = r"date|publié|publiée|rédigé|redige|mis à jour|posted|published|updated|paru|filed"
_HEAD = 700
_FORMS = (
    re.compile(rf"\b(?:{_CUE})\b[^\n]{{0,60}}?(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)", re.IGNORECASE),
    re.compile(
        rf"\b(?:{_CUE})\b[^\n]{{0,60}}?\b(?P<d>\d{{1,2}})(?:er)?\s(?P<name>{_MONTH})\.?\s(?P<y>20\d\d)", re.IGNORECASE
    ),
    re.compile(
        rf"\b(?:{_CUE})\b[^\n]{{0,60}}?\b(?P<name>{_MONTH})\.?\s(?P<d>\d{{1,2}}),?\s(?P<y>20\d\d)", re.IGNORECASE
    ),
    re.compile(r"^\W*(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b", re.MULTILINE),
    re.compile(rf"^(?:[a-zé]+\s)?(?P<d>\d{{1,2}})(?:er)?\s(?P<name>{_MONTH})\.?\s(?P<y>20\d\d)\W*$", re.I | re.M),
    re.compile(rf"^(?:[a-z]+,?\s)?(?P<name>{_MONTH})\.?\s(?P<d>\d{{1,2}}),?\s(?P<y>20\d\d)\W*$", re.I | re.M),
)


_WRITTEN = r"(?:rédigé|écrit|publié|posté|written|posted|reported|published)(?:\s(?:le|on)\s[^\n]{4,30}?)?\s(?:par|by)"
_AUTHOR = re.compile(
    rf"^[ \t]*(?:par|by|{_WRITTEN})[ \t]+(?P<author>[^\n\d.|:;,–—]{{2,60}}?)[ \t]*"
    r"(?=\.?[ \t]*$|[.,]?[ \t]+(?:[|–—-]|(?:le|on)[ \t][^\n]{0,14}\d"
    r"|(?:publiée?|posted|published|updated|mis à jour)\b))",
    re.IGNORECASE | re.MULTILINE,
)
_DAY_NAMES = re.compile(
    r"^(?:le\s)?(?:lun|mar|mercre|jeu|vendre|same|diman|mon|tues|wednes|thurs|fri|satur|sun)(?:di|day)?\b", re.I
)


def published_date(text: str) -> date | None:
    """Return the day on which a text says, in its first lines, that it was published."""
    head = text[:_HEAD]
    found = [match for form in _FORMS if (match := form.search(head))]
    for match in sorted(found, key=lambda match: match.start()):
        parts = match.groupdict()
        month = int(parts["m"]) if parts.get("m") else _MONTHS[parts["name"].lower()]
        try:
            return date(int(parts["y"]), month, int(parts["d"]))
        except ValueError:
            continue
    return None


def author(text: str) -> str | None:
    """Return who a text says, on a line of its first lines, that it was written by: a person or a desk."""
    found = (match["author"].strip() for match in _AUTHOR.finditer(text[:_HEAD]))
    return next((name for name in found if not _DAY_NAMES.match(name)), None)


def title(text: str) -> str | None:
    """Return the headline: a first line that is short and does not end like a sentence."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return first if 0 < len(first) <= 160 and not first.endswith((".", ";", ":")) else None
