"""WHAT IS ON RECORD? Bulk records of makers, exporters, forces and earlier finds, column by column."""
