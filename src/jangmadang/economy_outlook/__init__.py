"""What the economy makes of the prices and rates that statistics forecast: hunger, incomes, trade, and why."""
