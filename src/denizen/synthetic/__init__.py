"""An invented town whose true population is known, month by month. It imports no stage, so that it cannot flatter one."""
