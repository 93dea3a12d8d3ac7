"""Rules on notices, consents, waivers, indemnity and reporting."""
