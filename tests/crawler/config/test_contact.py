import pytest

from crawler.config.models import Config
from crawler.fetching.settings import user_agent


@pytest.mark.parametrize(
    ("contact", "sent"),
    [
        ("Tòa soạn Đồng Ruộng <hoi@dongruong.example>", "Toa soan Dong Ruong <hoi@dongruong.example>"),
        ("https://dongruong.example/bot", "https://dongruong.example/bot"),
    ],
)
def test_marks_stay_out_of_the_header(contact: str, sent: str) -> None:
    config = Config(contact=contact)

    assert user_agent(config.contact).endswith(f"(+{sent})")


@pytest.mark.parametrize(
    ("contact", "message"),
    [
        ("a@b.example\r\nX-Them: 1", "one line"),
        ("a@b.example\x00", "one line"),
        ("Tâm <tam@báo.example>", "in ASCII"),
        ("https://báo.example/bot", "in ASCII"),
        ("농업신문", "Latin letters"),
    ],
)
def test_what_cannot_stand_in_a_header_is_refused(contact: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Config(contact=contact)
