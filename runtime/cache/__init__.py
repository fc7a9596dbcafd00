"""What was made once and need not be made again: keys of what results depend on, and the store behind them."""
