"""What can be asked: one module for each thing that the API is about."""
