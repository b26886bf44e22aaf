"""What agreements look like to a person or a program: pure functions from the model to text."""
