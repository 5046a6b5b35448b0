"""Transfer desk: who or what can un-stick a chain node."""
