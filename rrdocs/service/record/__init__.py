"""Adding events, couriers’ lists, and proof of service."""
