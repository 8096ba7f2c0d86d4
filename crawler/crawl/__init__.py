"""One run, from start to report: what is asked, fetched, led through the stages and written down."""
