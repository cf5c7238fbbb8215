"""WHAT CAN A USER DO WITH EVIDENCE? Take it in, look at it, write down what it shows, check it, give it out."""
