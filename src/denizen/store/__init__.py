"""The only room that knows an engine or a disk for what is held."""

from denizen.store.engine import Store
from denizen.store.keys import MasterKey
from denizen.store.vault import Vault

__all__ = ["MasterKey", "Store", "Vault"]
