"""When the figures of an outlet's pages move away from its usual ones: a rank-based cumulative sum (CUSUM).

Page, E. S. (1954), Continuous inspection schemes, Biometrika 41. Each page's figure is scored by its rank
among the outlet's own (van der Waerden's normal scores), so that short news beside long features are as usual
as anything; what stays on one side of them for pages on end is not.
"""

from bisect import bisect_left, bisect_right, insort
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from math import sqrt
from statistics import NormalDist, fmean, median

LEARNT = 20  # pages before an outlet's usual is known, here and in drift.py
ENOUGH = 5  # pages on one side, to call it a change
MENDED = 8  # pages that are as usual again, to call it mended
BASE_PAGES = 200  # that make an outlet's usual: some weeks of a large one
_LONGEST_DOUBT = 40  # pages; what is still no change then belongs to the usual
# In standard deviations: what each page may be off, and what all together may be before it is a change. In
# pages that vary by chance that comes once in some ten thousand pages; a shift of 1.5 is seen after six.
_ALLOWED = 0.7
_CHANGE = 4.2  # standard deviations
_FARTHEST = 2.33  # of one page: the first of a hundred
_MOST_ALIKE = 0.5  # correlation of neighbours, 0 to 1, that is believed at most; it widens threefold
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a page at its moment."""

    at: datetime
    value: float


@dataclass(frozen=True, slots=True)
class Shift:
    """Since when the figures of `pages` pages are off; their median, and that of the usual ones before."""

    since: datetime
    last_good: datetime
    usual: float
    present: float
    pages: int


class _Usual:
    """The latest usual figures."""

    def __init__(self) -> None:
        self._latest: deque[float] = deque()
        self._sorted: list[float] = []

    def __len__(self) -> int:
        return len(self._sorted)

    def add(self, value: float) -> None:
        self._latest.append(value)
        insort(self._sorted, value)
        if len(self._latest) > BASE_PAGES:
            del self._sorted[bisect_left(self._sorted, self._latest.popleft())]

    def score(self, value: float) -> float:
        """Return how far a figure is off, in standard deviations of a normal distribution of its rank."""
        rank = (bisect_left(self._sorted, value) + bisect_right(self._sorted, value)) / 2
        score = _NORMAL.inv_cdf((rank + 0.5) / (len(self._sorted) + 1))
        return max(-_FARTHEST, min(_FARTHEST, float(score)))

    @property
    def memory(self) -> float:
        """Return by how much neighbours are alike: 1 by chance, more where short ones come in a row.

        It is the factor by which that widens the sum of figures; what chance alone may show is left out.
        """
        scores = [self.score(value) for value in self._latest]
        spread = fmean(score * score for score in scores)
        alike = fmean(a * b for a, b in pairwise(scores)) / spread if spread else 0.0
        sure = max(0.0, min(alike - 1 / sqrt(len(scores)), _MOST_ALIKE))
        return (1 + sure) / (1 - sure)

    @property
    def median(self) -> float:
        return median(self._sorted)


class ShiftWatch:
    """Sees an outlet's figures, oldest first; `found` is the shift that is open after them.

    It looks for one upwards (`sign` 1) or downwards (-1). `matters` says of the usual and the present median
    whether the difference is worth a look.
    """

    def __init__(self, sign: int, matters: Callable[[float, float], bool]) -> None:
        self.found: Shift | None = None
        self._sign = sign
        self._matters = matters
        self._usual = _Usual()
        self._doubtful: list[Figure] = []
        self._total = 0.0
        self._last_good: datetime | None = None
        self._scores: deque[float] = deque(maxlen=MENDED)

    def see(self, figure: Figure) -> None:
        if len(self._usual) < LEARNT:
            self._learn([figure])
            return
        score = self._sign * self._usual.score(figure.value)
        if self.found:
            self._go_on(self.found, score)
            return
        self._total = max(0.0, self._total + score - _ALLOWED)
        self._doubtful.append(figure)
        if self._total == 0.0 or len(self._doubtful) > _LONGEST_DOUBT:
            self._learn(self._doubtful)
        elif self._is_change():
            self.found = self._shift()
            self._scores.clear()

    def _learn(self, figures: Sequence[Figure]) -> None:
        for figure in figures:
            self._usual.add(figure.value)
        self._last_good = max(figure.at for figure in figures)
        self._total, self._doubtful = 0.0, []

    def _go_on(self, found: Shift, score: float) -> None:
        """Count a page of a shift; enough that are as usual end it."""
        self.found = replace(found, pages=found.pages + 1)
        self._scores.append(score)
        if len(self._scores) == MENDED and fmean(self._scores) < _ALLOWED / 2:
            self.found, self._total, self._doubtful = None, 0.0, []

    def _is_change(self) -> bool:
        far = self._total > _CHANGE and len(self._doubtful) >= ENOUGH
        return far and self._total > _CHANGE * self._usual.memory

    def _shift(self) -> Shift | None:
        usual, present = self._usual.median, median(figure.value for figure in self._doubtful)
        if self._last_good is None or not self._matters(usual, present):
            return None
        since = min(figure.at for figure in self._doubtful)
        return Shift(since, self._last_good, usual, present, len(self._doubtful))
