# ruff: noqa: E501 - sentences and markup stand on one line, as in the pages they play
"""What is the article's own although it looks like something else, and the reverse, as pages of one story (page.py)."""

from support.reading.body_cases import two_parts
from support.reading.page import OTHER, OTHER_LEAD, OTHER_TITLE, Case, P, paragraphs

_NAMED = (
    *(
        Case(
            "large part under a name",
            f"{name} around the rest",
            {"body": paragraphs(*P[:2]) + f'<div class="{name}">{paragraphs(*P[2:])}</div>'},
            {"note": f"kept: div {name}"},
        )
        for name in ("related", "author", "subscribe-text")
    ),
    Case(
        "large part under a name",
        "a box for each paragraph",
        {"body": "".join(f'<div class="sponsor-item"><p>{text}</p></div>' for text in P)},
    ),
    Case(
        "large part under a name",
        "readers' or the article's",
        {"body": paragraphs(*P[:3]) + f'<div class="comment">{paragraphs(*P[3:])}</div>'},
        {"reason": "half-text"},
    ),
    Case(
        "large part under a name",
        "an id of a heading's words",
        {
            "body": paragraphs(*P[:5])
            + f'<section id="nhung-nguoi-lien-quan-ke-lai"><h2>Chuyện bên suối</h2><p>{P[5]}</p></section>'
        },
        {"paragraphs": (*P[:5], "Chuyện bên suối", P[5])},
    ),
)
_HALVES = (
    Case(
        "parts outside",
        "main closed amid",
        {"body": two_parts(paragraphs(*P[:3]), "</main><main>", paragraphs(*P[3:]))},
    ),
    Case("parts outside", "bare in front", {"body": two_parts("", f"<p>{P[0]}</p>", paragraphs(*P[1:]))}),
    Case(
        "parts outside",
        "bare behind",
        {"body": lambda _: f"{paragraphs(*P[:4])}</div>{paragraphs(*P[4:])}<div>"},
    ),
    Case(
        "parts outside",
        "last in a box",
        {"body": lambda _: f'{paragraphs(*P[:5])}</div><div class="them"><p>{P[5]}</p>'},
        {"paragraphs": P[:5], "note": f"{len(P[5])} characters beside the text left out"},
    ),
)
_LOST = {"lacks": (OTHER_TITLE, *OTHER[:4])}
_DATED = f'<h3>{OTHER_TITLE} rộng hơn</h3><span>11/04/2026 07:00</span><h2 class="sapo">{OTHER_LEAD}</h2>'
_OTHERS = (
    Case(
        "another article",
        "a date under its title, amid",
        {"body": paragraphs(*P) + _DATED + paragraphs(*OTHER)},
        {**_LOST, "note": "another article"},
    ),
    Case(
        "another article",
        "a date under its title, below",
        {"below": f'{_DATED}<div class="noi-dung">{paragraphs(*OTHER)}</div>'},
        _LOST,
    ),
    Case(
        "another article",
        "in front of ours",
        {"top": f'{_DATED}<div class="noi-dung">{paragraphs(*OTHER)}</div>'},
        _LOST,
    ),
    Case(
        "another article",
        "a chronicle, or two articles",
        {
            "body": paragraphs(*P[:2])
            + "<h3>Buổi sáng ở trạm đo nước đầu nguồn</h3><p>12/04/2026 07:00</p>"
            + paragraphs(*P[2:])
        },
        {"reason": "other-article"},
    ),
)
CASES = (*_NAMED, *_HALVES, *_OTHERS)
