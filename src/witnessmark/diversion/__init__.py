"""WHERE DID IT LEAVE AUTHORISED HANDS? From a chain to windows, each judged against a named authority."""
