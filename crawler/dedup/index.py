"""Which known texts a text is like: candidates from the index, then the texts' own shingles."""

import json
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from heapq import nsmallest
from itertools import islice
from pathlib import Path

from crawler.article import Article, Likeness, Relation, Sketch
from crawler.dedup.compare import Comparison, compare, estimated
from crawler.files import read_regular
from crawler.store.database import Connection
from crawler.store.folder import Folder, as_text, title_of
from crawler.store.tables import postings, texts
from crawler.store.tables.postings import Rows, rows_of
from crawler.store.tables.texts import IndexedText, Texts, packed, unpacked
from crawler.text.normalize import content_hash
from crawler.text.shingles import RATE, Overlap, Shingles, estimate, shingles_of
from crawler.timestamps import time_text

_ENOUGH_SHARED = 8  # shared fingerprints that are worth a look, however long the texts
_MIN_SHARED = 2  # fingerprints; one in common may be a phrase
_ENOUGH_SHARE = 0.3  # of the shorter text's fingerprints, where it has few
_MIN_SHARE = 0.1  # of the shorter text's fingerprints; with less it will not come to 0.2 of its shingles
_REMEMBERED_TEXTS = 64
_MAX_COMPARED_TEXTS = 15  # those with most in common
_MAX_SIZED_TEXTS = 60  # whose length is asked for
_LONGEST_COMPARED_CHARACTERS = 200_000  # of a text; ten times the longest report of a newspaper
_BATCH_TEXTS = 200  # taken into the index in one transaction
_ORDER = list(Likeness)
_OF_SHORT = (
    Likeness.NEAR,
    Likeness.CONTAINED,
)  # a short text may be a part of another one; no more is said of it


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a text is like, the closest first, and which of its fingerprints are boilerplate."""

    relations: tuple[Relation, ...]
    boilerplate: frozenset[int]


class DuplicateIndex:
    """The texts of one corpus folder, its quarantine and its known copies. Safe from several threads."""

    def __init__(self, index: Texts, files: Folder) -> None:
        self._index = index
        self._files = files
        # What was found out when a text was looked up serves when it is noted, some texts later.
        self._looked_up: deque[tuple[tuple[int, ...], frozenset[int]]] = deque(maxlen=_REMEMBERED_TEXTS)

    def of(self, text: str, sketch: Sketch | None = None) -> tuple[Relation, ...]:
        """Return what a text is like, the closest first; `sketch` is the text's, where a worker drew it."""
        return self.look(self._index.rows, text, sketch).relations

    def look(self, rows: Rows, text: str, sketch: Sketch | None = None) -> Lookup:
        """Return the same and more, read in or outside of a transaction."""
        drawn = _drawn(text, sketch)
        if not drawn.query:
            return Lookup((), frozenset())
        boilerplate, shared = postings.boilerplate_and_shared(rows, drawn.query)
        hopeful = _hopeful(rows, drawn, shared)
        found = [
            relation
            for known in texts.some(rows, hopeful)
            if (relation := self._relation(text, drawn, known, hopeful[known.id]))
        ]
        found.sort(key=lambda each: (not each.kept, _ORDER.index(each.likeness), -each.similarity, each.text))
        self._looked_up.append((drawn.query, boilerplate))
        return Lookup(tuple(found), boilerplate)

    def _relation(self, text: str, drawn: Shingles, known: IndexedText, shared: Overlap) -> Relation | None:
        compared = self._compared(text, known, shared)
        if compared is None or (likeness := compared.overlap.likeness) is None:
            return None
        if drawn.is_short and likeness not in _OF_SHORT:
            return None
        measured = compared.overlap
        return Relation(
            known.id,
            known.number,
            likeness,
            measured.jaccard,
            measured.contained,
            measured.containing,
            compared.new_words,
            compared.new_share,
            compared.other_news,
            known.kind == "kept",
            compared.sampled,
        )

    def _compared(self, text: str, known: IndexedText, shared: Overlap) -> Comparison | None:
        """Compare with the text itself; with its fingerprints, where the file was edited or deleted.

        So, too, where a text is as long as a book: its fingerprints are many, and comparing takes seconds.
        """
        if len(text) > _LONGEST_COMPARED_CHARACTERS:
            return estimated(text, shared)
        if known.kind == "waiting":
            waiting = _waiting(self._files.state.quarantine / f"{known.name}.json")
            return compare(text, waiting) if waiting else None
        old = _copied(known.body) if known.body else self._kept(known)
        comparable = old and len(old) <= _LONGEST_COMPARED_CHARACTERS
        return compare(text, old) if old and comparable else estimated(text, shared)

    def _kept(self, known: IndexedText) -> str | None:
        data = self._files.read(known.name)
        if data is None or sha256(data).hexdigest() != known.sha256:
            return None
        return as_text(data)

    # Noting. What is kept is noted in the transaction that keeps it.

    def catch_up(
        self,
        db: Connection,
        most: int | None = None,
        given: Mapping[str, Lookup] | None = None,
    ) -> bool:
        """Take records into the index that are not in it; return whether more are left.

        `given`: what was found out already, by the record's name.
        """
        left = texts.unindexed(db, most)
        for record in left:
            data = self._files.read(record.name)
            text = as_text(data) if data and sha256(data).hexdigest() == record.sha256 else ""
            look = (given or {}).get(record.name) or self.look(rows_of(db), text)
            _insert(db, record, shingles_of(text), look)
        if left:
            texts.note_indexed(db, left[-1].id)
        return most is not None and len(left) == most

    def note_copy(self, article: Article, number: int, at: str) -> None:
        """Note an article that repeats a record, so that its own copies are recognised, too."""
        self._note(_known(article, "copy", at, number=number, body=packed(article.text)), article)

    def note_waiting(self, article: Article, name: str, at: str) -> None:
        """Note an article that waits in quarantine under this id."""
        self._note(_known(article, "waiting", at, name=name), article)

    def _note(self, known: IndexedText, article: Article) -> None:
        def note(db: Connection) -> None:
            if not texts.is_noted(db, known):
                drawn = _drawn(article.text, article.sketch)
                lately = tuple(self._looked_up)  # in one step: another thread may look a text up meanwhile
                boilerplate = next((each for of, each in lately if of is drawn.query), None)
                if boilerplate is None:
                    boilerplate = postings.boilerplate_and_shared(rows_of(db), drawn.fingerprints)[0]
                _insert(db, known, drawn, Lookup(_with_itself(db, article), boilerplate))

        self._index.write(note)

    def index(self) -> None:
        """Take all records into the index that are not in it: an older ledger's, or a rebuilt one's."""
        left = True
        while left:
            left = self._index.write(lambda db: self.catch_up(db, _BATCH_TEXTS))


def _hopeful(rows: Rows, new: Shingles, shared: Counter[int]) -> dict[int, Overlap]:
    """Return the texts to compare with, and what overlap the fingerprints alone stand for."""
    several = [(-count, text) for text, count in shared.items() if count >= _MIN_SHARED]
    if not several:
        return {}
    most = nsmallest(_MAX_SIZED_TEXTS, several)
    sizes = texts.sizes(rows, [text for _, text in most])
    own = {rate: len(new.at(rate)) for rate in {rate for _, rate in sizes.values()}}
    found = {}
    for minus, text in most:
        size, rate = sizes[text]
        times = rate / RATE
        count, shorter = -minus * times, min(own[rate], size) * times
        if count >= _MIN_SHARE * shorter and (count >= _ENOUGH_SHARED or count >= _ENOUGH_SHARE * shorter):
            found[text] = estimate(-minus, own[rate], size)
    return dict(islice(found.items(), _MAX_COMPARED_TEXTS))


def _drawn(text: str, sketch: Sketch | None) -> Shingles:
    return Shingles.searched(sketch) if sketch else shingles_of(text)


def _insert(db: Connection, known: IndexedText, drawn: Shingles, look: Lookup) -> None:
    fingerprints = [each for each in drawn.fingerprints if each not in look.boilerplate]
    texts.insert(db, replace(known, rate=drawn.rate), fingerprints, look.relations)


def _with_itself(db: Connection, article: Article) -> tuple[Relation, ...]:
    """Return an article's relations; a spelling of a known text is related to that one, first of all."""
    same = texts.with_hash(rows_of(db), article.normal_hash or content_hash(article.text))
    if same is None:
        return article.relations
    others = [each for each in article.relations if each.text != same.id]
    return (Relation(same.id, same.number, Likeness.SAME, 1.0, 1.0, 1.0, kept=same.kind == "kept"), *others)


def _known(
    article: Article,
    kind: str,
    at: str,
    *,
    name: str = "",
    number: int | None = None,
    body: bytes | None = None,
) -> IndexedText:
    return IndexedText(
        kind=kind,
        name=name,
        number=number,
        normal_hash=article.normal_hash or content_hash(article.text),
        key=article.key,
        outlet=article.outlet,
        url=article.url,
        title=title_of(article.title),
        published=time_text(article.published),
        at=at,
        body=body,
    )


@lru_cache(maxsize=32)
def _copied(body: bytes) -> str:
    return unpacked(body)


def _waiting(path: Path) -> str | None:
    """Return a text of the quarantine; None when it does not wait there any more."""
    try:
        entry = json.loads(read_regular(path))
        return "\n".join(filter(None, [entry["title"], entry["lead"], *entry["paragraphs"]]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
