"""The page and its HTTP API: an inspector's desk in the browser, served by this machine to itself."""
