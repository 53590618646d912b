"""`python -m denizen`, for machines where the program is not on the path."""

from denizen.cli import main

main()
