"""A first outlet file for a site nobody has declared: looked at, learnt from, written down."""
