"""Which address is in force, when a notice counts as received, who is notified."""
