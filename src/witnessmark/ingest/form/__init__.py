"""WHAT IS ASKED IN THE FIELD? The form for telephones: its questions, choices and limits, in several languages."""
