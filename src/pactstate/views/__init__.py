"""Output of answers about agreements, for people and programs: pure functions from the model to text."""
