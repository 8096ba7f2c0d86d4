"""`python -m crawler` is the command gomtin."""

from crawler.cli import main

main()
