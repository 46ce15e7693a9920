"""`python -m assetgen`: the command line where no script is on the path."""

from assetgen.cli import main

main()
