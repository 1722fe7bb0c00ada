"""The window: screens that know services and nothing behind them."""
