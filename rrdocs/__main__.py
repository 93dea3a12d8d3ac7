"""`python -m rrdocs`: the command line."""

from rrdocs.cli import main

main(prog_name="rrdocs")
