"""The command line: every operation a command, with --json."""
