"""Bounds: how much of a stranger's file is read, and why no more. Longest cell and most columns: ``ingest.sheet``."""

CHUNK = 1 << 18
"""Bytes that are read or inflated at once."""

# -- archives: what is packed can be a thousand times as long as the file -------------------------------------------

LARGEST_DIRECTORY = 32_000_000
"""Bytes of an archive's list of members, all of which is read at once; half a million members have so much."""
MOST_MEMBERS = 100_000
"""Members of an archive: a year of forms with photographs has some ten thousand."""
LARGEST_PART = 4_000_000_000
"""Bytes of one part once inflated: a sheet that is full to its last row has about so much."""
FREE_TO_INFLATE = 64_000_000
"""Bytes that may be packed as densely as one likes: inflating them takes no more than some seconds."""
DENSEST = 200
"""How many times longer than its packed form a larger part may be. Tables reach 50; a bomb wants 1,000."""
LARGEST_MEDIUM = 250_000_000
"""Bytes of a photograph or film beside the tables: it is held in memory as a whole."""
LARGEST_SMALL_PART = 16_000_000
"""Bytes of a part that says how others are to be read: styles, relations, names of sheets."""

# -- XML ------------------------------------------------------------------------------------------------------------

LARGEST_TAG = 2_000_000
"""Bytes of one tag. The parser holds it as a whole, and looks through it again with every piece that it gets."""
DEEPEST = 256
"""Elements within elements: a cell with text has about ten."""
MOST_NAMES = 10_000
"""Names of elements and attributes that differ: the parser keeps every one."""

# -- text -----------------------------------------------------------------------------------------------------------

LONGEST_LINE = 8_000_000
"""Characters of a line; a longer one is cut."""
MOST_LINES_OF_A_CELL = 1_000
"""Lines from a quote to the one that closes it. Where there are more, nobody meant to open a cell there."""
MOST_READ_AGAIN = 100_000_000
"""Characters that are read again because a quote was never closed; then quotes are taken as characters."""
SAMPLE = 1 << 16
"""Bytes from which delimiter and format are found out."""
ENCODING_SAMPLE = 24_000
"""Bytes of lines beyond ASCII from which the encoding is found out."""
ENCODING_LOOK = 1 << 28
"""Bytes of a file in which such lines are looked for."""

# -- sheets ---------------------------------------------------------------------------------------------------------

MOST_ROWS_OF_A_SHEET = 1_048_576
"""As many as a spreadsheet has: a row with a higher number is a lie, and would want empty rows before it."""
MOST_CELLS = 200_000_000
"""Cells of a sheet with the empty ones between: a few kilobytes can claim as many in every row."""
MOST_SHEETS = 2_000
"""Sheets of a workbook."""
MOST_REPEATED = 1_000_000
"""Cells that merged cells cover, in all; larger ones say it once."""
MOST_SHARED_TEXTS = 5_000_000
"""Different texts of a workbook, which are held in memory."""
MOST_SHARED_CHARACTERS = 200_000_000
"""Their characters."""
MOST_COMMENTS = 100_000
"""Comments and links of a sheet, which are held in memory."""
MOST_STYLES = 100_000
"""Ways in which a workbook shows its cells; a spreadsheet has 64,000."""
LONGEST_NOTE = 500
"""Characters of a formula or comment in a note."""

# -- JSON and Parquet -----------------------------------------------------------------------------------------------

LONGEST_OBJECT = 8_000_000
"""Characters of one object."""
FIRST_LOOK = 10_000
"""Objects whose keys are the columns."""
DEEPEST_JSON = 100
"""Objects and lists within each other."""
DEEPEST_KEYS = 8
"""Keys within keys that become a column each; what lies deeper stays JSON."""
MOST_DIGITS = 400
"""Digits of a number written in full; the largest double has 309."""
BATCH = 4_096
"""Rows of a Parquet file that are read at once."""
ROWS_PER_BYTE = 1_000
"""Rows that one byte of a Parquet file may claim, beyond ``ROWS_FREE``: a column of nothing takes no room."""
ROWS_FREE = 10_000_000
"""Rows that any Parquet file may claim."""
LARGEST_ROW_GROUP = 4_000_000_000
"""Bytes of a part of a Parquet file once inflated."""
