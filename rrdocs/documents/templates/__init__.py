"""The Word templates: reading, checking and rendering them."""
