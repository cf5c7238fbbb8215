"""WHAT TIES FINDS TOGETHER? The same mark, lot, block, series or way of removal; and who counts as a witness."""
