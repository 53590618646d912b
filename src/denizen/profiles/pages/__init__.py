"""The pages of a book, a module for each kind."""
