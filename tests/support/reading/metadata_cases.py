"""What goes wrong with date, authors, letters and metadata, as pages of one story (page.py)."""

from support.reading.page import Case

CASES: tuple[Case, ...] = ()
