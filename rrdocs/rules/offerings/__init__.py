"""Rules on cutbacks, underwriters, holdbacks and closings."""
