"""`python -m phonefx` is the command `phonefx`."""

from phonefx.cli.main import main

main()
