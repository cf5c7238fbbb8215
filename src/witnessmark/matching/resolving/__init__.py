"""WHICH WEAPON IS IT, IF ANY? The probability of each that a reading can be, and that it is in no register."""
