# ruff: noqa: E501 - sentences and markup stand on one line, as in the pages they play
"""What is the article's own although it looks like something else, and the reverse, as pages of one story (page.py)."""

from support.reading.body_cases import two_parts
from support.reading.page import Case, P, paragraphs

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
CASES = (*_NAMED, *_HALVES)
