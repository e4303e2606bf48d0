"""Projects as folders on disk: photos, scales, corrections, results, and what is still to be done. No HTTP."""
