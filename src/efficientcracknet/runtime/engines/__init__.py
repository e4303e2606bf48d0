"""What runs a network: one module for each library, the only place that imports it."""
