"""Numpy and the standard library only: no files, no frameworks."""
