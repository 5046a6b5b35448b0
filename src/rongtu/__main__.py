"""`python -m rongtu` is the command line."""

from rongtu.faces.cli.main import main

main()
