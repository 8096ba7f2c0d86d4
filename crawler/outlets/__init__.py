"""Outlets as plain data: how one is declared, checked and found, and when its pages drift."""
