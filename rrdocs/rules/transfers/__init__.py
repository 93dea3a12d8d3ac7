"""Rules on transfers, opinions and legends."""
