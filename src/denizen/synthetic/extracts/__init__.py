"""The lists that partners keep about the town, each as its keeper's system would export it, with its faults."""
