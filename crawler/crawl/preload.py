"""What the server that forks the workers imports first, so that each worker starts with it in memory.

Named in settings.PRELOADED and imported by that server alone: importing it does the work of a first page.
langdetect is left out: its profiles take as long to load as all the rest, and it is asked only of a text that
is not Vietnamese, which most runs never meet.
"""

import gc
from importlib import import_module

from lxml.html import document_fromstring

from crawler.crawl import reading
from crawler.extraction.body import extracted
from crawler.settings import EXAMINING, READING

__all__ = ["reading"]  # whose functions are the workers' tasks

_SENTENCE = "Một câu để nạp sẵn những gì trang đầu tiên phải chờ."

for stage in (*READING, *EXAMINING):
    import_module(stage.rpartition(".")[0])
extracted(document_fromstring(f"<html><body><p>{_SENTENCE}</p></body></html>"))
# What is here stays: no collection in a worker need go through it again, or copy the pages that hold it.
gc.collect()
gc.freeze()
