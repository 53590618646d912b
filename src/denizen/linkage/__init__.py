"""Linkage: which records of several lists are one person, how sure that is, and what it leaves unknown."""
