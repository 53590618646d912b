"""The purposes that an agreement can name, and that the engine can ask for.

What denizen never does stands in no list here: a purpose that is not named cannot be asked for.
"""

from __future__ import annotations

from enum import StrEnum


class Purpose(StrEnum):
    POPULATION_STATISTICS = "population_statistics"
    """counts and estimates of who lives in an area, published about areas"""
    SERVICE_PLANNING = "service_planning"
    """the same figures, used to plan services for areas"""
    COMMUNITY_COHESION = "community_cohesion"
    """figures on safety, belonging and tension, about areas"""
