"""Starts what runs in a process of the student's: `preloaded` or `child`, with its arguments.

It is run by its path, with -P: nothing of the workbook stays on the path where a student's code
looks for its modules, and what is imported here goes by names that no student gives a file.
"""

# pyright: basic
import gc
import os
import sys

gc.disable()  # until the libraries are imported: they leave no garbage, and looking takes time

ROOT = __file__.rsplit(os.sep, 4)[0]
what = sys.argv.pop(1)
# A child looks for modules where `python app.py` would: a student's own json.py hides Python's.
sys.path[:0] = [ROOT, os.getcwd()] if what == "child" else [ROOT]
if what == "child":
    from workbook.app.inside import child as inside
else:
    from workbook.app.inside import preloaded as inside
sys.path.remove(ROOT)
inside.main(*sys.argv[1:])
