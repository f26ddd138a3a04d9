"""`python -m minutes2actions` is the console command."""

from minutes2actions.cli import main

if __name__ == "__main__":
    main()
