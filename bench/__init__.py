"""What rrdocs takes, in time and memory, beside other ways of doing the same: `make bench`."""
