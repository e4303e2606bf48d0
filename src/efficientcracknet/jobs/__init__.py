"""One function for each thing a user may ask: paths in, results out."""
