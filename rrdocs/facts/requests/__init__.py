"""What a request amounts to, who takes part, and who may use a right."""
