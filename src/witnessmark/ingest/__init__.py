"""INTO THE MODEL: tables of any layout, through a mapping that a person can read, to statements and register rows."""
