"""Which known text a new one is like, and what becomes of it then."""
