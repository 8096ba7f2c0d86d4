"""Page bytes to an article. Pure; runs in worker processes."""
