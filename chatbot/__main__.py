"""`python -m chatbot` is `guide`."""

from chatbot.cli import main

raise SystemExit(main())
