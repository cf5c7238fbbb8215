"""Mark bytes: the numbers of the characters of marks, from their bytes.

Every function is plain loops over arrays, so that it can be compiled (see ``compiling``).
"""

from witnessmark.matching.compiling import Array, kernel

OTHER, NOTHING = 254, 255
"""Of a byte that is no ASCII, or of a character that is left out of a plain mark."""
TOO_LONG = 255
"""The length of a mark that is longer than a row is wide."""

jit = kernel(__name__)


@jit
def fill_rows(offsets: Array, data: Array, table: Array, rows: Array, lengths: Array, is_odd: Array) -> None:
    """Writes the numbers of each mark into its row, how many these are, and whether one of its bytes is no ASCII."""
    width = rows.shape[1]
    for number in range(len(offsets) - 1):
        count = 0
        for at in range(offsets[number], offsets[number + 1]):
            sign = table[data[at]]
            if sign == OTHER:
                is_odd[number] = True
            if sign != NOTHING:
                if count < width:
                    rows[number, count] = sign
                count += 1
        lengths[number] = count if count <= width else TOO_LONG
