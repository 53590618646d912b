"""The only room that knows an engine or a disk for what is held."""

from denizen.store.engine import Store

__all__ = ["Store"]
