"""Moments, periods, deadlines, and the calendars that are checked in."""
