"""Search files: named arrays in memory-mapped files, a folder for each nature and level, swapped by one rename."""
