"""The answer: decisions, clocks, tallies and flags, in words and as JSON."""
