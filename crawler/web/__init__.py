"""The read-only page: how everything stands, on 127.0.0.1 only, without a script."""
