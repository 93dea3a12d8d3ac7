"""Rules on demands, short forms, standstills, locks and deferrals."""
