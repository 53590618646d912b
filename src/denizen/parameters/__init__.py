"""Dated parameters: thresholds, rounding bases, quality standards, each with its unit, its source and its dates."""

from denizen.parameters.dated import Parameter, Parameters, load_parameters

__all__ = ["Parameter", "Parameters", "load_parameters"]
