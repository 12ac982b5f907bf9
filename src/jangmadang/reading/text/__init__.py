"""Bytes into plain text, a view to match on, and sentences."""
