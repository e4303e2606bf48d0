"""Parse, call one job, print. One file for each command."""
