"""Long runs: a queue in the results folder, one process at a time that makes them, and how far it is."""
