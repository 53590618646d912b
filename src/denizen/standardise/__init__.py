"""Bring every list to the same columns, codes and areas."""
