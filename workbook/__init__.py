"""The engine: it runs a student's app apart, checks it, and says what it saw."""
