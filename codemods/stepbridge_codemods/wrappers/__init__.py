"""A company's own functions around the SDK, declared by name: found and followed like its calls.

``wrapper`` says what one is, ``declared`` reads what a project writes, ``entry_points`` what
packages bring along, ``spelling`` knows them by what a module calls them, ``sites`` finds their
calls, and ``standing`` decides for a whole tree which of them migrate.
"""
