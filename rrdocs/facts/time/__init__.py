"""How long periods run."""
