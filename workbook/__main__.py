"""`python -m workbook`: bring up the environment, then hand over to the command line.

Keep this file readable by any old Python: it is what tells people that theirs is too old.
"""

import gc
import sys

gc.disable()  # imports leave no garbage, and looking for it takes a tenth of their time

if sys.version_info < (3, 11):
    sys.stderr.write(
        "This workbook needs Python 3.11 or newer, and this is Python %d.%d.\n"
        "Install a newer one (python.org, or your system's packages), then name it:\n"
        "    make step-1 PYTHON=python3.13\n" % sys.version_info[:2]
    )
    sys.exit(2)

from workbook import environment

if __name__ == "__main__":
    environment.enter(sys.argv[1:])
    from workbook.cli import main

    main(prog_name="python -m workbook")
