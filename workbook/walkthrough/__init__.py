"""What every notebook uses: serve a step's app, ask it things, show its code and its pages."""

from workbook.walkthrough.pages import plot, show
from workbook.walkthrough.serving import copy_of, develop, load, serve

__all__ = ["copy_of", "develop", "load", "plot", "serve", "show"]
