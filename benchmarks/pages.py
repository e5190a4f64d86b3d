"""Pages as news sites serve them: an article amid head, menus, scripts, cards, comments and footer; 40 to 150 kB.

Belongs here: made-up pages, the same for the same seed, for the benchmark and the tests. Stays out: measuring.
"""

import html
import json
import random

_SECTIONS = (
    "World", "Politics", "Économie", "Sport", "Culture", "Sciences", "Technology", "Santé", "Opinions", "Vidéos",
    "Météo", "Podcasts", "Régions", "Education", "Voyages", "Cuisine", "Jobs", "Archives", "Newsletters", "Games",
)  # fmt: skip
_HEADLINES = (
    "The old bridge reopens after two winters of work", "Le marché couvert rouvre ses portes samedi",
    "Storm leaves thousands without light along the coast", "Une exposition rassemble trente tableaux oubliés",
    "Voters return to the polls in three districts", "La récolte de pommes s'annonce tardive cette année",
    "How a village choir reached the national final", "Le tramway circulera plus tard le vendredi",
    "Airline adds flights to the islands for the summer", "Les urgences de l'hôpital changent d'adresse",
    "What to know about the new parking rules", "Nvidia climbs again as traders return", "Retail sales rose 2 % in May",
    "OpenAI: ce que l'on sait du nouvel assistant", "A budget of 12 million euros for the stadium",
)  # fmt: skip
_PLAIN = (
    "The council met on Tuesday evening and talked for three hours about the road that leads to the harbour.",
    "Residents said they had waited long enough and asked for a date on which the work would begin.",
    "A spokesman for the railway said that trains would run as usual, with delays of up to 20 minutes.",
    "The team won by two goals to one, and its captain thanked the supporters who had travelled overnight.",
    "Tickets cost $12 at the door, children pay half, and the museum closes at six in the evening.",
    "Unemployment in the region stood at 6.1 percent in the spring, a little less than a year before.",
    "The repair of the roof will cost 1.4 million pounds, of which the diocese has found two thirds.",
    "Forecasters expect rain from the west by Thursday, with gusts of 80 kilometres an hour on the hills.",
    "She wrote her first novel at night, at a kitchen table, while her two sons slept next door.",
    "The court will hear the appeal in October; until then the club keeps its licence and its points.",
    "Le conseil municipal s'est réuni mardi soir pour examiner le budget des écoles du centre-ville.",
    "Les habitants demandent depuis des années une piste cyclable entre la gare et le marché.",
    "La pièce, jouée pour la première fois en province, dure deux heures et compte neuf comédiens.",
    "Le club s'est imposé trois buts à un devant 14 000 spectateurs venus malgré la pluie.",
    "La restauration du clocher est estimée à 2,3 millions d'euros et durera dix-huit mois.",
    "Les prix des légumes ont augmenté de 4 % en un an, selon la chambre d'agriculture.",
    "Le préfet a rappelé que la baignade reste interdite en aval du barrage jusqu'à nouvel ordre.",
    "Une chercheuse a compté les papillons du parc pendant vingt étés et en publie le tableau.",
    "La bibliothèque prêtera aussi des outils, des instruments de musique et des jeux de société.",
    "Les pompiers ont éteint le feu en deux heures; personne n'a été blessé, dit la mairie.",
)  # fmt: skip


def plain_story(seed: int) -> tuple[str, list[str]]:
    """Return a headline and paragraphs that tell of no deal."""
    pick = random.Random(seed)
    half = _PLAIN[:10] if pick.random() < 0.5 else _PLAIN[10:]
    paragraphs = [" ".join(pick.sample(half, pick.randint(3, 5))) + f" ({pick.randint(2, 99)})" for _ in range(9)]
    return pick.choice(_HEADLINES[:11]), paragraphs


def page(title: str, paragraphs: list[str], *, language: str, url: str, published: str | None, seed: int) -> str:
    """Return an article in the furniture of a site, between 40 and 150 kB with it."""
    pick = random.Random(seed)
    wanted = pick.randint(40_000, 150_000)
    body = "\n".join(f"<p>{html.escape(paragraph, quote=False)}</p>" for paragraph in paragraphs)
    headline = f"<h1>{html.escape(title)}</h1>" if title else ""
    start = _head(title, language, url, published, pick) + _menu(pick)
    story = (
        f'<main id="content"><article class="post post--long"><header>{headline}'
        '<div class="share"><a href="/share?to=mail">E-mail</a> <a href="/share?to=link">Copy link</a></div></header>\n'
        f'<div class="post__body">{body}</div></article></main>'
    )
    rest: list[str] = []
    size = len(start) + len(story) + 12_000
    while size < wanted:
        rest.append(_card(pick))
        size += len(rest[-1])
    return start + story + f'<aside class="rail">{"".join(rest)}</aside>' + _foot(pick)


def _head(title: str, language: str, url: str, published: str | None, pick: random.Random) -> str:
    told: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title or "A story",
        "mainEntityOfPage": url,
    }
    told["author"] = [{"@type": "Person", "name": "Staff Reporters"}]
    if published:
        told["datePublished"] = f"{published}T08:30:00+00:00"
    styles = "".join(
        f".c{pick.randint(0, 999)}-{i}{{margin:0 {i}px;color:#{pick.getrandbits(24):06x}}}" for i in range(140)
    )
    dated = f'<meta property="article:published_time" content="{published}T08:30:00Z">' if published else ""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{html.escape(title)} | The Site</title>"
        f'<meta property="og:title" content="{html.escape(title)}"><meta property="og:url" content="{url}">'
        f'<meta property="og:site_name" content="The Site"><meta property="og:type" content="article">{dated}'
        f'<link rel="canonical" href="{url}"><style>{styles}</style>'
        f'<script type="application/ld+json">{json.dumps(told)}</script><script>{_script(pick, 60)}</script></head>'
    )


def _menu(pick: random.Random) -> str:
    links = "".join(
        f'<li class="menu"><a href="https://news.example/{name.lower()}?from=m{pick.randint(0, 99)}">{name}</a></li>'
        for name in _SECTIONS
    )
    return (
        '<body><div class="banner" role="dialog"><p>We use cookies.</p><button>Accept</button></div>'
        f'<nav aria-label="Main"><ul>{links}</ul></nav><div class="login"><a href="/login">Sign in</a></div>'
    )


def _card(pick: random.Random) -> str:
    name = f"{pick.getrandbits(48):012x}"
    return (
        f'<div class="card card--{pick.randint(0, 9)}" data-id="{name}"><a class="card__link" '
        f'href="https://news.example/{pick.randint(2019, 2026)}/{name}.html"><img loading="lazy" width="320" '
        f'src="https://img.example/{name}.webp" alt=""><span>{html.escape(pick.choice(_HEADLINES))}</span></a></div>'
    )


def _foot(pick: random.Random) -> str:
    links = "".join(f'<li><a href="/about/{i}">About {i}</a></li>' for i in range(40))
    return (
        f"<footer><ul>{links}</ul><p>© The Site. All rights reserved.</p></footer><script>{_script(pick, 90)}</script>"
        "</body></html>"
    )


def _script(pick: random.Random, lines: int) -> str:
    return "".join(
        f"(function(w,d){{w.q{i}=w.q{i}||[];w.q{i}.push({{id:'{pick.getrandbits(64):x}',v:{pick.random():.4f}}})}})(window);"
        for i in range(lines)
    )
