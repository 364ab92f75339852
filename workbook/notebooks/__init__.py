"""Builds the notebooks, checks them, and opens them in JupyterLab."""

import sys

# nbformat imports jsonschema, which imports this parser of addresses when it finds it (JupyterLab
# brings it) and builds its grammar: a second or more, for a check that no notebook needs.
sys.modules.setdefault("rfc3987_syntax", None)  # pyright: ignore[reportArgumentType]
