"""Words that documents share."""
