"""How a week passes and how runs are made."""
