"""Find cracks in pictures of roads, bridges and buildings, on a CPU and offline."""

__version__ = "0.1.0"
