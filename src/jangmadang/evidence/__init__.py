"""What was observed: dated figures with their sources, and how a run compares with them."""
