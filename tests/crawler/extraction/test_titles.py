"""When two titles are one, edited: for what announced an article and for what a page says of itself."""

import pytest

from crawler.extraction.titles import SAME, likeness, title_words


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Nước lũ rút ở hạ du sông Gianh", "Nước lũ rút ở hạ du sông Gianh", True),
        ("Nước lũ rút ở hạ du sông Gianh", "Nước lũ đã rút ở hạ du sông Gianh, dân dọn bùn", True),
        ("Nước lũ rút ở hạ du sông Gianh", "NUOC LU RUT O HA DU SONG GIANH - Báo Bến Sông", True),
        ("Nước lũ rút ở hạ du sông Gianh", "Sông Gianh mùa cá về, chợ quê đông khách", False),
        ("Sóng ngầm", "Sóng ngầm", True),
        ("Thông báo", "Thông báo về lịch cắt điện ở quận Ba", False),
        ("", "", False),
    ],
)
def test_titles(one: str, other: str, same: bool) -> None:
    for a, b in ((one, other), (other, one)):
        assert (likeness(title_words(a), title_words(b)) >= SAME) is same
