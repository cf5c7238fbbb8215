"""OUT OF THE MODEL. What a case gives, told for people: dossier, drawing, page, plain text."""
