"""Cracks, and what passes for cracks, drawn on pictures of surfaces: numpy and Pillow, chance from a generator."""
