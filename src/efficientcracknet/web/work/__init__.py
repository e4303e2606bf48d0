"""What is done with accepted photos, in a process beside the one that answers the page. No HTTP."""
