"""Small charts as SVG values: only numbers go in, only numbers come out."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spark:
    """A line of a series in a box of `width` x `height`. `points` is SVG's own notation."""

    width: int
    height: int
    points: str
    last_x: float
    last_y: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, in the coordinates of its chart."""

    x: float
    y: float
    width: float
    height: float
    label: str
    value: int


def spark(values: Sequence[int], width: int = 120, height: int = 24) -> Spark:
    """Draw a series as a line; zero is the ground."""
    most = max([*values, 1])
    step = (width - 4) / max(len(values) - 1, 1)
    points = [
        (round(2 + step * n, 1), round(height - 2 - (height - 4) * value / most, 1))
        for n, value in enumerate(values)
    ] or [(2.0, height - 2.0)]
    return Spark(width, height, " ".join(f"{x},{y}" for x, y in points), *points[-1])


def bars(series: Sequence[tuple[str, int]], width: int = 600, height: int = 120) -> list[Bar]:
    """Draw one bar per label."""
    most = max([value for _, value in series] + [1])
    step = width / max(len(series), 1)
    found = []
    for n, (label, value) in enumerate(series):
        tall = round((height - 2) * value / most, 1)
        found.append(
            Bar(round(n * step + 1, 1), round(height - tall, 1), round(step - 2, 1), tall, label, value)
        )
    return found
