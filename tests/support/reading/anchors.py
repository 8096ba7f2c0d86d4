"""Other readers on the same pages, as far as they are installed: what anybody gets without this program."""

import importlib
from collections import Counter
from collections.abc import Callable

from lxml.html import document_fromstring

from crawler.text.normalize import words

Reader = Callable[[str, str], str]  # HTML and address to the text of the body


def _trafilatura(html: str, _url: str) -> str:
    return importlib.import_module("trafilatura").extract(html) or ""


def _trafilatura_precise(html: str, _url: str) -> str:
    return importlib.import_module("trafilatura").extract(html, favor_precision=True) or ""


def _readability(html: str, _url: str) -> str:
    summary = importlib.import_module("readability").Document(html).summary()
    return str(document_fromstring(summary).text_content())


def _newspaper4k(html: str, url: str) -> str:
    article = importlib.import_module("newspaper").Article(url, language="vi")
    article.download(input_html=html)
    article.parse()
    return str(article.text)


_READERS: dict[str, tuple[str, Reader]] = {
    "trafilatura": ("trafilatura", _trafilatura),
    "its precision": ("trafilatura", _trafilatura_precise),
    "readability": ("readability", _readability),
    "newspaper4k": ("newspaper", _newspaper4k),
}


def anchors() -> dict[str, Reader | None]:
    """Return the other readers by name; None where one is not installed."""
    return {name: read if _is_there(module) else None for name, (module, read) in _READERS.items()}


def _is_there(module: str) -> bool:
    try:
        importlib.import_module(module)
    except ImportError:
        return False
    return True


def agreement(text: str, gold: str, neutral: str) -> float:
    """Return F1 over the words of a text and of its gold, 0 to 1; those of title and lead are neutral."""
    wanted, found = Counter(words(gold)), Counter(words(text))
    common = (found & wanted).total()
    beyond = (found - wanted - Counter(words(neutral))).total()
    return 2 * common / (common + beyond + wanted.total()) if wanted else float(not beyond)
