"""What is measured: the catalogue, the counts, the values with their bounds, and where a series breaks."""

from denizen.indicators.catalogue import Catalogue, load_catalogue
from denizen.indicators.change import breaks
from denizen.indicators.measure import Table, count, measure

__all__ = ["Catalogue", "Table", "breaks", "count", "load_catalogue", "measure"]
