"""The wiring: what a page goes through, step by step. Start reading here."""

# Once for each page:
READING = (
    "pipelines.extract.Extract",  # Page -> Article, in a worker process
    "pipelines.date_window.DateWindow",  # Article -> Article, or outside the days asked for
)
# Once for each corpus that does not know the page:
KEEPING = (
    "pipelines.clean.Clean",  # Article -> Article without what is no text, or no article at all
    "pipelines.language.Language",  # Article -> Article, or not Vietnamese
    "pipelines.dedup.Dedup",  # Article -> Article with its relations to known texts, or known already
    "pipelines.relevance.Relevance",  # Article -> Article with its topic score, or off the topic
    "pipelines.drift.Drift",  # Article -> Article, or of an outlet whose pages changed
    "pipelines.store.Store",  # Article -> Record: number, file and row together
)
