"""Work that crosses desks: loading the public sample, the loop, the brief."""
