"""What the topic, as it is now, says of a text: for people, and as a value."""

from typing import Any

from crawler.topic.topic import Examined, Topic

_SHOWN_TERMS = 5


def examine(topic: Topic, text: str) -> Examined:
    """Judge a text as it stands in a corpus: title in the first line, lead in the second."""
    title, _, rest = text.lstrip("\ufeff\n ").partition("\n")
    return topic.judge(title, rest.partition("\n")[0] or None, text)


def as_json(found: Examined, topic: Topic) -> dict[str, Any]:
    limits = topic.thresholds
    return {
        "score": round(found.score, 4),
        "decision": found.decision,
        "terms": [[term, round(share, 4)] for term, share in found.terms],
        "nearest_seeds": [[name, round(likeness, 4)] for name, likeness in found.nearest],
        "accept": limits.accept,
        "borderline": limits.borderline,
    }


def lines(found: Examined, topic: Topic) -> list[str]:
    """Return the same for people."""
    limits = topic.thresholds
    terms = ", ".join(f"{term} {share:.0%}" for term, share in found.terms[:_SHOWN_TERMS])
    nearest = ", ".join(f"{name} {likeness:.2f}" for name, likeness in found.nearest)
    from_where = f"accept from {limits.accept:.2f}, borderline from {limits.borderline:.2f}"
    return [
        f"the topic now: score {found.score:.2f}, {found.decision} ({from_where})",
        f"  terms: {terms or 'none of the topic'}",
        f"  nearest seeds: {nearest}",
    ]
