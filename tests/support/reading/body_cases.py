"""What goes wrong with title, lead and body, as pages of one story (page.py)."""

from support.reading.page import Case

CASES: tuple[Case, ...] = (Case("plain", "plain"),)
