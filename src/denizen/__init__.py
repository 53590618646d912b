"""denizen: who lives here, how is that changing, and how sure are we?"""

__version__ = "0.1.0"
