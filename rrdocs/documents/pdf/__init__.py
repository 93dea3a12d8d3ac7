"""PDF files: engines, properties, binding."""
