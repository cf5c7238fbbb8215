"""WHAT CAN A USER DO? One function for each use; where the core meets the ports."""
