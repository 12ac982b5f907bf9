"""Rules from mentions to findings: prices and rates, flows, changes, events."""
