"""Texts that are no articles, each under the reason that says so, and articles that look like them."""

from pathlib import Path

from crawler.reasons import Reason

_HERE = Path(__file__).parent
_REASONS = {reason.code: reason for reason in Reason}


def no_articles() -> list[tuple[Reason, str, list[str]]]:
    """Return why a text is no article, its title, and its lines."""
    return _read("no_articles.txt")


def articles_like_them() -> list[tuple[Reason, str, list[str]]]:
    """Return the reason an article could be taken for at a glance, its title, and its lines."""
    return _read("articles_like_them.txt")


def _read(name: str) -> list[tuple[Reason, str, list[str]]]:
    blocks = (_HERE / name).read_text(encoding="utf-8").removeprefix("= ").strip().split("\n\n= ")
    texts = (block.split("\n") for block in blocks)
    return [(_REASONS[reason], title, lines) for reason, title, *lines in texts]
