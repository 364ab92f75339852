"""The full app, but predictions are kept nowhere: the difference is what storage costs."""

import app as full

app = full.app


class Nowhere:
    def add(self, inputs, prediction):
        return 1


full.store = Nowhere()
