"""What may not leak: every transfer of money and goods is booked here, and every week must close."""
