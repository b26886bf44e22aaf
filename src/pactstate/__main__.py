"""Run the command line with ``python -m pactstate``."""

import sys

# With -m, Python looks for modules in the working directory first, which may hold a stranger's files.
if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]

from pactstate.cli import main

if __name__ == "__main__":
    sys.exit(main())
