"""From a deal’s folder to its packets, for one deal or many."""
