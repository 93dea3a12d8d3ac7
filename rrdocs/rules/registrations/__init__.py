"""Rules on piggybacks, shelves, procedures, suspensions and expenses."""
