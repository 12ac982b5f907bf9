"""Price tables of others, read into observations: layouts are known by their headings, or told in a mapping file."""
