"""Texts to measure on: articles about deals, and ordinary news without any.

Belongs here: which texts, and our own sentences of ordinary news. Stays out: measuring.
"""

import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from etl.paths import BUNDLED, PROJECT
from etl.sources.article import Article
from etl.sources.files import read_paths

OWN = (BUNDLED / "inbox", PROJECT / "tests" / "golden" / "articles")
_SHARED = tuple(PROJECT.parent / "shared" / name for name in ("articles", "corpus/read"))
_ORDINARY = {
    "fr": (
        "La pluie a cessé dimanche matin, mais la rivière continuait de monter derrière la halle du marché.",
        "Le conseil municipal a voté par 17 voix contre 9 la fermeture du centre-ville aux voitures le samedi.",
        "« Nous avons attendu ce pont pendant trente ans », raconte la boulangère de la rue basse.",
        "Menés de deux buts à la pause, les visiteurs ont égalisé dans les arrêts de jeu devant 12 000 spectateurs.",
        "Les écoles du canton resteront fermées jusqu'à mercredi, le temps de réparer les chaudières.",
        "La troupe jouera encore six fois avant de partir en tournée dans le Sud.",
        "Selon la préfecture, 340 foyers étaient privés d'électricité vendredi soir après le passage de la tempête.",
        "Le médecin conseille de boire davantage et de marcher une demi-heure par jour, même en hiver.",
        "L'accident s'est produit vers 6 heures, à la sortie du tunnel, sans faire de blessé grave.",
        "Le prix du beurre a augmenté de 4 % depuis janvier, celui du pain n'a pas bougé.",
        "Une centaine de bénévoles ont ramassé les déchets sur la plage et rempli 80 sacs.",
        "La bibliothèque ouvrira désormais le dimanche ; deux emplois ont été créés pour cela.",
        "Le maire sortant se représente, tandis que son ancienne adjointe conduit une liste concurrente.",
        "Au musée, l'exposition sur les cartes anciennes est prolongée jusqu'à la fin du mois d'août.",
        "Elle a grandi dans une ferme, appris le violon seule et remporté son premier concours à 15 ans.",
        "Les apiculteurs s'inquiètent : le printemps froid a retardé la floraison de trois semaines.",
        "Le tribunal a reporté l'audience, l'avocat de la défense étant retenu par une grève des trains.",
        "Sur le plateau, les bergers ont fait monter 1 500 brebis plus tôt que d'habitude.",
        "La nouvelle ligne de bus relie la gare à l'hôpital en un quart d'heure.",
        "Les habitants demandent un passage pour piétons depuis qu'un enfant a été renversé l'an dernier.",
    ),
    "en": (
        "The rain stopped on Sunday morning, but the river went on rising behind the old corn market.",
        "Councillors voted by 17 to 9 to close the town centre to cars on Saturdays.",
        '"We have waited thirty years for this bridge," says the woman who keeps the bakery in Lower Street.',
        "Two goals down at the break, the visitors drew level in stoppage time in front of 12,000 people.",
        "Schools in the valley will stay closed until Wednesday while the boilers are mended.",
        "The company of actors will play six more nights before it sets off for the coast.",
        "Some 340 homes had no power on Friday night after the storm went through, the county said.",
        "Doctors advise people to drink more and to walk for half an hour a day, in winter too.",
        "The accident happened at about six o'clock where the tunnel ends; nobody was badly hurt.",
        "Butter costs 4 percent more than in January, while the price of bread has not moved.",
        "A hundred volunteers picked up litter along the beach and filled 80 sacks.",
        "The library will open on Sundays from now on, and two people have been hired for it.",
        "The mayor is standing again, and so, on another list, is the woman who used to be his deputy.",
        "The museum keeps its show of early maps open until the end of August.",
        "She grew up on a farm, taught herself the violin and won her first prize at 15.",
        "Beekeepers are worried, since the cold spring has put the blossom back by three weeks.",
        "The court put off the hearing because counsel for the defence was held up by a rail strike.",
        "Up on the moor the shepherds have brought out 1,500 ewes earlier than usual.",
        "The new bus runs from the station to the hospital in a quarter of an hour.",
        "People who live there have asked for a crossing ever since a child was run over last year.",
    ),
}


def articles(folders: Sequence[Path]) -> list[tuple[str, str]]:
    """Return the language and text of every article of some folders, of those that there are."""
    there = [folder for folder in folders if folder.is_dir()]
    return [(one.language, one.text) for one in read_paths(there, date.max) if isinstance(one, Article)]


def deals() -> list[tuple[str, str]]:
    """Return every article about deals that is at hand."""
    return articles((*OWN, *_SHARED))


def ordinary(count: int = 200) -> list[tuple[str, str]]:
    """Return the language and text of so many articles of ordinary news, half of them in each language."""
    rng = random.Random(0)
    made = []
    for number in range(count):
        language = "fr" if number % 2 else "en"
        lines = [" ".join(rng.sample(_ORDINARY[language], 4)) for _ in range(5)]
        made.append((language, "\n\n".join(lines)))
    return made


def prose_of(length: int) -> str:
    """Return so many characters of French prose about deals, in lines of about a thousand."""
    french = [text.replace("\n", " ") for language, text in deals() if language == "fr"]
    joined = " ".join(french)
    lines = [joined[at : at + 999] for at in range(0, len(joined) - 999, 999)]
    needed = length // 1000 + 1
    return "\n".join((lines * (needed // len(lines) + 1))[:needed])[:length]
