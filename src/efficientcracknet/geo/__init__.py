"""Rasters that lie on the ground: windows in, maps with their coordinate reference system out."""
