"""Outlets: one file each, data only."""
