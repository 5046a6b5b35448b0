"""Offering: everything on record that can be found, as the match engine takes it, and which rows each rests on."""
