"""What is it called? Names and aliases of classes, makers, models and calibres, each with its source."""
