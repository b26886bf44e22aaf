"""``python -m pactstate``: the same as the command ``pactstate``."""

import sys

from pactstate.cli import main

if __name__ == "__main__":
    sys.exit(main())
