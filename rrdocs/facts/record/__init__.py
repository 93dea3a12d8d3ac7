"""What is on record: the position, holders, groups, names, the terms in force."""
