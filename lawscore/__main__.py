"""`python -m lawscore`."""

from lawscore.cli import main

main()
