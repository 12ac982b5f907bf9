"""What a text names: amounts, goods, places, times and how things are said."""
