"""``python -m pactstate``: the same as the command ``pactstate``."""

import sys

# With -m, Python looks for modules in the working directory first, where a stranger's files may be checked.
if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]

from pactstate.cli import main

if __name__ == "__main__":
    sys.exit(main())
