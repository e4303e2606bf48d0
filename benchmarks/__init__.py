"""Programs that measure, and that write what was measured into the documents. Not part of the package."""
