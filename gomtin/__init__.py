"""For other programs: `gomtin.open(folder)`, `gomtin.read(html, url)`, `gomtin.judge(texts, corpus)`."""

from crawler import __version__
from crawler.api import ReadOnlyCorpus, Text, TextJudgement, judge, read
from crawler.api import open_corpus as open  # noqa: A004 - gomtin.open says what it does
from crawler.article import AnnouncedBy, Article, Decision
from crawler.errors import ConfigError, CorpusError, GomtinError, Rejected
from crawler.reasons import Reason, Verdict

__all__ = [
    "AnnouncedBy",
    "Article",
    "ConfigError",
    "CorpusError",
    "Decision",
    "GomtinError",
    "ReadOnlyCorpus",
    "Reason",
    "Rejected",
    "Text",
    "TextJudgement",
    "Verdict",
    "__version__",
    "judge",
    "open",
    "read",
]
