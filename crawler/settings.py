"""The wiring: what a page goes through, step by step. Start reading here."""

# In a worker process, under limits of time and memory (crawl/reading.py). Once for each page:
READING = (
    "pipelines.extract.Extract",  # Page -> Article
    "pipelines.date_window.DateWindow",  # Article -> Article, or outside the days asked for
)
# In the same trip, once for each corpus that wants the page; then the topic's score and the fingerprints:
EXAMINING = (
    "pipelines.clean.Clean",  # Article -> Article without what is no text, or no article at all
    "pipelines.language.Language",  # Article -> Article, or not Vietnamese
)
# What a worker has in memory from its first moment: the stages above and all that they load.
PRELOADED = "crawler.crawl.preload"
# In the run, once for each corpus:
KEEPING = (
    "pipelines.dedup.Dedup",  # Article -> Article with its relations to known texts, or known already
    "pipelines.relevance.Relevance",  # Article -> Article with its topic score, or off the topic
    "pipelines.drift.Drift",  # Article -> Article, or of an outlet whose pages changed
    "pipelines.store.Store",  # Article -> Record: number, file and row together
)
