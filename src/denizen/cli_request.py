"""The door to a person's requests: `denizen request`."""
