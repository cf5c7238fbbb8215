"""WHAT CAN A USER DO WITH TABLES? Choose a mapping, see what a file would bring, take it into a case or register."""
