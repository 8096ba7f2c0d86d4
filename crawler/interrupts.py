"""An interrupt that came before anybody listened: it ends the command, and is remembered where it does not.

KeyboardInterrupt is lost where the code that runs at that moment keeps it: a callback, a destructor, whatever
catches all. A crawl asks here before it begins.
"""

import signal
from types import FrameType

_heard: list[int] = []


class Interrupted(KeyboardInterrupt):
    """A person's Ctrl-C.

    Not KeyboardInterrupt itself: once that passed through exec(), as every dataclass is made by, Python ends
    as if killed, whatever status the program ends with.
    """


def listen() -> None:
    """Take Ctrl-C, unless whoever started the command has it ignored."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _note)


def ignore() -> None:
    """Hear nothing any more: all is done, and the interpreter, on its way out, would complain."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def heard() -> bool:
    """Whether there was one."""
    return bool(_heard)


def _note(number: int, _frame: FrameType | None) -> None:
    _heard.append(number)
    raise Interrupted
