"""``python -m witnessmark`` works wherever Python does."""

from witnessmark.cli.main import main

if __name__ == "__main__":
    main()
