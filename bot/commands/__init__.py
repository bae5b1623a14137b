"""The commands of ``wasla``, one module each: ``configure(parser)`` and ``run(shell, options)``."""
