"""Papers with a long past: many texts, each like no other, spread over days, for walks through archives."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from crawler.newsroom.paper import Paper, Print
from crawler.newsroom.story import Story
from crawler.newsroom.vietnamese import VIETNAM
from crawler.text.syllables import is_syllable

SECTIONS = ("the-gioi", "quan-su")
_TOPIC = (
    "Triều Tiên",
    "Hàn Quốc",
    "Bình Nhưỡng",
    "Seoul",
    "liên minh Mỹ - Hàn",
    "bán đảo Triều Tiên",
    "tên lửa đạn đạo",
    "vũ khí hạt nhân",
    "khu phi quân sự",
    "tập trận chung",
    "răn đe mở rộng",
    "trừng phạt",
    "đàm phán",
    "Lầu Năm Góc",
    "hội nghị thượng đỉnh",
    "quân đội",
    "đồng minh",
    "Nhật Bản",
)


def texts(seed: int) -> Iterator[Story]:
    """Yield stories without end. Their words are Vietnamese and chosen by lot: no two share a sentence."""
    from wordfreq import top_n_list

    lot = random.Random(seed)
    words = [word for word in top_n_list("vi", 4000) if len(word) > 1 and is_syllable(word)]

    def sentence() -> str:
        # The commonest are what makes a line Vietnamese: "của", "là", "được".
        told = [
            *lot.choices(words, k=lot.randint(6, 9)),
            *lot.choices(words[:60], k=5),
            *lot.sample(_TOPIC, k=4),
        ]
        lot.shuffle(told)
        return f"{' '.join(told)}."

    number = 0
    while True:
        number += 1
        yield Story(
            id=f"so-{seed}-{number}",
            kind="on",
            title=f"Hàn Quốc và Mỹ tập trận: {' '.join(lot.choices(words, k=6))}",
            lead=f"Quân đội Hàn Quốc và Mỹ: {sentence()}",
            paragraphs=tuple(" ".join(sentence() for _ in range(3)) for _ in range(4)),
            section=SECTIONS[number % len(SECTIONS)],
            author="Nguyễn Sông Hương",
        )


def print_days(paper: Paper, stories: Iterator[Story], days: Sequence[int], per_day: int) -> Paper:
    """Print so many stories on each day, counted back from the paper's now."""
    prints = []
    midnight = paper.now.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)
    for day in days:
        for rank in range(per_day):
            at: datetime = midnight - timedelta(days=day) + timedelta(hours=6, minutes=97 * rank + 1)
            number = paper.look.number(at, (400 - day) * 10 + rank)
            prints.append(Print(next(stories), at, number))
    return paper.with_prints(*prints)
