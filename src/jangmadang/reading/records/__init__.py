"""What a report is read into: records, where they are kept, decisions on them, and observations."""
