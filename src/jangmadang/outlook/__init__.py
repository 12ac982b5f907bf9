"""Prices and rates of the weeks to come, from the reports known by an origin, with the measured skill of the past."""
