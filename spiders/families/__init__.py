"""Content systems that several outlets share: what their pages have in common, as data."""
