"""rrdocs: administers a registration rights agreement from data."""
