"""Everything that can go wrong, as a small tree.

GomtinError
├── ConfigError        schedules.yaml or the command line asks for what cannot be
├── CorpusError        the folder cannot be read or written
│   └── LedgerError    the ledger cannot be used, and rebuilding it would not help
├── OutletError        an outlet's declaration is wrong
├── InputError         what was handed over is not what can be used
├── BusyError          another gomtin is at this work now
└── Rejected           a page ends here; carries the Reason (expected, never a bug)
"""

from typing import TYPE_CHECKING

from crawler.reasons import Reason

if TYPE_CHECKING:
    from crawler.article import Article


class GomtinError(Exception):
    """Base of what the command reports in one line instead of a traceback."""


class ConfigError(GomtinError):
    """Raised when schedules.yaml or the command line asks for what cannot be; lists every mistake."""


class CorpusError(GomtinError):
    """Raised when the corpus folder cannot be read or written; the message says what to do."""


class LedgerError(CorpusError):
    """Raised when the ledger cannot be used and rebuilding it from the folder would not help."""


class OutletError(GomtinError):
    """Raised at import when an outlet's declaration is wrong; names the class and the attribute."""


class InputError(GomtinError):
    """Raised for a line, an address or a text that a person handed over and that cannot be used as it is."""


class BusyError(GomtinError):
    """Raised when another gomtin is at this work now; nothing is wrong, later it can be done."""


class Rejected(GomtinError):  # noqa: N818 - it is an outcome, not an error
    """Raised by a stage or a reader when a page ends there; the page's verdict is `reason.verdict`.

    `detail` is one short line for `why`; `duplicate_of` the number of the record it repeats, `similarity` how
    much of it that is, 1 for all; `article` the article with what the stage found out about it.
    """

    def __init__(
        self,
        reason: Reason,
        detail: str = "",
        *,
        duplicate_of: int | None = None,
        similarity: float | None = None,
        article: "Article | None" = None,
    ) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail
        self.duplicate_of = duplicate_of
        self.similarity = similarity
        self.article = article

    def __str__(self) -> str:
        return f"{self.reason.code}: {self.detail or self.reason.meaning}"

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only arguments are lost by the default pickling, and workers raise this in worker processes.
        return _rejected, (self.reason.code, self.detail, self.duplicate_of, self.similarity, self.article)


def _rejected(
    code: str, detail: str, duplicate_of: int | None, similarity: float | None, article: "Article | None"
) -> Rejected:
    return Rejected(
        Reason.from_code(code), detail, duplicate_of=duplicate_of, similarity=similarity, article=article
    )
