"""Stages of the way of one article: one file, one verb each."""
