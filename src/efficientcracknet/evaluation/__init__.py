"""Scores of masks against truth, and the records they are kept in."""
